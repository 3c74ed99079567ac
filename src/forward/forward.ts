import type { Socket } from 'node:net';
import * as l10n from '@vscode/l10n';
import type { Disposable } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import { UserError } from '../base/errors.ts';
import type { Clock } from '../base/timers.ts';
import type { Log } from '../cluster/types.ts';
import type { ForwardState } from '../model/rows.ts';
import { Carriers } from './carriers.ts';
import { Connection } from './connection.ts';
import { countingClock, type CountingClock } from './counting.ts';
import { isLoopback, listen, LOOPBACK, type Listener } from './listener.ts';
import { Occupancy, placeLabel } from './place.ts';
import type { ForwardCounts, ForwardIdentity, PlaceWatch, Reach } from './types.ts';

export interface ForwardLimits {
  /** How long a new connection waits for the pod to be there (ms). */
  readonly wait: number;
  /** How many connections may wait at once. */
  readonly queue: number;
  /** How long one try to reach the pod may take (ms). */
  readonly dial: number;
  /** How long a pod may be silent after its client's FIN (ms). */
  readonly silence: number;
}

const LIMITS: ForwardLimits = { wait: 60_000, queue: 100, dial: 30_000, silence: 30_000 };

export interface ForwardOptions {
  readonly identity: ForwardIdentity;
  /** 0 = any free port. */
  readonly localPort: number;
  /** Loopback unless a person decided otherwise. */
  readonly address?: string;
  /** The forward disposes it with itself. */
  readonly place: PlaceWatch;
  readonly reach: Reach;
  readonly clock: Clock;
  readonly log?: Log;
  readonly limits?: Partial<ForwardLimits>;
}

/**
 * One local port that leads to a place in the cluster, whichever pod is there: one listener for its whole life. When the pod goes, its connections end and the listener stays; a new connection waits for the successor.
 * Failures of single connections are not thrown but kept in `lastError`.
 */
export class Forward implements Disposable {
  readonly identity: ForwardIdentity;
  readonly label: string;
  readonly address: string;
  readonly #options: ForwardOptions;
  readonly #limits: ForwardLimits;
  readonly #clock: CountingClock;
  readonly #occupancy: Occupancy;
  readonly #carriers: Carriers;
  readonly #connections = new Set<Connection>();
  readonly #changed = new Emitter<void>();
  readonly #watching: Disposable;
  #listener: Listener | undefined;
  #state: ForwardState = { is: 'starting' };
  #lastError: string | undefined;

  /** State, number of connections or last error changed. */
  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(options: ForwardOptions) {
    this.#options = options;
    this.identity = options.identity;
    this.label = placeLabel(options.identity.place);
    this.address = options.address === undefined || options.address === '' ? LOOPBACK : options.address;
    this.#limits = { ...LIMITS, ...options.limits };
    this.#clock = countingClock(options.clock);
    this.#occupancy = new Occupancy(options.place, this.#clock);
    this.#carriers = new Carriers(options.reach, options.identity.namespace, this.#clock);
    this.#watching = options.place.onDidChange(() => this.#onPlaceChange());
  }

  get state(): ForwardState {
    return this.#state;
  }

  /** The port on this machine; before `start` has resolved, the one that was asked for. */
  get localPort(): number {
    return this.#listener?.port ?? this.#options.localPort;
  }

  /** True where other machines can connect. */
  get exposed(): boolean {
    return !isLoopback(this.address);
  }

  /** Connections whose client has not hung up, waiting ones included. */
  get connections(): number {
    let open = 0;
    for (const connection of this.#connections) if (!connection.hungUp) open++;
    return open;
  }

  /** Why the last connection failed, until one gets an answer from the pod. */
  get lastError(): string | undefined {
    return this.#lastError;
  }

  /** Binds the local port. Fails with a `UserError` (`port-taken`, `invalid`); the forward is then closed. */
  async start(): Promise<void> {
    if (this.#state.is !== 'starting' || this.#listener) throw new Error('A forward is started once');
    try {
      const listener = await listen(
        this.address,
        this.#options.localPort,
        (socket) => this.#accept(socket),
        (error) => this.#close(l10n.t('The local port broke: {0}', error.message)),
      );
      if (this.isClosed) listener.close();
      else this.#listener = listener;
    } catch (error) {
      this.#close(error instanceof UserError ? error.message : String(error));
      throw error;
    }
    this.#followPlace();
  }

  get isClosed(): boolean {
    return this.#state.is === 'closed';
  }

  /** Ends everything at once: the listener, every connection, every wait. */
  dispose(): void {
    this.#close(l10n.t('Stopped'));
    this.#changed.dispose();
  }

  counts(): ForwardCounts {
    return {
      listeners: this.#listener?.addresses.length ?? 0,
      connections: this.#connections.size,
      websockets: this.#carriers.open,
      timers: this.#clock.pending,
    };
  }

  #close(why: string): void {
    if (this.isClosed) return;
    this.#listener?.close();
    this.#listener = undefined;
    this.#watching.dispose();
    this.#options.place.dispose();
    this.#state = { is: 'closed', why };
    for (const connection of [...this.#connections]) connection.destroy();
    this.#carriers.dispose();
    this.#changed.fire();
  }

  #onPlaceChange(): void {
    this.#occupancy.note();
    const present = this.#occupancy.present;
    for (const connection of [...this.#connections]) connection.leave(present);
    this.#carriers.keepOnly(present);
    this.#followPlace();
  }

  #followPlace(): void {
    if (this.isClosed || !this.#listener) return;
    const { servable } = this.#occupancy;
    const next: ForwardState = servable ? { is: 'listening' } : { is: 'waiting', why: this.#occupancy.why };
    const before = this.#state;
    this.#state = next;
    if (servable && before.is !== 'listening') this.#carriers.warm(servable);
    const why = before.is === 'waiting' ? before.why : undefined;
    if (next.is !== before.is || (next.is === 'waiting' && next.why !== why)) this.#changed.fire();
  }

  #accept(socket: Socket): void {
    const connection = new Connection(socket, {
      remotePort: this.identity.remotePort,
      occupancy: this.#occupancy,
      carriers: this.#carriers,
      clock: this.#clock,
      limits: this.#limits,
      mayWait: () => this.#waiting() < this.#limits.queue,
      onChange: () => this.#changed.fire(),
      onAnswer: () => this.#setError(undefined),
      onFailure: (error) =>
        this.#setError(error.remedy ? `${error.message}. ${error.remedy}` : error.message),
      onBug: (error) =>
        this.#options.log?.('error', error instanceof Error ? (error.stack ?? error.message) : String(error)),
      onEnd: () => {
        this.#connections.delete(connection);
        this.#changed.fire();
      },
    });
    this.#connections.add(connection);
    this.#changed.fire();
    connection.run();
  }

  #waiting(): number {
    let waiting = 0;
    for (const connection of this.#connections) if (connection.waiting) waiting++;
    return waiting;
  }

  #setError(message: string | undefined): void {
    if (this.#lastError === message) return;
    this.#lastError = message;
    this.#changed.fire();
  }
}

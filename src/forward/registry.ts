import type { Disposable } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import { cancelled, UserError } from '../base/errors.ts';
import type { Clock } from '../base/timers.ts';
import type { Log } from '../cluster/types.ts';
import type { ForwardRow } from '../model/rows.ts';
import { Forward, type ForwardLimits } from './forward.ts';
import { findFreePort, LOOPBACK } from './listener.ts';
import { identityKey } from './place.ts';
import type { ForwardCounts, ForwardIdentity, PlaceWatch, Reach } from './types.ts';

/** What the owner of the forwards provides. */
export interface ForwardsHost {
  readonly clock: Clock;
  readonly log?: Log;
  readonly limits?: Partial<ForwardLimits>;
  /** Where forwards listen: read at each start. */
  address(): string;
  /** The forward disposes what it is given. */
  watchPlace(identity: ForwardIdentity): PlaceWatch;
  reach(identity: ForwardIdentity): Reach;
  /** Fails with a `UserError` where this user may not forward there (`get` and `create` on `pods/portforward`). */
  preflight(identity: ForwardIdentity): Promise<void>;
}

export type StartOutcome =
  | { readonly is: 'started'; readonly forward: ForwardHandle }
  /** The port was taken: `free` is offered, not used. */
  | { readonly is: 'taken'; readonly localPort: number; readonly free: number };

export interface ForwardHandle {
  readonly id: string;
  readonly forward: Forward;
}

/** A forward's row is new or other than it was; without a row it is gone. */
export interface ForwardChange {
  readonly id: string;
  readonly row: ForwardRow | undefined;
}

/** All forwards of this window. The same identity twice is the same forward, unless another local port is asked for. */
export class Forwards implements Disposable {
  readonly #host: ForwardsHost;
  readonly #forwards = new Map<string, Forward>();
  readonly #starting = new Map<string, Promise<StartOutcome>>();
  readonly #changed = new Emitter<ForwardChange>();
  #disposed = false;

  /** Fires for every single change: who shows rows coalesces. */
  readonly onDidChange: Event<ForwardChange> = this.#changed.event;

  constructor(host: ForwardsHost) {
    this.#host = host;
  }

  /** Starts a forward, or gives the one there is. Fails with a `UserError`, except for a taken port, which is an outcome. */
  start(identity: ForwardIdentity, localPort: number): Promise<StartOutcome> {
    const existing = this.#find(identity, localPort);
    if (existing) return Promise.resolve({ is: 'started', forward: existing });
    const key = `${identityKey(identity)}@${localPort}`;
    const running = this.#starting.get(key);
    if (running) return running;
    const start = this.#start(identity, localPort).finally(() => this.#starting.delete(key));
    this.#starting.set(key, start);
    return start;
  }

  get(id: string): Forward | undefined {
    return this.#forwards.get(id);
  }

  list(): readonly ForwardRow[] {
    return [...this.#forwards].map(([id, forward]) => toRow(id, forward));
  }

  /** Ends a forward and removes its row; an id that is not there (any more) is no error. */
  stop(id: string): void {
    const forward = this.#forwards.get(id);
    if (!forward) return;
    this.#forwards.delete(id);
    forward.dispose();
    this.#changed.fire({ id, row: undefined });
  }

  stopAll(): void {
    for (const id of [...this.#forwards.keys()]) this.stop(id);
  }

  dispose(): void {
    this.#disposed = true;
    this.stopAll();
    this.#changed.dispose();
  }

  counts(): ForwardCounts {
    const sum = { listeners: 0, connections: 0, websockets: 0, timers: 0 };
    for (const forward of this.#forwards.values()) {
      const counts = forward.counts();
      sum.listeners += counts.listeners;
      sum.connections += counts.connections;
      sum.websockets += counts.websockets;
      sum.timers += counts.timers;
    }
    return sum;
  }

  #find(identity: ForwardIdentity, localPort: number): ForwardHandle | undefined {
    const key = identityKey(identity);
    for (const [id, forward] of this.#forwards) {
      if (forward.isClosed || identityKey(forward.identity) !== key) continue;
      if (localPort === 0 || forward.localPort === localPort) return { id, forward };
    }
    return undefined;
  }

  async #start(identity: ForwardIdentity, localPort: number): Promise<StartOutcome> {
    await this.#host.preflight(identity);
    if (this.#disposed) throw cancelled();
    const address = this.#host.address() || LOOPBACK;
    const forward = new Forward({
      identity,
      localPort,
      address,
      place: this.#host.watchPlace(identity),
      reach: this.#host.reach(identity),
      clock: this.#host.clock,
      ...(this.#host.log ? { log: this.#host.log } : {}),
      ...(this.#host.limits ? { limits: this.#host.limits } : {}),
    });
    try {
      await forward.start();
    } catch (error) {
      forward.dispose();
      if (!(error instanceof UserError) || error.code !== 'port-taken') throw error;
      return { is: 'taken', localPort, free: await findFreePort(localPort, address) };
    }
    if (this.#disposed) {
      forward.dispose();
      throw cancelled();
    }
    const id = `${identityKey(identity)}@${forward.localPort}`;
    // One that broke on the same port makes room.
    this.stop(id);
    this.#forwards.set(id, forward);
    forward.onDidChange(() => {
      if (this.#forwards.get(id) === forward) this.#changed.fire({ id, row: toRow(id, forward) });
    });
    this.#changed.fire({ id, row: toRow(id, forward) });
    return { is: 'started', forward: { id, forward } };
  }
}

/** The facts of a forward's row. */
export function toRow(id: string, forward: Forward): ForwardRow {
  return {
    kind: 'forward',
    key: `forward:${id}`,
    expandable: false,
    id,
    context: forward.identity.context,
    namespace: forward.identity.namespace,
    place: forward.label,
    remotePort: forward.identity.remotePort,
    localPort: forward.localPort,
    address: forward.address,
    exposed: forward.exposed,
    state: forward.state,
    connections: forward.connections,
    ...(forward.lastError === undefined ? {} : { lastError: forward.lastError }),
  };
}

import * as l10n from '@vscode/l10n';
import type { Disposable } from '../base/disposable.ts';
import { UserError } from '../base/errors.ts';
import type { Clock } from '../base/timers.ts';
import type { Carrier, CarrierEvents } from './carrier.ts';

/** ms between the end of the data and the kubelet's word whether that was an error. Usually they come together. */
const VERDICT = 500;

/** What a pair of streams needs of the tunnel that it is in. */
export interface PairHost {
  readonly clock: Clock;
  /** False: more than enough waits to be sent. */
  send(bytes: Buffer): boolean;
  hasRoom(): boolean;
  fin(): void;
  pause(): void;
  resume(): void;
  isPaused(): boolean;
  terminate(): void;
  /** The tunnel is to be used no more after this connection. */
  taint(): void;
  /** The connection is over. `clean`: both sides have said so; else the kubelet is still to be told. */
  release(clean: boolean): void;
}

/** The two streams of one connection in a tunnel: the data, and the kubelet's words where it can't reach the pod. */
export class StreamPair implements Carrier {
  /** Settles once the kubelet has taken the data stream, or never will. */
  readonly opened: Promise<void>;
  readonly #streams: { readonly error: number; readonly data: number };
  readonly #host: PairHost;
  readonly #taken = Promise.withResolvers<void>();
  #replied = false;
  #finSent = false;
  #finSeen = false;
  #errorEnded = false;
  #verdict: Disposable | undefined;
  #over = false;
  #events: CarrierEvents | undefined;
  /** What came before anybody listened. */
  #early: ((events: CarrierEvents) => void)[] | undefined = [];

  constructor(streams: { readonly error: number; readonly data: number }, host: PairHost) {
    this.#streams = streams;
    this.#host = host;
    this.opened = this.#taken.promise;
  }

  start(events: CarrierEvents): void {
    this.#events = events;
    const early = this.#early ?? [];
    this.#early = undefined;
    if (!this.#over) this.#host.resume();
    for (const tell of early) tell(events);
  }

  write(bytes: Buffer): boolean {
    return this.#over || this.#host.send(bytes);
  }

  get hasRoom(): boolean {
    return this.#over || this.#host.hasRoom();
  }

  finish(): boolean {
    if (!this.#over && !this.#finSent) this.#host.fin();
    this.#finSent = true;
    return true;
  }

  pause(): void {
    if (!this.#over) this.#host.pause();
  }

  resume(): void {
    if (!this.#over) this.#host.resume();
  }

  get isPaused(): boolean {
    return !this.#over && this.#host.isPaused();
  }

  close(): void {
    this.#end('ended');
  }

  terminate(): void {
    if (this.#over) return;
    this.#end('ended');
    this.#host.terminate();
  }

  onReply(stream: number): void {
    if (stream !== this.#streams.data || this.#replied) return;
    this.#replied = true;
    this.#taken.resolve();
  }

  onData(stream: number, bytes: Buffer): void {
    if (this.#over) return;
    if (stream === this.#streams.data) this.#tell((events) => events.data(bytes));
    else if (stream === this.#streams.error) {
      // What the kubelet holds of the pod may be out of date, as after a restart of its sandbox.
      this.#host.taint();
      this.#tell((events) => events.errorText(bytes.toString('utf8')));
    }
  }

  onFin(stream: number): void {
    if (this.#over) return;
    if (stream === this.#streams.error) this.#errorEnded = true;
    else if (stream === this.#streams.data) this.#finSeen = true;
    if (!this.#finSeen) return;
    if (this.#errorEnded) return this.#end('ended');
    // The runtime may close the data first and have its error reported then; or it still takes what the client says.
    this.#verdict ??= this.#host.clock.after(VERDICT, () => this.#tell((events) => events.fin()));
  }

  onReset(stream: number): void {
    if (stream === this.#streams.error) return this.onFin(stream);
    if (stream !== this.#streams.data) return;
    const message = l10n.t('The kubelet broke the connection off');
    if (!this.#replied) this.#taken.reject(new UserError({ code: 'server', message }));
    this.#finSeen = this.#finSent = true; // a reset ends both directions
    this.#end('lost', message);
  }

  /** The tunnel is gone, and the connection with it. */
  onLost(error: UserError): void {
    this.#host.taint();
    if (!this.#replied) this.#taken.reject(error);
    this.#end('lost', error.message);
  }

  onRoom(): void {
    this.#events?.room();
  }

  #tell(tell: (events: CarrierEvents) => void): void {
    if (!this.#early) return tell(this.#events as CarrierEvents);
    // Only what comes in one piece with the first of it: the rest is held back.
    this.#early.push(tell);
    if (!this.#over) this.#host.pause();
  }

  #end(how: 'ended' | 'lost', message?: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#verdict?.dispose();
    this.#host.release(this.#finSent && this.#finSeen);
    this.#tell((events) => events.closed(how, message));
  }
}

import type { Socket } from 'node:net';
import * as l10n from '@vscode/l10n';
import { cancelled, toErrorData, UserError, type ErrorData } from '../base/errors.ts';
import { Backoff, delay, type Clock } from '../base/timers.ts';
import type { Carrier } from './carrier.ts';
import type { Carriers } from './carriers.ts';
import { dialOnce, worthRetrying } from './dialing.ts';
import type { Occupancy } from './place.ts';
import { Pump, type PumpEnd } from './pump.ts';
import { resolvePort } from './remotePort.ts';
import type { PresentPod } from './types.ts';

/** What a connection needs of its forward. */
export interface ConnectionHost {
  readonly remotePort: number | string;
  readonly occupancy: Occupancy;
  readonly carriers: Carriers;
  readonly clock: Clock;
  readonly limits: { readonly wait: number; readonly dial: number; readonly silence: number };
  mayWait(): boolean;
  onChange(): void;
  onAnswer(): void;
  onFailure(error: ErrorData): void;
  /** Something unforeseen was thrown: to be logged, with its stack. */
  onBug(error: unknown): void;
  onEnd(): void;
}

/** The pod was replaced while it was being dialled: not a failure, the successor is dialled. */
const MOVED = new UserError({ code: 'gone', message: 'The pod was replaced' });

/** One client: waits for the pod, dials it, is pumped, ends. Everything is reported to the host, nothing is thrown. */
export class Connection {
  readonly #socket: Socket;
  readonly #host: ConnectionHost;
  readonly #abort = new AbortController();
  /** The pod that is dialled or connected to, and how to give up dialling it. */
  #pod: PresentPod | undefined;
  #dialling: AbortController | undefined;
  #pump: Pump | undefined;
  #waiting = false;
  #hungUp = false;

  constructor(socket: Socket, host: ConnectionHost) {
    this.#socket = socket;
    this.#host = host;
    socket.on('error', () => {
      // Its `close` follows.
    });
    socket.on('close', this.#onGone);
    // Reads ahead at most the stream's own buffer, so that a client that gives up is noticed before the pod is there.
    socket.on('readable', this.#onReadable).on('end', this.#onFin);
  }

  get waiting(): boolean {
    return this.#waiting;
  }

  /** The client sent FIN or is gone; the connection may linger for the pod's last words. */
  get hungUp(): boolean {
    return this.#hungUp;
  }

  run(): void {
    void this.#serve()
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#socket.off('close', this.#onGone).off('readable', this.#onReadable).off('end', this.#onFin);
        this.#host.onEnd();
      });
  }

  /** The place is now held by `present`: whoever speaks with another pod is done with it. */
  leave(present: string | undefined): void {
    if (this.#pod === undefined || this.#pod.uid === present) return;
    this.#dialling?.abort(MOVED);
    this.#pump?.end();
  }

  destroy(): void {
    this.#abort.abort(cancelled());
    if (this.#pump) this.#pump.destroy();
    else this.#socket.destroy();
  }

  readonly #onGone = (): void => {
    this.#hungUp = true;
    this.#abort.abort(cancelled());
  };

  readonly #onReadable = (): void => {
    this.#socket.read(0);
  };

  readonly #onFin = (): void => {
    this.#hungUp = true;
    // Nothing was sent, nobody is there to be asked: the client has given up.
    if (this.#waiting) this.#socket.destroy();
    this.#host.onChange();
  };

  async #serve(): Promise<void> {
    const { clock, limits } = this.#host;
    const deadline = clock.now() + limits.wait;
    const backoff = new Backoff(50, 2_000);
    for (let tries = 1; ; tries++) {
      const pod = await this.#nextPod(deadline);
      const port = resolvePort(this.#host.remotePort, pod.name, pod.ports);
      try {
        const carrier = await this.#dial(pod, port);
        return await this.#carry(carrier, pod, port);
      } catch (error) {
        if (this.#abort.signal.aborted) throw error;
        if (error === MOVED) continue;
        if (!worthRetrying(error, tries) || clock.now() >= deadline) throw error;
      } finally {
        this.#pod = undefined;
      }
      await delay(clock, Math.min(backoff.next(), Math.max(0, deadline - clock.now())), this.#abort.signal);
    }
  }

  async #nextPod(deadline: number): Promise<PresentPod> {
    const { occupancy } = this.#host;
    this.#abort.signal.throwIfAborted();
    const now = occupancy.servable;
    if (now) return now;
    if (!this.#host.mayWait()) {
      throw new UserError({
        code: 'timeout',
        reason: 'QueueFull',
        message: l10n.t('Too many connections wait for the pod: {0}', occupancy.why),
      });
    }
    if (this.#hungUp) throw cancelled();
    this.#waiting = true;
    try {
      return await occupancy.wait(deadline, this.#abort.signal);
    } finally {
      this.#waiting = false;
    }
  }

  async #dial(pod: PresentPod, port: number): Promise<Carrier> {
    const { carriers, clock, limits } = this.#host;
    this.#pod = pod;
    const dialling = new AbortController();
    this.#dialling = dialling;
    const onAbort = (): void => dialling.abort(cancelled());
    this.#abort.signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await dialOnce((signal) => carriers.connect(pod, port, signal), {
        clock,
        limit: limits.dial,
        signal: dialling.signal,
      });
    } finally {
      this.#dialling = undefined;
      this.#abort.signal.removeEventListener('abort', onAbort);
    }
  }

  async #carry(carrier: Carrier, pod: PresentPod, port: number): Promise<void> {
    const socket = this.#socket;
    // Between the answer and this line the pod may have been replaced, or the client may have gone.
    if (this.#abort.signal.aborted || this.#host.occupancy.present !== pod.uid) {
      carrier.terminate();
      throw this.#abort.signal.aborted ? cancelled() : MOVED;
    }
    socket.off('readable', this.#onReadable).off('end', this.#onFin);
    this.#pump = new Pump(socket, carrier, {
      clock: this.#host.clock,
      silence: this.#host.limits.silence,
      onAnswer: () => this.#host.onAnswer(),
      onHalfClose: () => {
        this.#hungUp = true;
        this.#host.onChange();
      },
    });
    this.#report(await this.#pump.done, pod.name, port);
  }

  #report(end: PumpEnd, pod: string, port: number): void {
    switch (end.by) {
      case 'client':
      case 'pod':
      case 'owner':
        return;
      case 'lost':
        return this.#host.onFailure({ code: 'unreachable', message: end.message });
      case 'error':
        return this.#host.onFailure(kubeletError(end.message, pod, port));
    }
  }

  #fail(error: unknown): void {
    const data = toErrorData(error);
    if (data.code === 'bug') this.#host.onBug(error);
    if (data.code !== 'cancelled') this.#host.onFailure(data);
    if (!this.#socket.destroyed) this.#socket.resetAndDestroy();
  }
}

/** What the kubelet wrote on the error channel, for people. Its text is all there is: it sends no code. */
function kubeletError(text: string, pod: string, port: number): ErrorData {
  // Control characters of a cluster's text are never obeyed.

  const said = text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').slice(0, 500);
  if (/connection refused/i.test(said)) {
    return {
      code: 'unreachable',
      reason: 'ECONNREFUSED',
      message: l10n.t('Nothing listens on port {0} in {1}: {2}', port, pod, said),
    };
  }
  return { code: 'server', message: l10n.t('{0} refused port {1}: {2}', pod, port, said) };
}

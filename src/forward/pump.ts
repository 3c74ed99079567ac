import type { Socket } from 'node:net';
import type { Disposable } from '../base/disposable.ts';
import type { Clock } from '../base/timers.ts';
import type { Carrier } from './carrier.ts';

/** How a connection ended: by whose doing, and what the kubelet said where it said something. */
export type PumpEnd =
  | { readonly by: 'client' | 'pod' | 'owner' }
  /** The kubelet reported an error. `answered`: the pod had sent data before. */
  | { readonly by: 'error'; readonly message: string; readonly answered: boolean }
  /** The way to the pod broke without the pod having closed. */
  | { readonly by: 'lost'; readonly message: string };

export interface PumpOptions {
  readonly clock: Clock;
  /** How long a pod may be silent once its client sent FIN (ms). */
  readonly silence?: number;
  /** The pod sent its first byte. */
  readonly onAnswer?: () => void;
  /** The client sent FIN; the pod may still answer. */
  readonly onHalfClose?: () => void;
}

const LINGER = 2_000; // ms for a peer to close its side once ours is closed
const SILENCE = 30_000;
const ERROR_GRACE = 500; // ms between the kubelet's error and its close

/**
 * Carries bytes between one client's socket and one carrier, with back-pressure both ways.
 *
 * The socket must come from a server with `allowHalfOpen`, so that a client's FIN does not cut off the pod's answer. The pod is
 * told of that FIN at once where it spoke last. Where it owes an answer, it is told once it was silent for `silence` ms, for containerd
 * ends a connection one second after a FIN, whatever the pod still has to say. A pod that knows, or can't be told, and is silent for
 * `silence` ms loses the connection: its client may be long gone.
 * The client sees FIN where the pod closed, RST where the connection broke: a cut stream must not look complete.
 * `done` resolves once both sides are closed and every listener and timer is gone; it never rejects.
 */
export class Pump {
  readonly done: Promise<PumpEnd>;
  readonly #socket: Socket;
  readonly #carrier: Carrier;
  readonly #options: PumpOptions;
  readonly #resolve: (end: PumpEnd) => void;
  readonly #timers = new Map<string, Disposable>();
  #end: PumpEnd | undefined;
  #errorText = '';
  #answered = false;
  #halfClosed = false;
  /** The client spoke last: an answer may be on its way. */
  #owing = false;
  /** The pod knows of its client's FIN. */
  #told = false;
  #heard = 0;
  #socketClosed = false;
  #carrierClosed = false;

  constructor(socket: Socket, carrier: Carrier, options: PumpOptions) {
    this.#socket = socket;
    this.#carrier = carrier;
    this.#options = options;
    const { promise, resolve } = Promise.withResolvers<PumpEnd>();
    this.done = promise;
    this.#resolve = resolve;

    socket.on('drain', this.#onDrain).on('error', this.#onSocketError).on('close', this.#onSocketClose);
    carrier.start({
      data: this.#onPodData,
      errorText: this.#onErrorText,
      fin: this.#onPodFin,
      room: this.#onRoom,
      closed: this.#onCarrierClosed,
    });
    if (socket.destroyed) this.#onSocketClose();
    else if (socket.readableEnded) this.#onFin();
    else socket.on('end', this.#onFin).on('data', this.#onData).resume();
  }

  /** The pod is gone: what it sent is still delivered, then the client sees the end. */
  end(): void {
    this.#finish({ by: 'owner' });
  }

  /** Drops both sides at once. */
  destroy(): void {
    this.#finish({ by: 'owner' });
    this.#socket.destroy();
    if (!this.#carrierClosed) this.#carrier.terminate();
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#owing = true;
    if (!this.#end && !this.#carrier.write(chunk)) this.#socket.pause();
  };

  readonly #onRoom = (): void => {
    if (!this.#end && this.#socket.isPaused()) this.#socket.resume();
  };

  readonly #onPodData = (bytes: Buffer): void => {
    if (this.#end) return;
    this.#heard = this.#options.clock.now();
    this.#owing = false;
    if (!this.#answered) {
      this.#answered = true;
      this.#options.onAnswer?.();
    }
    // What comes in one turn of the event loop goes in one system call: TLS hands over 16 KiB at a time.
    if (this.#socket.writableCorked === 0) {
      this.#socket.cork();
      setImmediate(this.#uncork);
    }
    if (!this.#socket.write(bytes)) this.#carrier.pause();
  };

  readonly #uncork = (): void => {
    this.#socket.uncork();
  };

  readonly #onPodFin = (): void => {
    if (!this.#end) this.#socket.end();
  };

  readonly #onDrain = (): void => {
    this.#heard = this.#options.clock.now();
    if (!this.#carrierClosed) this.#carrier.resume();
  };

  readonly #onErrorText = (text: string): void => {
    if (this.#end) return;
    this.#heard = this.#options.clock.now();
    this.#errorText = (this.#errorText + text).slice(0, 4096);
    this.#after('error', ERROR_GRACE, () => this.#finish(this.#reported()));
  };

  #reported(): PumpEnd {
    return { by: 'error', message: this.#errorText.trim(), answered: this.#answered };
  }

  readonly #onFin = (): void => {
    if (this.#end) return;
    this.#halfClosed = true;
    this.#options.onHalfClose?.();
    this.#heard = this.#options.clock.now();
    if (!this.#owing) this.#told = this.#carrier.finish();
    this.#watchSilence(this.#options.silence ?? SILENCE);
  };

  #watchSilence(limit: number): void {
    const left = this.#heard + limit - this.#options.clock.now();
    this.#after('silence', Math.max(1, left), () => {
      // A client that reads slowly is not a silent pod.
      if (this.#carrier.isPaused) this.#heard = this.#options.clock.now();
      if (this.#options.clock.now() - this.#heard < limit) return this.#watchSilence(limit);
      if (this.#told || !this.#carrier.finish()) return this.#finish({ by: 'client' });
      this.#told = true;
      this.#heard = this.#options.clock.now();
      this.#watchSilence(limit);
    });
  }

  readonly #onSocketError = (): void => {
    // Its `close` follows and says the rest.
  };

  readonly #onSocketClose = (): void => {
    this.#socketClosed = true;
    this.#finish({ by: 'client' });
    this.#settle();
  };

  readonly #onCarrierClosed = (how: 'ended' | 'lost', message?: string): void => {
    this.#carrierClosed = true;
    if (this.#errorText !== '') this.#finish(this.#reported());
    else if (how === 'lost') this.#finish({ by: 'lost', message: message ?? '' });
    else this.#finish({ by: 'pod' });
    this.#settle();
  };

  /** The first cause wins; both sides are then closed in the way that fits it. */
  #finish(end: PumpEnd): void {
    if (this.#end) return;
    this.#end = end;
    this.#clear('silence');
    this.#clear('error');
    if (!this.#socketClosed) this.#closeSocket(end.by === 'error' || end.by === 'lost');
    if (!this.#carrierClosed) this.#closeCarrier();
  }

  #closeSocket(broken: boolean): void {
    const socket = this.#socket;
    socket.resume(); // what the client still sends is dropped, so that its FIN is seen
    if (broken) {
      socket.uncork();
      if (socket.writableLength === 0) socket.resetAndDestroy();
      else {
        // Called once all that was written before has gone.
        socket.write('', () => socket.resetAndDestroy());
        this.#destroyWhenStuck();
      }
      return;
    }
    if (!socket.writableEnded) socket.end();
    if (this.#halfClosed) this.#destroyWhenStuck();
    else if (socket.writableFinished) this.#after('socket', LINGER, () => socket.destroy());
    else {
      socket.once('finish', () => this.#after('socket', LINGER, () => socket.destroy()));
      this.#destroyWhenStuck();
    }
  }

  /** For a client that does not take what is still to be delivered to it. */
  #destroyWhenStuck(left = Infinity): void {
    this.#after('socket', this.#options.silence ?? SILENCE, () => {
      if (this.#socket.writableLength < left) this.#destroyWhenStuck(this.#socket.writableLength);
      else this.#socket.destroy();
    });
  }

  #closeCarrier(): void {
    this.#carrier.close();
    if (!this.#carrierClosed) this.#after('carrier', LINGER, () => this.#carrier.terminate());
  }

  #settle(): void {
    if (this.#carrierClosed) this.#clear('carrier');
    if (this.#socketClosed) this.#clear('socket');
    if (!this.#carrierClosed || !this.#socketClosed) return;
    this.#socket.off('data', this.#onData).off('end', this.#onFin).off('drain', this.#onDrain);
    this.#socket.off('close', this.#onSocketClose);
    this.#resolve(this.#end as PumpEnd);
  }

  #after(name: string, ms: number, run: () => void): void {
    this.#clear(name);
    if (name === 'socket' && this.#socketClosed) return;
    this.#timers.set(
      name,
      this.#options.clock.after(ms, () => {
        this.#timers.delete(name);
        run();
      }),
    );
  }

  #clear(name: string): void {
    this.#timers.get(name)?.dispose();
    this.#timers.delete(name);
  }
}

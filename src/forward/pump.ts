import type { Socket } from 'node:net';
import type { RawData, WebSocket } from 'ws';
import * as l10n from '@vscode/l10n';
import type { Disposable } from '../base/disposable.ts';
import type { Clock } from '../base/timers.ts';
import { ChannelHead } from './channels.ts';

/** How a connection ended: by whose doing, and what the kubelet said where it said something. */
export type PumpEnd =
  | { readonly by: 'client' | 'pod' | 'owner' }
  /** The kubelet reported an error. `answered`: the pod had sent data before. */
  | { readonly by: 'error'; readonly message: string; readonly answered: boolean }
  /** The WebSocket broke without the pod having closed. */
  | { readonly by: 'lost'; readonly message: string };

export interface PumpOptions {
  /** The pod's port, that both channels must begin with. */
  readonly port: number;
  readonly clock: Clock;
  /** How long a pod may be silent once its client sent FIN (ms). */
  readonly silence?: number;
  /** The pod sent its first byte. */
  readonly onAnswer?: () => void;
  /** The client sent FIN; the pod may still answer. */
  readonly onHalfClose?: () => void;
}

const KEEP = 1 << 20; // bytes waiting for the API server above which the client is not read
const RESUME = 1 << 18;
const LINGER = 2_000; // ms for a peer to close its side once ours is closed
const SILENCE = 30_000;
const ERROR_GRACE = 500; // ms between the kubelet's error and its close

const DATA = 0;
const ERROR = 1;
const OPEN = 1; // WebSocket.OPEN and WebSocket.CLOSED, without loading the library here
const CLOSED = 3;

/**
 * Carries bytes between one client's socket and one `v4.channel.k8s.io` WebSocket, with back-pressure both ways.
 *
 * The socket must come from a server with `allowHalfOpen`, so that a client's FIN does not cut off the pod's answer. The protocol
 * can't tell the pod of that FIN, so a half-closed connection ends when the pod ends it or stays silent for `silence` ms.
 * The client sees FIN where the pod closed, RST where the connection broke: a cut stream must not look complete.
 * `done` resolves once both sides are closed and every listener and timer is gone; it never rejects.
 */
export class Pump {
  readonly done: Promise<PumpEnd>;
  readonly #socket: Socket;
  readonly #ws: WebSocket;
  readonly #options: PumpOptions;
  readonly #heads: readonly [ChannelHead, ChannelHead];
  readonly #resolve: (end: PumpEnd) => void;
  readonly #timers = new Map<string, Disposable>();
  #end: PumpEnd | undefined;
  #errorText = '';
  #answered = false;
  #halfClosed = false;
  #heard = 0;
  #socketClosed = false;
  #wsClosed = false;

  constructor(socket: Socket, ws: WebSocket, options: PumpOptions) {
    this.#socket = socket;
    this.#ws = ws;
    this.#options = options;
    this.#heads = [new ChannelHead(options.port), new ChannelHead(options.port)];
    const { promise, resolve } = Promise.withResolvers<PumpEnd>();
    this.done = promise;
    this.#resolve = resolve;

    ws.on('message', this.#onMessage).on('error', this.#onWsError).on('close', this.#onWsClose);
    socket.on('drain', this.#onDrain).on('error', this.#onSocketError).on('close', this.#onSocketClose);
    if (ws.readyState === CLOSED) this.#onWsClose(1006);
    if (socket.destroyed) this.#onSocketClose();
    else if (socket.readableEnded) this.#onFin();
    else socket.on('end', this.#onFin).on('data', this.#onData).resume();
    ws.resume();
  }

  /** The pod is gone: what it sent is still delivered, then the client sees the end. */
  end(): void {
    this.#finish({ by: 'owner' });
  }

  /** Drops both sides at once. */
  destroy(): void {
    this.#finish({ by: 'owner' });
    this.#socket.destroy();
    this.#ws.resume();
    this.#ws.terminate();
  }

  readonly #onData = (chunk: Buffer): void => {
    if (this.#end) return;
    const frame = Buffer.allocUnsafe(chunk.length + 1);
    frame[0] = DATA;
    chunk.copy(frame, 1);
    this.#ws.send(frame, this.#onSent);
    if (this.#ws.bufferedAmount > KEEP) this.#socket.pause();
  };

  readonly #onSent = (): void => {
    if (!this.#end && this.#socket.isPaused() && this.#ws.bufferedAmount <= RESUME) this.#socket.resume();
  };

  readonly #onMessage = (raw: RawData): void => {
    if (this.#end) return;
    const frame = raw as Buffer; // binaryType is nodebuffer: never fragments, never an ArrayBuffer
    const channel = frame[0];
    if (channel !== DATA && channel !== ERROR) return;
    const payload = this.#heads[channel].skip(frame.subarray(1));
    if (payload === undefined)
      return this.#finish({ by: 'lost', message: l10n.t('The API server answered for another port') });
    if (payload.length === 0) return;
    this.#heard = this.#options.clock.now();
    if (channel === ERROR) return this.#onErrorText(payload);
    if (!this.#answered) {
      this.#answered = true;
      this.#options.onAnswer?.();
    }
    if (!this.#socket.write(payload)) this.#ws.pause();
  };

  readonly #onDrain = (): void => {
    this.#heard = this.#options.clock.now();
    if (!this.#wsClosed) this.#ws.resume();
  };

  #onErrorText(payload: Buffer): void {
    this.#errorText = (this.#errorText + payload.toString('utf8')).slice(0, 4096);
    this.#after('error', ERROR_GRACE, () => this.#finish(this.#reported()));
  }

  #reported(): PumpEnd {
    return { by: 'error', message: this.#errorText.trim(), answered: this.#answered };
  }

  readonly #onFin = (): void => {
    if (this.#end) return;
    this.#halfClosed = true;
    this.#options.onHalfClose?.();
    this.#heard = this.#options.clock.now();
    this.#watchSilence(this.#options.silence ?? SILENCE);
  };

  #watchSilence(limit: number): void {
    const left = this.#heard + limit - this.#options.clock.now();
    this.#after('silence', Math.max(1, left), () => {
      // A client that reads slowly is not a silent pod.
      if (this.#ws.isPaused) this.#heard = this.#options.clock.now();
      if (this.#options.clock.now() - this.#heard >= limit) this.#finish({ by: 'client' });
      else this.#watchSilence(limit);
    });
  }

  readonly #onSocketError = (): void => {
    // Its `close` follows and says the rest.
  };

  readonly #onWsError = (error: Error): void => {
    if (this.#errorText === '') this.#finish({ by: 'lost', message: error.message });
  };

  readonly #onSocketClose = (): void => {
    this.#socketClosed = true;
    this.#finish({ by: 'client' });
    this.#settle();
  };

  readonly #onWsClose = (code: number): void => {
    this.#wsClosed = true;
    if (this.#errorText !== '') this.#finish(this.#reported());
    else if (code === 1006)
      this.#finish({ by: 'lost', message: l10n.t('The connection to the API server broke') });
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
    if (!this.#wsClosed) this.#closeWs();
  }

  #closeSocket(broken: boolean): void {
    const socket = this.#socket;
    socket.resume(); // what the client still sends is dropped, so that its FIN is seen
    if (broken) {
      if (socket.writableLength === 0) socket.resetAndDestroy();
      else {
        socket.once('drain', () => socket.resetAndDestroy());
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

  #closeWs(): void {
    this.#ws.resume(); // a paused WebSocket would never report its close
    if (this.#ws.readyState === OPEN) this.#ws.close(1000);
    this.#after('ws', LINGER, () => this.#ws.terminate());
  }

  #settle(): void {
    if (this.#wsClosed) this.#clear('ws');
    if (this.#socketClosed) this.#clear('socket');
    if (!this.#wsClosed || !this.#socketClosed) return;
    this.#ws.off('message', this.#onMessage).off('close', this.#onWsClose);
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

import type { RawData, WebSocket } from 'ws';
import * as l10n from '@vscode/l10n';
import { KEEP, RESUME, type Carrier, type CarrierEvents } from './carrier.ts';
import { ChannelHead } from './channels.ts';

const DATA = 0;
const ERROR = 1;
const OPEN = 1; // WebSocket.OPEN and WebSocket.CLOSED, without loading the library here
const CLOSED = 3;

/**
 * A connection of its own `v4.channel.k8s.io` WebSocket: every API server has it. It can't tell the pod of a client's FIN.
 * The WebSocket comes paused and with nobody listening yet; `port` is what both channels must begin with.
 */
export class ChannelCarrier implements Carrier {
  readonly #ws: WebSocket;
  readonly #heads: readonly [ChannelHead, ChannelHead];
  #events: CarrierEvents | undefined;
  #broke: string | undefined;

  constructor(ws: WebSocket, port: number) {
    this.#ws = ws;
    this.#heads = [new ChannelHead(port), new ChannelHead(port)];
    ws.on('error', this.#onError);
  }

  start(events: CarrierEvents): void {
    this.#events = events;
    const ws = this.#ws;
    ws.on('message', this.#onMessage).on('close', this.#onClose);
    if (ws.readyState === CLOSED) this.#onClose(1006);
    ws.resume();
  }

  write(bytes: Buffer): boolean {
    const frame = Buffer.allocUnsafe(bytes.length + 1);
    frame[0] = DATA;
    frame.set(bytes, 1);
    this.#ws.send(frame, this.#onSent);
    return this.#ws.bufferedAmount <= KEEP;
  }

  get hasRoom(): boolean {
    return this.#ws.bufferedAmount <= RESUME;
  }

  finish(): boolean {
    return false;
  }

  pause(): void {
    this.#ws.pause();
  }

  resume(): void {
    this.#ws.resume();
  }

  get isPaused(): boolean {
    return this.#ws.isPaused;
  }

  close(): void {
    this.#ws.resume(); // a paused WebSocket would never report its close
    if (this.#ws.readyState === OPEN) this.#ws.close(1000);
  }

  terminate(): void {
    this.#ws.resume();
    this.#ws.terminate();
  }

  readonly #onSent = (): void => {
    if (this.hasRoom) this.#events?.room();
  };

  readonly #onMessage = (raw: RawData): void => {
    const frame = raw as Buffer; // binaryType is nodebuffer: never fragments, never an ArrayBuffer
    const channel = frame[0];
    if (channel !== DATA && channel !== ERROR) return;
    const payload = this.#heads[channel].skip(frame.subarray(1));
    if (payload === undefined) {
      this.#broke = l10n.t('The API server answered for another port');
      this.terminate();
    } else if (payload.length > 0) {
      if (channel === ERROR) this.#events?.errorText(payload.toString('utf8'));
      else this.#events?.data(payload);
    }
  };

  readonly #onError = (error: Error): void => {
    this.#broke ??= error.message;
  };

  readonly #onClose = (code: number): void => {
    this.#ws.off('message', this.#onMessage).off('close', this.#onClose);
    const events = this.#events;
    this.#events = undefined;
    if (this.#broke !== undefined) events?.closed('lost', this.#broke);
    else if (code === 1006) events?.closed('lost', l10n.t('The connection to the API server broke'));
    else events?.closed('ended');
  };
}

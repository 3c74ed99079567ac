import { constants, inflateSync } from 'node:zlib';
import type { WebSocket } from 'ws';

/** One stream that the client opened, as the fake kubelet sees it. */
export interface FakeSpdyStream {
  readonly id: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The client said everything, or cut it. */
  over: boolean;
}

export interface FakeSpdyEvents {
  onStream(stream: FakeSpdyStream): void;
  onData(stream: FakeSpdyStream, bytes: Buffer): void;
  onFin(stream: FakeSpdyStream): void;
  onReset(stream: FakeSpdyStream): void;
}

/**
 * A fake of the kubelet's side of a SPDY/3.1 session inside a WebSocket: just what a port-forward needs. Header blocks are read with a real
 * zlib, all that came so far at once, as one stream. Frames are cut in two, so that a reader must put them together.
 */
export class FakeSpdySession {
  readonly ws: WebSocket;
  readonly streams = new Map<number, FakeSpdyStream>();
  /** Ids of pings that were echoed; `echo` false: they are not. */
  readonly pings: number[] = [];
  echo = true;
  reply = true;
  readonly #events: FakeSpdyEvents;
  #bytes: Buffer = Buffer.alloc(0);
  #headerBytes: Buffer = Buffer.alloc(0);
  #headersRead = 0;

  constructor(ws: WebSocket, events: FakeSpdyEvents) {
    this.ws = ws;
    this.#events = events;
    ws.on('message', (raw) => this.#take(raw as Buffer));
  }

  data(stream: number, bytes: Buffer | string, fin = false): void {
    const payload = Buffer.from(bytes);
    const head = Buffer.alloc(8);
    head.writeUInt32BE(stream, 0);
    head.writeUInt32BE(payload.length, 4);
    head[4] = fin ? 1 : 0;
    // As the kubelet's library writes: the head in two parts, then the bytes.
    this.ws.send(head.subarray(0, 4));
    this.ws.send(head.subarray(4));
    if (payload.length > 0) this.ws.send(payload);
  }

  reset(stream: number): void {
    this.#control(3, [stream, 5]);
  }

  goAway(): void {
    this.#control(7, [0, 0]);
  }

  #control(type: number, words: readonly number[]): void {
    const frame = Buffer.alloc(8 + words.length * 4);
    frame.writeUInt16BE(0x8003, 0);
    frame.writeUInt16BE(type, 2);
    frame.writeUInt32BE(words.length * 4, 4);
    words.forEach((word, i) => frame.writeUInt32BE(word, 8 + i * 4));
    this.ws.send(frame.subarray(0, 11));
    this.ws.send(frame.subarray(11));
  }

  #take(raw: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? raw : Buffer.concat([this.#bytes, raw]);
    while (this.#bytes.length >= 8) {
      const length = this.#bytes.readUIntBE(5, 3);
      if (this.#bytes.length < 8 + length) return;
      const frame = this.#bytes.subarray(0, 8 + length);
      this.#bytes = this.#bytes.subarray(8 + length);
      if ((frame[0] as number) >= 0x80) this.#onControl(frame);
      else this.#onData(frame);
    }
  }

  #onData(frame: Buffer): void {
    const stream = this.#stream(frame.readUInt32BE(0));
    if (stream.over) throw new Error(`Data on stream ${stream.id}, which had ended`);
    if (frame.length > 8) this.#events.onData(stream, frame.subarray(8));
    if (frame[4] !== 1) return;
    stream.over = true;
    this.#events.onFin(stream);
  }

  #onControl(frame: Buffer): void {
    if (frame.readUInt16BE(0) !== 0x8003) throw new Error('Not SPDY/3.1');
    const type = frame.readUInt16BE(2);
    const id = frame.readUInt32BE(8);
    if (type === 1) this.#onSynStream(id, frame);
    else if (type === 6) {
      this.pings.push(id);
      if (this.echo) this.ws.send(frame);
    } else if (type === 3) {
      const stream = this.#stream(id);
      stream.over = true;
      this.#events.onReset(stream);
    } else throw new Error(`A client has no use for frames of type ${type}`);
  }

  #onSynStream(id: number, frame: Buffer): void {
    if (id % 2 === 0 || [...this.streams.keys()].some((known) => known >= id))
      throw new Error(`Stream id ${id}`);
    this.#headerBytes = Buffer.concat([this.#headerBytes, frame.subarray(18)]);
    const plain = inflateSync(this.#headerBytes, { finishFlush: constants.Z_SYNC_FLUSH });
    const headers = readHeaders(plain.subarray(this.#headersRead));
    this.#headersRead = plain.length;
    const stream = { id, headers, over: frame[4] === 1 };
    this.streams.set(id, stream);
    if (!this.reply) return;
    this.#control(2, [id]);
    this.#events.onStream(stream);
  }

  #stream(id: number): FakeSpdyStream {
    const stream = this.streams.get(id);
    if (!stream) throw new Error(`No stream ${id}`);
    return stream;
  }
}

function readHeaders(block: Buffer): Record<string, string> {
  let at = 4;
  const text = (): string => {
    const length = block.readUInt32BE(at);
    at += 4 + length;
    return block.toString('latin1', at - length, at);
  };
  const headers: Record<string, string> = {};
  for (let left = block.readUInt32BE(0); left > 0; left--) {
    const name = text();
    headers[name] = text();
  }
  if (at !== block.length) throw new Error('A header block with more than its headers');
  return headers;
}

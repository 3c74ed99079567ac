// The few frames of SPDY/3.1 that a port-forward consists of, from the client's side. No compression, no flow control: the kubelet's
// library (moby/spdystream) has no windows and takes stored zlib blocks. What it writes in header blocks says nothing that is needed,
// so that they are skipped unread.

const VERSION = 0x8003;
const SYN_STREAM = 1;
const SYN_REPLY = 2;
const RST_STREAM = 3;
const PING = 6;
const GOAWAY = 7;
const FIN = 0x01;
const CANCEL = 5;
const HEAD = 8;
/** A control frame longer than this is not a kubelet's. */
const MOST_CONTROL = 64 * 1024;

/** One `PING` frame; the kubelet's side answers odd ids with the same frame. */
export function pingFrame(id: number): Buffer {
  return control(PING, 0, [id]);
}

/** Ends a stream at once, both ways. */
export function resetFrame(stream: number): Buffer {
  return control(RST_STREAM, 0, [stream, CANCEL]);
}

/** `bytes` on a stream, copied into a frame. Fewer than 16 MiB. */
export function dataFrame(stream: number, bytes: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(HEAD + bytes.length);
  frame.writeUInt32BE(stream, 0);
  frame.writeUInt32BE(bytes.length, 4);
  frame.set(bytes, HEAD);
  return frame;
}

/** This side has said everything on a stream. */
export function finFrame(stream: number): Buffer {
  const frame = Buffer.alloc(HEAD);
  frame.writeUInt32BE(stream, 0);
  frame[4] = FIN;
  return frame;
}

/**
 * The two frames that open a connection to a pod's port: the error stream, on which this side says nothing, and the data stream.
 * `first`: nothing was sent on this SPDY session before, so that the zlib stream of its header blocks begins here.
 * Source: k8s.io/client-go tools/portforward `handleConnection`.
 */
export function openFrames(
  streams: { readonly error: number; readonly data: number },
  port: number,
  first: boolean,
): Buffer {
  const headers = { port: `${port}`, requestid: `${streams.error}` };
  return Buffer.concat([
    synStream(streams.error, FIN, { streamtype: 'error', ...headers }, first),
    synStream(streams.data, 0, { streamtype: 'data', ...headers }, false),
  ]);
}

function synStream(
  stream: number,
  flags: number,
  headers: Readonly<Record<string, string>>,
  first: boolean,
): Buffer {
  return control(SYN_STREAM, flags, [stream, 0], Buffer.alloc(2), headerBlock(headers, first));
}

function control(type: number, flags: number, words: readonly number[], ...rest: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(HEAD + words.length * 4);
  const length = words.length * 4 + rest.reduce((sum, part) => sum + part.length, 0);
  head.writeUInt16BE(VERSION, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt32BE(length, 4);
  head[4] = flags;
  words.forEach((word, i) => head.writeUInt32BE(word, HEAD + i * 4));
  return Buffer.concat([head, ...rest]);
}

/** Names and values as one stored zlib block (RFC 1951 3.2.4) and an empty one, which flushes. */
function headerBlock(headers: Readonly<Record<string, string>>, first: boolean): Buffer {
  const pairs = Object.entries(headers);
  const plain = Buffer.concat([word(pairs.length), ...pairs.flat().flatMap(prefixed)]);
  const stored = Buffer.alloc(5);
  stored.writeUInt16LE(plain.length, 1);
  stored.writeUInt16LE(plain.length ^ 0xffff, 3);
  const zlibHead = Buffer.from(first ? [0x78, 0x01] : []);
  return Buffer.concat([zlibHead, stored, plain, Buffer.from([0, 0, 0, 0xff, 0xff])]);
}

function prefixed(text: string): Buffer[] {
  return [word(text.length), Buffer.from(text, 'latin1')];
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** What the kubelet's side says. `bytes` belong to the caller of `push` and may be views of what it pushed. */
export interface SpdyEvents {
  onReply(stream: number): void;
  onData(stream: number, bytes: Buffer): void;
  onFin(stream: number): void;
  onReset(stream: number): void;
  onPing(id: number): void;
  /** The session takes no more streams. */
  onGoAway(): void;
}

/** Takes the session's bytes, cut anywhere, and tells what they say. Data is handed on as it comes, never collected. */
export class SpdyReader {
  readonly #events: SpdyEvents;
  /** A head, or a control frame, of which only a part has come. */
  #partial: Buffer | undefined;
  #stream = 0;
  #flags = 0;
  /** Bytes of the current data frame that are still to come. */
  #left = 0;

  constructor(events: SpdyEvents) {
    this.#events = events;
  }

  /** False where the bytes are not SPDY/3.1: the session is then to be given up. */
  push(bytes: Buffer): boolean {
    let rest = bytes;
    while (rest.length > 0) {
      if (this.#left > 0) {
        rest = this.#takeData(rest);
        continue;
      }
      if (this.#partial) {
        rest = Buffer.concat([this.#partial, rest]);
        this.#partial = undefined;
      }
      if (rest.length < HEAD) {
        this.#partial = rest;
        return true;
      }
      const first = rest.readUInt32BE(0);
      const length = rest.readUIntBE(5, 3);
      if (first < 0x8000_0000) {
        this.#stream = first;
        this.#flags = rest[4] as number;
        this.#left = length;
        rest = rest.subarray(HEAD);
        if (length === 0 && (this.#flags & FIN) !== 0) this.#events.onFin(first);
        continue;
      }
      if (first >>> 16 !== VERSION || length > MOST_CONTROL) return false;
      if (rest.length < HEAD + length) {
        this.#partial = rest;
        return true;
      }
      this.#control(first & 0xffff, rest[4] as number, rest.subarray(HEAD, HEAD + length));
      rest = rest.subarray(HEAD + length);
    }
    return true;
  }

  #takeData(bytes: Buffer): Buffer {
    const part = bytes.length <= this.#left ? bytes : bytes.subarray(0, this.#left);
    this.#left -= part.length;
    const isLast = this.#left === 0 && (this.#flags & FIN) !== 0;
    this.#events.onData(this.#stream, part);
    if (isLast) this.#events.onFin(this.#stream);
    return bytes.subarray(part.length);
  }

  #control(type: number, flags: number, body: Buffer): void {
    if (type === GOAWAY) return this.#events.onGoAway();
    if (body.length < 4) return;
    const id = body.readUInt32BE(0);
    switch (type) {
      case SYN_REPLY:
        this.#events.onReply(id & 0x7fff_ffff);
        if ((flags & FIN) !== 0) this.#events.onFin(id & 0x7fff_ffff);
        return;
      case RST_STREAM:
        return this.#events.onReset(id & 0x7fff_ffff);
      case PING:
        return this.#events.onPing(id);
      default:
      // SETTINGS, HEADERS, WINDOW_UPDATE: nothing that a forward needs.
    }
  }
}

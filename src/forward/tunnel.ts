import type { RawData, WebSocket } from 'ws';
import * as l10n from '@vscode/l10n';
import type { Disposable } from '../base/disposable.ts';
import { UserError } from '../base/errors.ts';
import type { Clock } from '../base/timers.ts';
import { KEEP, RESUME, type Carrier } from './carrier.ts';
import { finFrame, openFrames, pingFrame, dataFrame, resetFrame, SpdyReader } from './spdy.ts';
import { StreamPair } from './streamPair.ts';

/** The kubelet's SPDY library hands frames to this many workers, pings to each in turn (moby/spdystream `FRAME_WORKERS`). */
const WORKERS = 5;
/** ms in which the kubelet must have shown that nothing of the last connection holds it up. */
const CHECK = 5_000;

export interface TunnelHost {
  readonly clock: Clock;
  /** The tunnel can carry another connection: at the start, and once the last one has been cleared away. */
  onIdle(tunnel: Tunnel): void;
  /** The tunnel has ended. */
  onClosed(tunnel: Tunnel): void;
}

/**
 * A WebSocket of `SPDY/3.1+portforward.k8s.io` to one pod, which carries connections one after the other: never two at once, so that
 * one that is held back holds up no other. Between them it opens nothing in the pod.
 * Source: KEP-4006 (SPDY inside WebSocket messages, cut anywhere), k8s.io/cri-streaming portforward/httpstream.go (the kubelet's side).
 */
export class Tunnel {
  readonly #ws: WebSocket;
  readonly #host: TunnelHost;
  #pair: StreamPair | undefined;
  #nextStream = 1;
  #nextPing = 1;
  /** Echoes that are still to come before the tunnel is idle again. */
  #owed = 0;
  #check: Disposable | undefined;
  #goneAway = false;
  #closed = false;
  #why: string | undefined;

  /** `ws` comes open, and perhaps paused. */
  constructor(ws: WebSocket, host: TunnelHost) {
    this.#ws = ws;
    this.#host = host;
    const reader = new SpdyReader({
      onReply: (stream) => this.#pair?.onReply(stream),
      onData: (stream, bytes) => this.#pair?.onData(stream, bytes),
      onFin: (stream) => this.#pair?.onFin(stream),
      onReset: (stream) => this.#pair?.onReset(stream),
      onPing: () => this.#onEcho(),
      onGoAway: () => (this.#goneAway = true),
    });
    ws.on('message', (raw: RawData) => {
      // binaryType is nodebuffer: never fragments, never an ArrayBuffer
      if (!this.#closed && !reader.push(raw as Buffer))
        this.terminate(l10n.t('The API server sent what is not SPDY'));
    });
    ws.on('error', (error) => (this.#why ??= error.message));
    ws.on('close', () => this.#onClose());
    ws.resume();
    if (ws.readyState === ws.CLOSED) this.#onClose();
  }

  /**
   * Opens a connection to `port`, on an idle tunnel. Resolves once the kubelet has taken it, before it has reached the pod: it may fail
   * yet. Rejects with a `UserError` where the tunnel breaks; `signal` ends the tunnel with the opening.
   */
  async open(port: number, signal: AbortSignal): Promise<Carrier> {
    if (this.#pair || this.#owed > 0) throw new Error('A tunnel carries one connection at a time');
    const streams = { error: this.#nextStream, data: this.#nextStream + 2 };
    this.#nextStream += 4;
    const pair = new StreamPair(streams, {
      clock: this.#host.clock,
      send: (bytes) => {
        this.#ws.send(dataFrame(streams.data, bytes), this.#onSent);
        return this.#ws.bufferedAmount <= KEEP;
      },
      hasRoom: () => this.#ws.bufferedAmount <= RESUME,
      fin: () => this.#ws.send(finFrame(streams.data)),
      pause: () => this.#ws.pause(),
      resume: () => this.#ws.resume(),
      isPaused: () => this.#ws.isPaused,
      terminate: () => this.terminate(),
      release: (clean) => this.#release(clean ? undefined : streams.data),
      taint: () => (this.#goneAway = true),
    });
    this.#pair = pair;
    const onAbort = (): void => this.terminate();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      if (this.#closed) this.#fail(pair);
      else this.#ws.send(openFrames(streams, port, streams.error === 1));
      await pair.opened;
      return pair;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Ends the tunnel, and the connection that it carries. */
  terminate(why?: string): void {
    this.#why ??= why;
    this.#ws.resume(); // a paused WebSocket would never report its close
    this.#ws.terminate();
  }

  readonly #onSent = (): void => {
    if (this.#ws.bufferedAmount <= RESUME) this.#pair?.onRoom();
  };

  /**
   * A connection is over: whatever of it is still under way is dropped here, and the kubelet has to echo pings through each of its
   * workers before the next connection is trusted to them. A worker hangs for ever on data that the pod no longer takes.
   */
  #release(toReset: number | undefined): void {
    this.#pair = undefined;
    if (this.#closed) return;
    this.#ws.resume();
    if (this.#goneAway || this.#ws.readyState !== this.#ws.OPEN) return this.terminate();
    const frames = toReset === undefined ? [] : [resetFrame(toReset)];
    for (let i = 0; i < WORKERS; i++, this.#nextPing += 2) frames.push(pingFrame(this.#nextPing));
    this.#owed = WORKERS;
    this.#ws.send(Buffer.concat(frames));
    this.#check = this.#host.clock.after(CHECK, () => this.terminate());
  }

  #onEcho(): void {
    if (this.#owed === 0 || --this.#owed > 0) return;
    this.#check?.dispose();
    if (this.#goneAway) this.terminate();
    else this.#host.onIdle(this);
  }

  #onClose(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#check?.dispose();
    this.#host.onClosed(this);
    if (this.#pair) this.#fail(this.#pair);
  }

  #fail(pair: StreamPair): void {
    pair.onLost(
      new UserError({
        code: 'unreachable',
        message: this.#why ?? l10n.t('The connection to the API server broke'),
      }),
    );
  }
}

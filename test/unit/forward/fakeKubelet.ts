import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { UserError } from '../../../src/base/errors.ts';
import { openWebSocket } from '../../../src/cluster/webSocket.ts';
import type { Reach } from '../../../src/forward/types.ts';
import { FakeSpdySession } from './fakeSpdy.ts';

export type Protocol = 'tunnel' | 'channel';

/** One connection to a pod's port as the fake kubelet sees it, by whichever protocol. */
export interface FakeStream {
  readonly protocol: Protocol;
  readonly ws: WebSocket;
  readonly port: number;
  readonly pod: string;
  /** Bytes that the client's side sent so far. */
  readonly received: number;
  /** The client's side has ended it (a channel: its WebSocket has closed). */
  readonly closed: boolean;
  /** The client's FIN was told. */
  readonly fin: boolean;
  data(bytes: Buffer | string): void;
  error(text: string): void;
  /** The pod ends the connection. */
  end(): void;
  onData(listener: (bytes: Buffer) => void): void;
  onFin(listener: () => void): void;
}

class ChannelStream implements FakeStream {
  readonly protocol = 'channel';
  readonly fin = false;
  readonly ws: WebSocket;
  readonly port: number;
  readonly pod: string;
  received = 0;
  closed = false;

  constructor(ws: WebSocket, pod: string, port: number) {
    this.ws = ws;
    this.pod = pod;
    this.port = port;
    ws.on('close', () => (this.closed = true));
    for (const channel of [0, 1]) ws.send(Buffer.from([channel, port & 255, port >> 8]));
  }

  data(bytes: Buffer | string): void {
    this.ws.send(Buffer.concat([Buffer.from([0]), Buffer.from(bytes)]));
  }

  error(text: string): void {
    this.ws.send(Buffer.concat([Buffer.from([1]), Buffer.from(text)]));
  }

  end(): void {
    this.ws.close(1000);
  }

  onData(listener: (bytes: Buffer) => void): void {
    this.ws.on('message', (raw) => {
      const frame = raw as Buffer;
      if (frame[0] !== 0) throw new Error(`The client wrote on channel ${frame[0]}`);
      this.received += frame.length - 1;
      listener(frame.subarray(1));
    });
  }

  onFin(): void {
    // Channels can't tell it.
  }
}

/** A pair of streams, ended in the order in which the kubelet does (k8s.io/cri-streaming portforward/httpstream.go). */
export class PairStream implements FakeStream {
  readonly protocol = 'tunnel';
  readonly session: FakeSpdySession;
  readonly ws: WebSocket;
  readonly port: number;
  readonly pod: string;
  readonly errorId: number;
  readonly dataId: number;
  received = 0;
  closed = false;
  fin = false;
  reset = false;
  #ended = false;
  readonly #listeners: ((bytes: Buffer) => void)[] = [];
  readonly #finListeners: (() => void)[] = [];
  #early: Buffer[] = [];

  constructor(session: FakeSpdySession, pod: string, port: number, errorId: number, dataId: number) {
    this.session = session;
    this.ws = session.ws;
    this.pod = pod;
    this.port = port;
    this.errorId = errorId;
    this.dataId = dataId;
    this.ws.on('close', () => (this.closed = true));
  }

  data(bytes: Buffer | string): void {
    if (!this.#ended && !this.reset) this.session.data(this.dataId, bytes);
  }

  error(text: string): void {
    this.session.data(this.errorId, text);
    if (!this.#ended) this.session.reset(this.dataId);
    this.session.reset(this.errorId);
    this.#ended = true;
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.session.data(this.errorId, '', true);
    this.session.data(this.dataId, '', true);
    if (this.fin) this.closed = true;
  }

  onData(listener: (bytes: Buffer) => void): void {
    this.#listeners.push(listener);
    for (const bytes of this.#early.splice(0)) this.takeData(bytes);
  }

  onFin(listener: () => void): void {
    this.#finListeners.push(listener);
    if (this.fin) listener();
  }

  takeData(bytes: Buffer): void {
    if (this.#listeners.length === 0) return void this.#early.push(Buffer.from(bytes));
    this.received += bytes.length;
    for (const listener of this.#listeners) listener(bytes);
  }

  takeFin(): void {
    this.fin = true;
    if (this.#ended) this.closed = true;
    for (const listener of this.#finListeners) listener();
  }

  takeReset(): void {
    this.closed = this.reset = true;
    if (!this.#ended) this.session.data(this.errorId, '', true);
    this.#ended = true;
  }
}

/**
 * A fake of the port-forward endpoint of an API server and its kubelets: real WebSockets on loopback, with a behaviour of the test's
 * choosing. It stands in for kubelets that misbehave on command; the real ones are met in test/agreement/forward.test.ts.
 */
export class FakeKubelet implements Reach {
  readonly streams: FakeStream[] = [];
  readonly sessions: FakeSpdySession[] = [];
  readonly #server: Server;
  readonly #wss: WebSocketServer;
  readonly #sockets = new Set<Socket>();
  hasTunnels = true;
  behave: (stream: FakeStream) => void;
  /** Refuses upgrades with this status instead; `only` of one protocol. */
  refuse: { status: number; message: string; only?: Protocol } | undefined;

  constructor(server: Server, behave: (stream: FakeStream) => void, protocol: Protocol) {
    this.#server = server;
    this.behave = behave;
    this.hasTunnels = protocol === 'tunnel';
    this.#wss = new WebSocketServer({
      noServer: true,
      perMessageDeflate: false,
      handleProtocols: (offered) => [...offered][0] ?? false,
    });
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.#onUpgrade(request, socket, head),
    );
  }

  static async start(
    behave: (stream: FakeStream) => void = echo,
    protocol: Protocol = 'tunnel',
  ): Promise<FakeKubelet> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FakeKubelet(server, behave, protocol);
  }

  /** Connections that the client's side has not ended. */
  get open(): number {
    return this.streams.filter((stream) => !stream.closed).length;
  }

  /** WebSockets that are open. */
  get sockets(): number {
    return this.#sockets.size;
  }

  readonly openTunnel: Reach['openTunnel'] = (pod, signal) =>
    this.#open(`/${pod.name}`, 'SPDY/3.1+portforward.k8s.io', signal);

  readonly openChannel: Reach['openChannel'] = (pod, port, signal) =>
    this.#open(`/${pod.name}?ports=${port}`, 'v4.channel.k8s.io', signal);

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** By the product's own opening, paused; a refusal becomes an error with the server's own words. */
  async #open(path: string, subprotocol: string, signal: AbortSignal): Promise<WebSocket> {
    const { port } = this.#server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1').setNoDelay();
    await once(socket, 'connect');
    const url = new URL(path, `http://127.0.0.1:${port}`);
    const opened = await openWebSocket({ socket, url, subprotocols: [subprotocol], headers: {}, signal });
    if ('open' in opened) {
      opened.open.pause();
      return opened.open;
    }
    const { status, text } = opened.refused;
    const { message } = JSON.parse(text) as { message: string };
    throw new UserError({
      code: status === 403 ? 'forbidden' : status === 404 ? 'not-found' : 'server',
      message,
    });
  }

  #onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const tunnel = String(request.headers['sec-websocket-protocol']).startsWith('SPDY');
    const { refuse } = this;
    if (refuse && (refuse.only === undefined || (refuse.only === 'tunnel') === tunnel)) {
      const body = JSON.stringify({ kind: 'Status', code: refuse.status, message: refuse.message });
      socket.end(
        `HTTP/1.1 ${refuse.status} No\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
      return;
    }
    if (tunnel) {
      // The server's `ws` does not take the name either: the answer is written by hand around it.
      delete request.headers['sec-websocket-protocol'];
      this.#wss.once('headers', (headers) =>
        headers.push('Sec-WebSocket-Protocol: SPDY/3.1+portforward.k8s.io'),
      );
    }
    const url = new URL(request.url ?? '/', 'http://fake');
    const pod = url.pathname.slice(1);
    this.#wss.handleUpgrade(request, socket, head, (ws) => {
      if (tunnel) this.#serveTunnel(ws, pod);
      else this.#serve(new ChannelStream(ws, pod, Number(url.searchParams.get('ports'))));
    });
  }

  #serveTunnel(ws: WebSocket, pod: string): void {
    const errors = new Map<string, number>();
    const pairs = new Map<number, PairStream>();
    const session = new FakeSpdySession(ws, {
      onStream: ({ id, headers, over }) => {
        const request = headers['requestid'] ?? '';
        if (headers['streamtype'] === 'error') {
          if (!over) throw new Error('The error stream is the kubelet’s alone');
          return void errors.set(request, id);
        }
        const errorId = errors.get(request);
        if (errorId === undefined) throw new Error('A data stream without its error stream');
        const pair = new PairStream(session, pod, Number(headers['port']), errorId, id);
        pairs.set(id, pair);
        this.#serve(pair);
      },
      onData: ({ id }, bytes) => pairs.get(id)?.takeData(bytes),
      onFin: ({ id }) => pairs.get(id)?.takeFin(),
      onReset: ({ id }) => pairs.get(id)?.takeReset(),
    });
    this.sessions.push(session);
  }

  #serve(stream: FakeStream): void {
    this.streams.push(stream);
    this.behave(stream);
  }
}

export function echo(stream: FakeStream): void {
  stream.onData((bytes) => stream.data(bytes));
}

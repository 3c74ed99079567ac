import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { UserError } from '../../../src/base/errors.ts';
import type { Dial } from '../../../src/forward/types.ts';

/** One port-forward as the fake kubelet sees it. */
export class FakeStream {
  readonly ws: WebSocket;
  readonly port: number;
  readonly pod: string;
  /** What the client's side sent so far. */
  received = 0;
  closed = false;

  constructor(ws: WebSocket, pod: string, port: number) {
    this.ws = ws;
    this.pod = pod;
    this.port = port;
    ws.on('close', () => (this.closed = true));
  }

  head(channel: 0 | 1, port = this.port): void {
    this.ws.send(Buffer.from([channel, port & 255, port >> 8]));
  }

  data(bytes: Buffer | string): void {
    this.ws.send(Buffer.concat([Buffer.from([0]), Buffer.from(bytes)]));
  }

  error(text: string): void {
    this.ws.send(Buffer.concat([Buffer.from([1]), Buffer.from(text)]));
  }

  onData(listener: (bytes: Buffer) => void): void {
    this.ws.on('message', (raw) => {
      const frame = raw as Buffer;
      if (frame[0] !== 0) throw new Error(`The client wrote on channel ${frame[0]}`);
      this.received += frame.length - 1;
      listener(frame.subarray(1));
    });
  }
}

/**
 * A fake of the kubelet's port-forward endpoint: real WebSockets on loopback, with a behaviour of the test's choosing. It stands in
 * for kubelets that misbehave on command; the real one is met in test/agreement/forward.test.ts.
 */
export class FakeKubelet {
  readonly streams: FakeStream[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  behave: (stream: FakeStream) => void;
  /** Refuses the upgrade with this status instead. */
  refuse: { status: number; message: string } | undefined;

  constructor(server: Server, behave: (stream: FakeStream) => void) {
    this.#server = server;
    this.behave = behave;
    const wss = new WebSocketServer({ noServer: true, perMessageDeflate: false });
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    server.on('upgrade', (request, socket, head) => {
      if (this.refuse) {
        const body = JSON.stringify({
          kind: 'Status',
          code: this.refuse.status,
          message: this.refuse.message,
        });
        socket.end(
          `HTTP/1.1 ${this.refuse.status} No\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        );
        return;
      }
      const url = new URL(request.url ?? '/', 'http://fake');
      wss.handleUpgrade(request, socket, head, (ws) => {
        const stream = new FakeStream(ws, url.pathname.slice(1), Number(url.searchParams.get('ports')));
        this.streams.push(stream);
        stream.head(0);
        stream.head(1);
        this.behave(stream);
      });
    });
  }

  static async start(behave: (stream: FakeStream) => void = echo): Promise<FakeKubelet> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FakeKubelet(server, behave);
  }

  get open(): number {
    return this.streams.filter((stream) => !stream.closed).length;
  }

  /** Opens a stream as the transport does, paused; a refusal becomes an error with the server's own words. */
  readonly dial: Dial = (pod, port, signal) =>
    new Promise((resolve, reject) => {
      const { port: at } = this.#server.address() as AddressInfo;
      const ws = new WebSocket(`ws://127.0.0.1:${at}/${pod.name}?ports=${port}`, ['v4.channel.k8s.io'], {
        perMessageDeflate: false,
      });
      const onAbort = (): void => ws.terminate();
      signal.addEventListener('abort', onAbort, { once: true });
      ws.on('unexpected-response', (_request, response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => {
          const { code, message } = JSON.parse(body) as { code: number; message: string };
          reject(
            new UserError({
              code: code === 403 ? 'forbidden' : code === 404 ? 'not-found' : 'server',
              message,
            }),
          );
        });
      });
      ws.on('error', reject);
      ws.on('open', () => {
        ws.pause();
        signal.removeEventListener('abort', onAbort);
        ws.off('error', reject);
        resolve(ws);
      });
    });

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export function echo(stream: FakeStream): void {
  stream.onData((bytes) => stream.data(bytes));
}

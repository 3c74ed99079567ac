import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '../../../src/cluster/client.ts';
import type { ClusterEntry, Target, UserEntry } from '../../../src/cluster/types.ts';

export function targetFor(
  server: string,
  user: Partial<UserEntry> = {},
  cluster: Partial<ClusterEntry> = {},
): Target {
  return {
    context: { name: 'ctx', cluster: 'c', server, user: 'u', namespace: 'default', current: true },
    cluster: { name: 'c', server, insecure: false, disableCompression: false, ...cluster },
    user: { name: 'u', ...user },
  };
}

export function clientFor(server: string, user: Partial<UserEntry> = {}): Client {
  return new Client(targetFor(server, user), { env: { PATH: process.env['PATH'] }, log: () => undefined });
}

type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

/** A fake API server over plain HTTP: for what a real one can't be made to do on demand. Every request goes to `handle`. */
export class FakeApiServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly requests: string[] = [];
  handle: Handler = (_request, response) => response.writeHead(404).end();

  constructor() {
    this.#server = createServer((request, response) => {
      this.requests.push(request.url ?? '');
      this.handle(request, response, new URL(request.url ?? '', 'http://fake'));
    });
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get open(): number {
    return this.#sockets.size;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export function answerStatus(response: ServerResponse, code: number, reason: string, message = reason): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ kind: 'Status', status: 'Failure', code, reason, message }));
}

/** Waits until `is` holds; throws after `limit` ms. */
export async function until(what: string, is: () => boolean, limit = 3000): Promise<void> {
  const end = Date.now() + limit;
  while (!is()) {
    if (Date.now() > end) throw new Error(`Waited in vain until ${what}`);
    await sleep(5);
  }
}

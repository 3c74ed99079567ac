import { rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import {
  connect,
  createServer,
  type ListenOptions,
  type Server,
  type Socket,
  type TcpNetConnectOpts,
} from 'node:net';
import type { Duplex } from 'node:stream';

type Target = { readonly path: string } | TcpNetConnectOpts;

function join(one: Duplex, other: Socket): void {
  const end = (): void => {
    one.destroy();
    other.destroy();
  };
  one.on('error', end);
  other.on('error', end);
  one.pipe(other).pipe(one);
}

function listening(server: Server, on: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(on, resolve);
  });
}

/** Carries every connection made to `on` to `target`: a Unix socket crosses network namespaces, a port does not. */
export async function bridge(on: ListenOptions, target: Target): Promise<void> {
  if (on.path !== undefined) await rm(on.path, { force: true });
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    join(socket, connect({ ...target, allowHalfOpen: true, noDelay: true } as TcpNetConnectOpts));
  });
  await listening(server, on);
}

/**
 * The HTTP CONNECT proxy through which the API server reaches the nodes' kubelets: connections to `address` go to the Unix socket
 * `socket`, all others straight on.
 */
export async function egressProxy(path: string, address: string, socket: string): Promise<void> {
  const server = createHttpServer();
  server.on('connect', (request, client: Duplex, head: Buffer) => {
    const target = new URL(`http://${request.url ?? ''}`);
    const to: Target =
      target.host === address ? { path: socket } : { host: target.hostname, port: Number(target.port) };
    const upstream = connect(to as TcpNetConnectOpts, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      join(client, upstream);
    });
    upstream.once('error', () => client.destroy());
    client.once('error', () => upstream.destroy());
  });
  await listening(server, { path });
}

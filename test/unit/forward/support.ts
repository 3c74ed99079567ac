import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Emitter } from '../../../src/base/emitter.ts';
import type { Occupant, PlaceWatch, PresentPod } from '../../../src/forward/types.ts';

/** A place whose occupant the test decides. */
export class FakePlace implements PlaceWatch {
  readonly #changed = new Emitter<Occupant>();
  readonly onDidChange = this.#changed.event;
  occupant: Occupant;
  disposed = false;

  constructor(occupant: Occupant = ready('a')) {
    this.occupant = occupant;
  }

  set(occupant: Occupant): void {
    this.occupant = occupant;
    this.#changed.fire(occupant);
  }

  dispose(): void {
    this.disposed = true;
    this.#changed.dispose();
  }
}

/** A pod whose name tells its uid, so that a fake kubelet can say which one was reached. */
export function pod(uid: string): PresentPod {
  return {
    name: `mongodb-0.${uid}`,
    uid,
    ports: [{ container: 'db', name: 'db', port: 27017, protocol: 'TCP' }],
  };
}

export function ready(uid: string): Occupant {
  return { is: 'ready', ...pod(uid) };
}

export function absent(why = 'Terminating'): Occupant {
  return { is: 'absent', why };
}

/** A client, with what it has received so far. */
export class Client {
  readonly socket: Socket;
  readonly chunks: Buffer[] = [];
  bytes = 0;
  ended = false;
  closed = false;
  error: string | undefined;

  constructor(port: number, host = '127.0.0.1') {
    this.socket = connect({ port, host, allowHalfOpen: true });
    this.socket.on('data', (chunk) => {
      this.chunks.push(chunk);
      this.bytes += chunk.length;
    });
    this.socket.on('end', () => (this.ended = true));
    this.socket.on('close', () => (this.closed = true));
    this.socket.on('error', (error: NodeJS.ErrnoException) => (this.error = error.code));
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString();
  }
}

/** Waits in real time for something that is about to be true. */
export async function until(what: () => boolean, name: string, ms = 5_000): Promise<void> {
  const end = Date.now() + ms;
  while (!what()) {
    if (Date.now() > end) throw new Error(`Not within ${ms} ms: ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** A connected pair of sockets: the server's side as a forward's listener makes it, and the client's. */
export async function socketPair(): Promise<{ socket: Socket; client: Client }> {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const client = new Client((server.address() as AddressInfo).port);
  const socket = await accepted;
  server.close();
  return { socket, client };
}

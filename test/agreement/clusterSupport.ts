import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '../../src/cluster/client.ts';
import { loadKubeconfig } from '../../src/cluster/kubeconfig.ts';
import type { ClusterEntry, Target, UserEntry } from '../../src/cluster/types.ts';

export async function targetOf(kubeconfig: string): Promise<Target> {
  return (await loadKubeconfig([kubeconfig], { readFile: (p) => readFile(p, 'utf8') })).target();
}

/** A client as this kubeconfig says, or with another user or cluster entry. */
export async function clientOf(
  kubeconfig: string,
  user?: Partial<UserEntry>,
  cluster?: Partial<ClusterEntry>,
): Promise<Client> {
  const target = await targetOf(kubeconfig);
  return new Client(
    {
      ...target,
      user: user ? { name: 'test', ...user } : target.user,
      cluster: { ...target.cluster, ...cluster },
    },
    { env: { PATH: process.env['PATH'] }, log: () => undefined },
  );
}

/** What `ask` gives once it is not undefined or false; throws after `limit` ms. */
export async function eventually<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  limit = 20_000,
): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    const got = await ask();
    if (got !== undefined && got !== false) return got;
    if (Date.now() > end) throw new Error(`Waited in vain until ${what}`);
    await sleep(50);
  }
}

/** A headless Service's worth of StatefulSet, as YAML. */
export function statefulSet(name: string, replicas: number, more = ''): string {
  return `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ${name}
spec:
  serviceName: ${name}
  replicas: ${replicas}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - {name: main, image: main}
${more}`;
}

export const claimTemplate = `  volumeClaimTemplates:
    - metadata: {name: data}
      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
`;

/** A CONNECT proxy on this machine, so that a test can see tunnels being made and cut them. */
export class TestProxy implements AsyncDisposable {
  readonly #server = createServer();
  readonly #sockets = new Set<Socket>();
  /** `host:port authorization` of each tunnel. */
  readonly tunnels: string[] = [];

  async start(): Promise<this> {
    this.#server.on('connect', (request, socket: Socket) => {
      this.tunnels.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
      const [host = '', port] = (request.url ?? '').split(':');
      const up = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        up.pipe(socket).pipe(up);
      });
      for (const s of [up, socket]) {
        this.#sockets.add(s);
        s.on('error', () => undefined);
        s.on('close', () => this.#sockets.delete(s));
      }
    });
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  url(credentials = ''): string {
    return `http://${credentials}127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Breaks every connection, as a network that goes away. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

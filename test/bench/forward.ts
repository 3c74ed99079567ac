import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { startCluster, testNamespace, type Cluster } from '../cluster/cluster.ts';
import { readJson } from '../cluster/state.ts';
import type { BenchResult } from './types.ts';

const MiB = 1 << 20;
const PORT = 27017;
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const CONNECTIONS = Number(process.env['BENCH_CONNECTIONS'] ?? 60);
const SIZE = Number(process.env['BENCH_MIB'] ?? 128) * MiB;
const here = import.meta.dirname;

/** Connects and resolves with the open socket once the pod's greeting is there. */
function greeted(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('data', () => resolve(socket)).once('error', reject);
  });
}

/** ms from connecting to the first byte, one connection after the other. */
async function latency(port: number): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < CONNECTIONS; i++) {
    const start = performance.now();
    const socket = await greeted(port);
    times.push(performance.now() - start);
    socket.resetAndDestroy();
  }
  return median(times);
}

/** MiB/s */
async function download(port: number): Promise<number> {
  const socket = await greeted(port);
  let left = SIZE;
  const start = performance.now();
  socket.write(`down ${SIZE}\n`);
  await new Promise<void>((resolve, reject) => {
    socket.on('data', (data: Buffer) => (left -= data.length) <= 0 && resolve()).on('close', reject);
  });
  const took = performance.now() - start;
  socket.removeAllListeners('close').destroy();
  return SIZE / MiB / (took / 1000);
}

/** MiB/s, until the pod says that it has everything. */
async function upload(port: number): Promise<number> {
  const socket = await greeted(port);
  const block = Buffer.alloc(256 * 1024, 'x');
  const done = once(socket, 'data');
  const start = performance.now();
  socket.write(`up ${SIZE}\n`);
  for (let left = SIZE; left > 0; left -= block.length) {
    if (!socket.write(block.subarray(0, Math.min(left, block.length)))) await once(socket, 'drain');
  }
  await done;
  const took = performance.now() - start;
  socket.destroy();
  return SIZE / MiB / (took / 1000);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

async function portOf(child: ChildProcess): Promise<number> {
  const [port] = (await once(child, 'message')) as [number];
  return port;
}

async function kubectlForward(
  cluster: Cluster,
  namespace: string,
): Promise<{ child: ChildProcess; port: number }> {
  const { kubectl = 'kubectl' } = (await readJson<{ kubectl?: string }>(cluster.stateFile)) ?? {};
  const child = spawn(
    kubectl,
    ['--kubeconfig', cluster.kubeconfig, '-n', namespace, 'port-forward', 'pod/mongodb-0', `:${PORT}`],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const port = await new Promise<number>((resolve, reject) => {
    let said = '';
    // Read to the end of its life: it writes a line for each connection.
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const found = /127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (found !== undefined) resolve(Number(found));
    });
    child.once('exit', () => reject(new Error(`kubectl port-forward ended: ${said}`)));
  });
  return { child, port };
}

/** Measures our forward and `kubectl port-forward` to the same simulated pod, in turns. */
export async function run(): Promise<BenchResult[]> {
  await using cluster = await startCluster({ nodes: 4 });
  await using space = await testNamespace(cluster, 'bench');
  const children: ChildProcess[] = [];
  try {
    const target = fork(join(here, 'forwardTarget.ts'));
    children.push(target);
    await cluster.mapPort({ namespace: space.name, port: PORT, targetPort: await portOf(target) });
    await cluster.apply(statefulSet(space.name));
    await cluster.must([
      '-n',
      space.name,
      'wait',
      '--for=jsonpath={.status.readyReplicas}=1',
      'sts/mongodb',
      '--timeout=60s',
    ]);
    const ours = fork(join(here, 'forwardOurs.ts'), [cluster.kubeconfig, space.name, 'mongodb-0', `${PORT}`]);
    children.push(ours);
    const ourPort = await portOf(ours);
    const peer = await kubectlForward(cluster, space.name);
    children.push(peer.child);
    return await measure(ourPort, peer.port);
  } finally {
    for (const child of children) child.kill();
  }
}

async function measure(ours: number, peer: number): Promise<BenchResult[]> {
  const kinds = [
    ['forward: new connection to first byte', 'ms', latency, `median of ${CONNECTIONS} in a row`],
    ['forward: download', 'MiB/s', download, `${SIZE / MiB} MiB over one connection`],
    ['forward: upload', 'MiB/s', upload, `${SIZE / MiB} MiB over one connection`],
  ] as const;
  const results: BenchResult[] = [];
  for (const [name, unit, take, note] of kinds) {
    const figures: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
    await take(ours);
    await take(peer);
    for (let round = 0; round < ROUNDS; round++) {
      figures.ours.push(await take(ours));
      figures.peer.push(await take(peer));
    }
    const [a, b] = [median(figures.ours), median(figures.peer)];
    const method = `${note}; median of ${ROUNDS} rounds in turns, through a real API server to a simulated kubelet, TLS on loopback`;
    results.push({
      name,
      unit,
      ours: round(a),
      peer: round(b),
      peerName: 'kubectl port-forward',
      ratio: round(a / b),
      note: method,
    });
  }
  return results;
}

const round = (value: number): number => Number(value.toPrecision(3));

function statefulSet(namespace: string): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'mongodb', namespace },
    spec: {
      serviceName: 'mongodb',
      replicas: 1,
      selector: { matchLabels: { app: 'mongodb' } },
      template: {
        metadata: { labels: { app: 'mongodb' } },
        spec: { containers: [{ name: 'db', image: 'mongo:8', ports: [{ containerPort: PORT }] }] },
      },
    },
  };
}

if (import.meta.main) {
  const results = await run();
  const artifacts = join(here, '..', 'artifacts');
  await mkdir(artifacts, { recursive: true });
  await writeFile(join(artifacts, 'bench-forward.json'), `${JSON.stringify(results, null, 2)}\n`);
  console.table(
    results.map(({ name, unit, ours, peer, ratio }) => ({
      name,
      unit,
      ours,
      'kubectl port-forward': peer,
      ratio,
    })),
  );
}

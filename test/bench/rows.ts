import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../../src/base/timers.ts';
import { Client } from '../../src/cluster/client.ts';
import { loadKubeconfig } from '../../src/cluster/kubeconfig.ts';
import { readFile } from 'node:fs/promises';
import { ensureBinaries } from '../cluster/binaries.ts';
import { startCluster } from '../cluster/cluster.ts';
import { eventually, TestWorker } from '../support/worker.ts';
import { percentile, round } from './statistics.ts';
import type { BenchResult } from './types.ts';

const SETS = 20;
const CHANGES = 400;
/** ms between two writes: about 100 a second with the write itself. */
const PACE = 5;

/** When each change was seen, by `<set>/<partition>`. */
type Seen = Map<string, number>;

/**
 * From the server's answer to a write until the changed row is in the main thread, and until `kubectl get --watch` has printed the same
 * change. What is written is a set's `replicas` with no pod allowed (a quota of none), so that one write is one event.
 */
export async function run(): Promise<BenchResult[]> {
  const cluster = await startCluster({ nodes: 4 });
  const worker = new TestWorker({ kubeconfig: [cluster.kubeconfig] });
  try {
    await cluster.must(['create', 'namespace', 'bench']);
    await cluster.must(['-n', 'bench', 'create', 'quota', 'none', '--hard=pods=0']);
    await cluster.apply(...Array.from({ length: SETS }, (_, n) => statefulSet(`set-${n}`)));
    await worker.client.show('sets', true);
    await eventually('live', () => worker.state?.watch.is === 'live');
    await eventually('all sets', async () => {
      const [namespace] = await worker.children('sets');
      return namespace && (await worker.children('sets', namespace.key)).length === SETS;
    });
    const ours: Seen = new Map();
    worker.client.onRowsChanged(({ changes }) => {
      const now = performance.now();
      for (const { row } of changes) {
        if (row?.kind === 'statefulset') note(ours, `${row.set.name}/${row.replicas}`, now);
      }
    });
    const { kubectl } = await ensureBinaries(() => undefined);
    const theirs: Seen = new Map();
    await using _peer = await watchWithKubectl(kubectl, cluster.kubeconfig, theirs);
    const written = await write(cluster.kubeconfig);
    await delay(2_000);
    // Two writes to one set within a push show the later one only: the earlier was never on screen, and is left out.
    const latency = (seen: Seen): number[] =>
      [...written].flatMap(([change, at]) => {
        const when = seen.get(change);
        return when === undefined ? [] : [Math.max(0, when - at)];
      });
    const [mine, peers] = [latency(ours), latency(theirs)];
    return [0.5, 0.99].map((share): BenchResult => {
      const [a, b] = [percentile(mine, share), percentile(peers, share)];
      return {
        name: `event to row, p${share * 100}`,
        unit: 'ms',
        ours: round(a),
        peer: round(b),
        peerName: 'kubectl get --watch',
        ratio: round(a / b),
        note: `${mine.length} of ${written.size} changes at about 100 a second over ${SETS} sets; rows are pushed at most ten times a second`,
      };
    });
  } finally {
    worker.dispose();
    await cluster.stop();
  }
}

function note(seen: Seen, change: string, now: number): void {
  if (!seen.has(change)) seen.set(change, now);
}

/** Writes all changes; gives when the server had answered each. */
async function write(kubeconfig: string): Promise<Seen> {
  const { target } = await loadKubeconfig([kubeconfig], { readFile: (path) => readFile(path, 'utf8') }).then(
    (k) => ({
      target: k.target(),
    }),
  );
  const client = new Client(target, { env: {}, log: () => undefined, clock: systemClock });
  const written: Seen = new Map();
  try {
    for (let n = 0; n < CHANGES; n++) {
      const name = `set-${n % SETS}`;
      const replicas = 2 + Math.floor(n / SETS);
      await client.json({
        method: 'PATCH',
        path: `/apis/apps/v1/namespaces/bench/statefulsets/${name}`,
        contentType: 'application/merge-patch+json',
        body: { spec: { replicas } },
      });
      written.set(`${name}/${replicas}`, performance.now());
      await delay(PACE);
    }
  } finally {
    client.dispose();
  }
  return written;
}

async function watchWithKubectl(kubectl: string, kubeconfig: string, seen: Seen): Promise<AsyncDisposable> {
  const columns = '-o=custom-columns=NAME:.metadata.name,REPLICAS:.spec.replicas';
  const child = spawn(
    kubectl,
    ['--kubeconfig', kubeconfig, '-n', 'bench', 'get', 'statefulsets', '--watch', '--no-headers', columns],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let lines = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines++;
    const [name, replicas] = line.trim().split(/\s+/);
    note(seen, `${name}/${replicas}`, performance.now());
  });
  await eventually('kubectl lists the sets', () => lines >= SETS);
  return {
    async [Symbol.asyncDispose]() {
      child.kill();
      await new Promise((resolve) => child.once('exit', resolve));
    },
  };
}

function statefulSet(name: string): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace: 'bench' },
    spec: {
      serviceName: name,
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'main', image: 'web:1' }] },
      },
    },
  };
}

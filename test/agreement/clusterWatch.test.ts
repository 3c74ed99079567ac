import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { systemClock } from '../../src/base/timers.ts';
import { listAll, type RawObject } from '../../src/cluster/list.ts';
import type { Watched } from '../../src/cluster/types.ts';
import { watchResource } from '../../src/cluster/watch.ts';
import { deletePod } from '../../src/cluster/verbs.ts';
import { sharedCluster, startCluster, testNamespace, type Cluster } from '../cluster/cluster.ts';
import { clientOf, eventually, statefulSet } from './clusterSupport.ts';

const cluster = await sharedCluster();
after(() => cluster.stop());

interface Kept {
  readonly name: string;
  readonly uid: string;
  readonly version: string;
}

/** A store that does what the deltas say, and nothing else. */
class Store {
  readonly objects = new Map<string, Kept>();
  readonly deltas: string[] = [];
  readonly states: string[] = [];

  constructor(watched: Watched<Kept>) {
    watched.onState((s) => this.states.push(s.is));
    watched.onDelta((delta) => {
      this.deltas.push(delta.type);
      if (delta.type === 'replace') {
        this.objects.clear();
        for (const o of delta.objects) this.objects.set(o.uid, o);
      } else if (delta.type === 'put') this.objects.set(delta.object.uid, delta.object);
      else this.objects.delete(delta.uid);
    });
  }

  get lines(): string[] {
    return [...this.objects.values()].map((o) => `${o.name} ${o.uid} ${o.version}`).sort();
  }
}

async function watchPods(of: Cluster, namespace: string) {
  const client = await clientOf(of.kubeconfig);
  const watched = watchResource<Kept>({
    client,
    path: `/api/v1/namespaces/${namespace}/pods`,
    query: { labelSelector: 'controller-revision-hash' },
    trim: (raw) => {
      const { name = '', uid = '', resourceVersion = '' } = (raw as RawObject).metadata ?? {};
      return { name, uid, version: resourceVersion };
    },
    clock: systemClock,
    log: () => undefined,
    random: Math.random,
  });
  const store = new Store(watched);
  watched.start();
  const stop = (): void => {
    watched.stop();
    client.dispose();
  };
  return { client, watched, store, stop, [Symbol.dispose]: stop };
}

async function kubectlPods(of: Cluster, namespace: string): Promise<string[]> {
  const format = '{range .items[*]}{.metadata.name} {.metadata.uid} {.metadata.resourceVersion}{"\\n"}{end}';
  const selector = ['-l', 'controller-revision-hash'];
  const text = await of.must(['get', 'pods', '-n', namespace, ...selector, '-o', `jsonpath=${format}`]);
  return text.split('\n').filter(Boolean).sort();
}

/** Waits until store and kubectl agree, twice in a row, on `count` pods. */
async function agree(of: Cluster, namespace: string, store: Store, count: number): Promise<void> {
  try {
    await eventually('store and kubectl agree', async () => {
      const want = await kubectlPods(of, namespace);
      return want.length === count && want.join('\n') === store.lines.join('\n');
    });
  } catch (error) {
    assert.deepEqual(store.lines, await kubectlPods(of, namespace), String(error));
  }
}

async function apply(of: Cluster, namespace: string, yaml: string): Promise<void> {
  await of.must(['apply', '--server-side', '-n', namespace, '-f', '-'], { input: yaml });
}

test('the store equals what kubectl gets, through creation, re-creation and deletion', async () => {
  await using ns = await testNamespace(cluster, 'watch');
  using watch = await watchPods(cluster, ns.name);
  // Not of a set: never seen.
  await cluster.must(['run', 'alone', '--image=x', '-n', ns.name]);
  await apply(cluster, ns.name, statefulSet('db', 3));
  await agree(cluster, ns.name, watch.store, 3);
  const old = [...watch.store.objects.values()].find((p) => p.name === 'db-1');
  assert.ok(old);
  const ref = { context: '', namespace: ns.name, name: 'db-1', uid: old.uid };
  await deletePod(watch.client, ref);
  await eventually('the successor is there', () =>
    [...watch.store.objects.values()].some((p) => p.name === 'db-1' && p.uid !== old.uid),
  );
  assert.ok(!watch.store.objects.has(old.uid));
  await assert.rejects(deletePod(watch.client, ref), { code: 'conflict' });
  await agree(cluster, ns.name, watch.store, 3);
  await cluster.must(['scale', 'statefulset/db', '--replicas=1', '-n', ns.name]);
  await agree(cluster, ns.name, watch.store, 1);
  assert.equal(watch.store.deltas.filter((d) => d === 'replace').length, 1);
  assert.deepEqual(watch.store.states, ['connecting', 'live']);
});

test('a list of more than one page is whole', async () => {
  await using ns = await testNamespace(cluster, 'pages');
  const many = Array.from(
    { length: 620 },
    (_, i) => `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c${i}"}}`,
  );
  await cluster.must(['create', '-n', ns.name, '-f', '-'], { input: many.join('\n---\n') });
  const client = await clientOf(cluster.kubeconfig);
  const { objects } = await listAll<string>({
    client,
    path: `/api/v1/namespaces/${ns.name}/configmaps`,
    trim: (raw) => (raw as RawObject).metadata?.name,
  });
  client.dispose();
  const want = await cluster.must(['get', 'configmaps', '-n', ns.name, '-o', 'name']);
  assert.deepEqual(objects.map((n) => `configmap/${n}`).sort(), want.trim().split('\n').sort());
});

test('an API server that is killed and comes back: said, then live again, nothing missed', async () => {
  // Its own, since the others would suffer.
  const own = await startCluster({ nodes: 4 });
  try {
    await using ns = await testNamespace(own, 'restart');
    using watch = await watchPods(own, ns.name);
    await apply(own, ns.name, statefulSet('db', 3));
    await agree(own, ns.name, watch.store, 3);
    await own.killApiServer();
    await eventually('it says so', () => watch.watched.state.is === 'retrying');
    await own.startApiServer();
    // Changes at once, before the watch may be back.
    await own.must(['delete', 'pod', 'db-0', '-n', ns.name, '--wait=false']);
    await own.must(['scale', 'statefulset/db', '--replicas=4', '-n', ns.name]);
    await eventually('it is live', () => watch.watched.state.is === 'live', 40_000);
    await agree(own, ns.name, watch.store, 4);
    assert.ok(watch.store.deltas.filter((d) => d === 'replace').length <= 2, watch.store.deltas.join(' '));
    watch.stop();
    await eventually('nothing is open', () => watch.client.counts().sockets === 0);
  } finally {
    await own.stop();
  }
});

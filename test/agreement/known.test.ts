import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LiveCluster } from '../../src/host/liveCluster.ts';
import { systemClock } from '../../src/base/timers.ts';
import { knowledge } from '../../src/worker/protocol.ts';
import { startCluster, testNamespace, type Cluster } from '../cluster/cluster.ts';
import { eventually, TestWorker } from '../support/worker.ts';

// What the worker tells of a real cluster to who writes a manifest. A cluster of its own: its nodes and classes are nobody else's.

const PASSWORD = 'correct-horse-battery';
const encoded = Buffer.from(PASSWORD).toString('base64');

const meta = (name: string, more: object = {}): object => ({ metadata: { name, ...more } });
const storageClass = (name: string, isDefault: boolean, expands: boolean): object => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  ...meta(name, { annotations: { 'storageclass.kubernetes.io/is-default-class': String(isDefault) } }),
  provisioner: 'example.com/none',
  allowVolumeExpansion: expands,
});
const pods = (name: string, spec: object = {}): object => ({
  selector: { matchLabels: { app: name } },
  template: {
    metadata: { labels: { app: name } },
    spec: { containers: [{ name: 'main', image: 'agent:1' }], ...spec },
  },
});
const daemonSet = (name: string, spec: object = {}): object => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  ...meta(name),
  spec: pods(name, spec),
});
const affinity = (...expressions: readonly object[]): object => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: expressions }],
      },
    },
  },
});

/** Templates of every kind of reason; on the cluster's nodes each reaches others. */
const templates: Readonly<Record<string, object>> = {
  plain: {},
  everywhere: { tolerations: [{ operator: 'Exists' }] },
  planes: { tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }] },
  fast: { nodeSelector: { disk: 'ssd' }, tolerations: [{ key: 'dedicated', value: 'database' }] },
  nowhere: { nodeSelector: { disk: 'tape' } },
  slow: affinity({ key: 'disk', operator: 'DoesNotExist' }),
  named: affinity({ key: 'kubernetes.io/hostname', operator: 'In', values: ['worker-1', 'worker-2'] }),
  pinned: { nodeName: 'worker-2' },
};

describe('what the worker knows of a real cluster', { concurrency: false }, () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await startCluster({ nodes: 6 });
  });
  after(() => cluster.stop());

  interface World extends AsyncDisposable {
    readonly worker: TestWorker;
    readonly live: LiveCluster;
    readonly log: string[];
  }

  /** The host's own client over the product's own worker, its Sets view visible unless told otherwise. */
  async function world(kubeconfig: string, visible = true): Promise<World> {
    const worker = new TestWorker({ kubeconfig: [kubeconfig] });
    const log: string[] = [];
    const live = new LiveCluster({
      worker: worker.client,
      clock: systemClock,
      trusted: () => true,
      log: (message) => log.push(message),
    });
    if (visible) {
      await worker.client.show('sets', true);
      await eventually('live', () => live.live !== undefined);
    }
    return {
      worker,
      live,
      log,
      [Symbol.asyncDispose]: async () => {
        live.dispose();
        worker.dispose();
      },
    };
  }

  async function fill(namespace: string): Promise<void> {
    const objects = [
      {
        apiVersion: 'v1',
        kind: 'Secret',
        ...meta('db'),
        stringData: { username: 'root', password: PASSWORD },
      },
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        ...meta('settings'),
        data: { level: 'info' },
        binaryData: { logo: encoded },
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        ...meta('db'),
        spec: { clusterIP: 'None', ports: [{ name: 'mongo', port: 27017 }] },
      },
      { apiVersion: 'v1', kind: 'Service', ...meta('web'), spec: { ports: [{ port: 80 }] } },
      {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        ...meta('mongodb'),
        spec: { serviceName: 'db', replicas: 0, ...pods('mongodb') },
      },
      daemonSet('fluentd', { nodeSelector: { none: 'none' } }),
    ];
    // Client-side, as beginners do it: the Secret's text is in its annotations then, too.
    const input = objects.map((object) => JSON.stringify(object)).join('\n---\n');
    await cluster.must(['-n', namespace, 'apply', '-f', '-'], { input });
  }

  test('names, keys, classes, Services, sets; no value of a Secret', async () => {
    await using namespace = await testNamespace(cluster, 'known');
    // The cluster has a default class of its own; the server gives claims the newer one.
    await cluster.apply(storageClass('fast', false, true), storageClass('newer', true, false));
    await fill(namespace.name);
    await using all = await world(cluster.kubeconfig);
    const { live } = all;
    const ns = namespace.name;
    const answers = [
      await live.namespaces(),
      await live.storageClasses(),
      await live.services(ns),
      await live.keyed('Secret', ns),
      await live.keyed('ConfigMap', ns),
      await live.keys('Secret', ns, 'db'),
      await live.keys('ConfigMap', ns, 'settings'),
      await live.keys('Secret', ns, 'absent'),
      await live.sets(ns),
      await live.nodeLabels(),
    ] as const;
    const [namespaces, classes, services, secrets, maps, secretKeys, mapKeys, absent, sets, labels] = answers;
    assert.ok(
      namespaces?.complete && namespaces.items.includes(ns) && namespaces.items.includes('kube-system'),
    );
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      ...meta('data', { namespace: ns }),
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    };
    await cluster.apply(claim);
    const given = await cluster.get<{ spec: { storageClassName: string } }>('pvc', 'data', ns);
    assert.equal(given?.spec.storageClassName, 'newer');
    assert.deepEqual(
      classes?.items.map((one) => [one.name, one.isDefault, one.allowVolumeExpansion]),
      [
        ['fast', false, true],
        ['newer', true, false],
        ['standard', false, classes.items.find(({ name }) => name === 'standard')?.allowVolumeExpansion],
      ],
    );
    assert.deepEqual(services, {
      complete: true,
      items: [
        { name: 'db', headless: true, ports: [{ name: 'mongo', port: 27017, protocol: 'TCP' }] },
        { name: 'web', headless: false, ports: [{ port: 80, protocol: 'TCP' }] },
      ],
    });
    assert.deepEqual(secrets, { complete: true, items: ['db'] });
    assert.ok(maps?.items.includes('settings'));
    assert.deepEqual(secretKeys, { exists: true, keys: ['password', 'username'] });
    assert.deepEqual(mapKeys, { exists: true, keys: ['level', 'logo'] });
    assert.deepEqual(absent, { exists: false });
    assert.deepEqual(sets?.items.map(({ kind, name }) => `${kind} ${name}`).sort(), [
      'DaemonSet fluentd',
      'StatefulSet mongodb',
    ]);
    assert.deepEqual(
      labels?.items.find(({ key }) => key === 'disk'),
      { key: 'disk', nodes: 1, values: { items: [{ value: 'ssd', nodes: 1 }], complete: true } },
    );
    const os = labels?.items.find(({ key }) => key === 'kubernetes.io/os');
    assert.deepEqual(os?.values.items, [{ value: 'linux', nodes: 6 }]);
    const said = JSON.stringify([answers, all.worker.log, all.log]);
    for (const secret of [PASSWORD, encoded]) assert.ok(!said.includes(secret), 'a value left the worker');
    assert.deepEqual(all.log, []);
    // Answers are kept for a moment, and no longer.
    await cluster.must(['-n', ns, 'create', 'secret', 'generic', 'later', '--from-literal=a=b']);
    await eventually('a new Secret is seen', async () =>
      (await live.keyed('Secret', ns))?.items.includes('later'),
    );
  });

  test('a DaemonSet lands where it is said to land', async () => {
    await using namespace = await testNamespace(cluster, 'landing');
    await using all = await world(cluster.kubeconfig);
    await eventually('nodes are known', async () => (await all.live.nodeLabels()) !== undefined);
    const objects = Object.entries(templates).map(([name, spec]) => daemonSet(name, spec));
    const input = objects.map((object) => JSON.stringify(object)).join('\n---\n');
    await cluster.must(['-n', namespace.name, 'create', '-f', '-'], { input });
    interface Listed {
      readonly items: readonly {
        readonly metadata: {
          readonly name: string;
          readonly generation: number;
          readonly labels?: Readonly<Record<string, string>>;
        };
        readonly spec: {
          readonly nodeName?: string;
          readonly affinity?: {
            readonly nodeAffinity?: {
              readonly requiredDuringSchedulingIgnoredDuringExecution?: {
                readonly nodeSelectorTerms: readonly { matchFields?: readonly { values: string[] }[] }[];
              };
            };
          };
        };
        readonly status: { readonly observedGeneration?: number; readonly desiredNumberScheduled: number };
      }[];
    }
    const list = async (what: string): Promise<Listed['items']> =>
      (JSON.parse(await cluster.must(['-n', namespace.name, 'get', what, '-o', 'json'])) as Listed).items;
    const sets = await eventually('the controller has seen them', async () => {
      const found = await list('daemonsets');
      const seen = found.every(({ metadata, status }) => status.observedGeneration === metadata.generation);
      return seen && found.length === objects.length && found;
    });
    const wanted = sets.reduce((sum, { status }) => sum + status.desiredNumberScheduled, 0);
    const made = await eventually('its pods are there', async () => {
      const found = await list('pods');
      return found.length === wanted && found;
    });
    const nodeOf = ({ spec }: Listed['items'][number]): string | undefined =>
      spec.nodeName ??
      spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms[0]
        ?.matchFields?.[0]?.values[0];
    const counts = new Set<number>();
    for (const [name, spec] of Object.entries(templates)) {
      const landing = await all.live.landing({ containers: [], ...spec });
      assert.ok(landing, name);
      const there = made.filter(({ metadata }) => metadata.labels?.['app'] === name).map(nodeOf);
      assert.deepEqual([...landing.reached.items].sort(), there.sort(), name);
      assert.equal(
        landing.reaches,
        sets.find(({ metadata }) => metadata.name === name)?.status.desiredNumberScheduled,
      );
      assert.equal(landing.nodes, 6);
      const others = landing.excluded.items.reduce((sum, { count }) => sum + count, 0);
      assert.equal(landing.reaches + others, 6);
      for (const { reasons } of landing.excluded.items) assert.ok(reasons.length > 0, name);
      counts.add(landing.reaches);
    }
    assert.ok(counts.size >= 4, `the templates differ: ${[...counts].join()}`);
    assert.equal(await all.live.landing({ tolerations: { key: 'x' } }), undefined, 'half typed');
  });

  test('rights in one namespace only: known there, not known elsewhere', async () => {
    await using own = await testNamespace(cluster, 'own');
    await using other = await testNamespace(cluster, 'foreign');
    for (const { name } of [own, other]) await fill(name);
    const user = `user-${own.name}`;
    await cluster.must([
      '-n',
      own.name,
      'create',
      'rolebinding',
      'edit',
      '--clusterrole=edit',
      `--user=${user}`,
    ]);
    await using all = await world(await cluster.user(user, [], own.name));
    const { live } = all;
    assert.equal(live.live?.namespace, own.name);
    assert.deepEqual((await live.keyed('Secret', own.name))?.items, ['db']);
    assert.deepEqual(await live.keys('Secret', own.name, 'db'), {
      exists: true,
      keys: ['password', 'username'],
    });
    assert.equal((await live.services(own.name))?.items.length, 2);
    assert.equal((await live.sets(own.name))?.items.length, 2);
    const unknown = [
      await live.namespaces(),
      await live.storageClasses(),
      await live.nodeLabels(),
      await live.landing({}),
      await live.services(other.name),
      await live.keyed('Secret', other.name),
      await live.keys('Secret', other.name, 'db'),
      await live.sets(other.name),
    ];
    assert.deepEqual(
      unknown,
      unknown.map(() => undefined),
    );
  });

  test('while nothing is live nothing is known, and asking starts nothing', async () => {
    await using all = await world(cluster.kubeconfig, false);
    assert.equal(await all.live.namespaces(), undefined);
    assert.equal(all.worker.client.running, false);
    // Also where a worker runs for something else: asking it makes no session.
    assert.equal(await all.worker.client.request(knowledge.namespaces), null);
    const counts = await all.worker.client.request({ method: 'counts' });
    assert.equal((counts as Readonly<Record<string, number>>)['sessions'], 0);
  });

  test('a connection that is lost is known no more, at once for who asks', async () => {
    await using all = await world(cluster.kubeconfig);
    assert.ok(await all.live.namespaces());
    await cluster.killApiServer();
    try {
      await eventually('not live', () => all.live.live === undefined);
      const asked = Date.now();
      assert.equal(await all.live.namespaces(), undefined);
      assert.equal(await all.worker.client.request(knowledge.namespaces), null, 'kept answers neither');
      assert.ok(Date.now() - asked < 1000);
    } finally {
      await cluster.startApiServer();
    }
    await eventually('live again', async () => (await all.live.namespaces()) !== undefined, 60_000);
  });
});

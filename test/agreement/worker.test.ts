import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { SlotRow, StatefulSetRow } from '../../src/model/rows.ts';
import { requests } from '../../src/worker/protocol.ts';
import { startCluster, testNamespace, type Cluster } from '../cluster/cluster.ts';
import { eventually, TestWorker } from '../support/worker.ts';
import { echoServer } from '../support/echo.ts';

// The product's own worker thread against a control plane that is its own, because it is killed on the way.

const statefulSet = (name: string, replicas: number): object => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name },
  spec: {
    replicas,
    serviceName: name,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'main', image: 'web:1', ports: [{ containerPort: 8080 }] }] },
    },
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } },
      },
    ],
  },
});

const daemonSet = (name: string): object => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name },
  spec: {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'main', image: 'agent:1' }] },
    },
  },
});

interface Listed {
  readonly items: readonly {
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid: string };
    readonly status?: { readonly phase?: string };
  }[];
}

describe('the worker on a real control plane', { concurrency: false }, () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await startCluster({ nodes: 6 });
  });
  after(() => cluster.stop());

  async function create(namespace: string, ...objects: readonly object[]): Promise<void> {
    const input = objects.map((object) => JSON.stringify(object)).join('\n---\n');
    await cluster.must(['-n', namespace, 'create', '-f', '-'], { input });
  }

  async function live(worker: TestWorker): Promise<void> {
    await worker.client.show('sets', true);
    await worker.client.show('nodes', true);
    await eventually('live', () => worker.state?.watch.is === 'live');
  }

  /** Every pod and claim of a namespace, and every node, that kubectl lists, as the rows must have them. */
  async function listed(namespace: string): Promise<{ pods: string[]; claims: string[]; nodes: string[] }> {
    const get = async (...args: string[]): Promise<Listed> =>
      JSON.parse(await cluster.must(['get', ...args, '-o', 'json'])) as Listed;
    const pods = await get('pods', '-n', namespace, '-l', 'controller-revision-hash');
    const claims = await get('pvc', '-n', namespace);
    const nodes = await get('nodes');
    return {
      pods: pods.items.map(({ metadata: m }) => `${m.namespace}/${m.name}/${m.uid}`).sort(),
      claims: claims.items
        .map(({ metadata: m, status }) => `${m.namespace}/${m.name}/${status?.phase}`)
        .sort(),
      nodes: nodes.items.map(({ metadata: m }) => m.name).sort(),
    };
  }

  async function shown(worker: TestWorker): Promise<{ pods: string[]; claims: string[]; nodes: string[] }> {
    const sets = await worker.all('sets');
    const nodes = await worker.children('nodes');
    const pods = sets.flatMap((row) =>
      (row.kind === 'slot' || row.kind === 'place') && row.pod ? [row.pod.ref] : [],
    );
    return {
      pods: pods.map((ref) => `${ref.namespace}/${ref.name}/${ref.uid}`).sort(),
      claims: sets
        .flatMap((row) =>
          row.kind === 'claim' && row.phase !== 'Missing'
            ? [`${row.namespace}/${row.name}/${row.phase}`]
            : [],
        )
        .sort(),
      nodes: nodes.flatMap((row) => (row.kind === 'node' ? [row.name] : [])).sort(),
    };
  }

  test('a change on the server is pushed within 250 ms, for the changed rows only', async () => {
    await using namespace = await testNamespace(cluster, 'push');
    await create(namespace.name, statefulSet('quiet', 2), statefulSet('web', 2));
    const worker = new TestWorker({ kubeconfig: [cluster.kubeconfig], namespaces: [namespace.name] });
    try {
      await live(worker);
      await eventually('both ready', async () => {
        const rows = await worker.all('sets');
        return rows.filter((row) => row.kind === 'slot' && row.state === 'ready').length === 4;
      });
      await delay(500);
      const rows = await worker.all('sets');
      const web = rows.find(
        (row): row is StatefulSetRow => row.kind === 'statefulset' && row.set.name === 'web',
      );
      const quiet = rows.filter((row) => row.kind !== 'namespace' && JSON.stringify(row).includes('quiet'));
      worker.changes.length = 0;
      const times: number[] = [];
      for (const replicas of [3, 2, 4, 2, 3]) {
        const asked = Date.now();
        await cluster.must(['-n', namespace.name, 'scale', 'sts/web', `--replicas=${replicas}`]);
        // kubectl's own time counts too: the event can't come before the write, and is compared with its end.
        const done = Date.now();
        const change = await eventually('the push', () =>
          worker.changes.find((c) => c.at >= asked && c.changes.some((x) => x.key === web?.key)),
        );
        times.push(change.at - done);
        await eventually('settled', async () => {
          const row = (await worker.all('sets')).find((r) => r.key === web?.key) as StatefulSetRow;
          return row.ready === replicas && row.replicas === replicas;
        });
      }
      // The median, since a machine that is busy elsewhere may hold up any single one; but none for long.
      times.sort((a, b) => a - b);
      const [, , median = Infinity, , worst = Infinity] = times;
      assert.ok(median <= 250 && worst <= 2000, `within 250 ms of the write's answer: ${times.join(', ')}`);
      const keys = new Set(worker.changes.flatMap((c) => c.changes.map((x) => x.key)));
      for (const row of quiet) assert.ok(!keys.has(row.key), `${row.key} did not change`);
    } finally {
      worker.dispose();
    }
  });

  test('rights in one namespace only: its tree works, and what is forbidden is said where it would stand', async () => {
    await using namespace = await testNamespace(cluster, 'own');
    await using other = await testNamespace(cluster, 'foreign');
    await create(namespace.name, statefulSet('web', 2), daemonSet('agent'));
    await create(other.name, statefulSet('hidden', 1));
    const rules = [
      { apiGroups: ['apps'], resources: ['statefulsets', 'daemonsets'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch', 'delete'] },
    ];
    await create(
      namespace.name,
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'limited' }, rules },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'limited' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'limited' },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'limited' }],
      },
    );
    const kubeconfig = await cluster.user('limited', [], namespace.name);
    const worker = new TestWorker({ kubeconfig: [kubeconfig] });
    try {
      await live(worker);
      assert.deepEqual(worker.state?.namespaces, [namespace.name]);
      await eventually(
        'its slots are ready',
        async () => {
          const rows = await worker.all('sets');
          return rows.filter((row) => row.kind === 'slot' && row.state === 'ready').length === 2;
        },
        60_000,
      );
      const rows = await worker.all('sets');
      assert.ok(!JSON.stringify(rows).includes('hidden'));
      const nodes = await worker.children('nodes');
      const problem = nodes.find((row) => row.kind === 'problem');
      assert.equal(problem?.kind === 'problem' && problem.error.code, 'forbidden');
      assert.ok(
        rows.some((row) => row.kind === 'problem' && row.what === 'persistentvolumeclaims'),
        'under a slot: claims may not be listed',
      );
      const agents = rows.filter((row) => row.kind === 'place');
      assert.ok(agents.length > 0, 'places of nodes that have a pod');
      const slot = rows.find((row): row is SlotRow => row.kind === 'slot');
      await assert.rejects(
        worker.client.request(requests.startForward, {
          identity: {
            context: slot?.set.context ?? '',
            namespace: namespace.name,
            place: { kind: 'slot', setUid: slot?.set.uid ?? '', set: 'web', ordinal: 0 },
            remotePort: 8080,
          },
          localPort: 0,
        }),
        { code: 'forbidden', message: /pods\/portforward/ },
      );
    } finally {
      worker.dispose();
    }
  });

  test('a pod that was re-created while its menu was open is left alone', async () => {
    await using namespace = await testNamespace(cluster, 'menu');
    await create(namespace.name, statefulSet('web', 1));
    const worker = new TestWorker({ kubeconfig: [cluster.kubeconfig], namespaces: [namespace.name] });
    try {
      await live(worker);
      const ready = async (): Promise<SlotRow | undefined> =>
        (await worker.all('sets')).find(
          (row): row is SlotRow => row.kind === 'slot' && row.state === 'ready',
        );
      const before = await eventually('ready', ready);
      await cluster.must(['-n', namespace.name, 'delete', 'pod', 'web-0']);
      const after = await eventually('another', async () => {
        const row = await ready();
        return row?.pod?.ref.uid === before.pod?.ref.uid ? undefined : row;
      });
      assert.ok(before.pod && after.pod);
      await assert.rejects(worker.client.request(requests.deletePod, { pod: before.pod.ref }), {
        code: 'conflict',
      });
      await delay(300);
      assert.equal((await ready())?.pod?.ref.uid, after.pod.ref.uid);
      assert.ok(after.cameBackIn === undefined || after.cameBackIn > 0);
    } finally {
      worker.dispose();
    }
  });

  test('a worker that dies is started again, with its views and forwards', async () => {
    await using namespace = await testNamespace(cluster, 'death');
    await create(namespace.name, statefulSet('web', 1));
    const echo = await echoServer();
    await cluster.mapPort({ namespace: namespace.name, port: 8080, targetPort: echo.port });
    const worker = new TestWorker({ kubeconfig: [cluster.kubeconfig], namespaces: [namespace.name] });
    try {
      await live(worker);
      const slot = await eventually('ready', async () =>
        (await worker.all('sets')).find(
          (row): row is SlotRow => row.kind === 'slot' && row.state === 'ready',
        ),
      );
      const start = {
        identity: {
          context: slot.set.context,
          namespace: namespace.name,
          place: { kind: 'slot', setUid: slot.set.uid, set: 'web', ordinal: 0 },
          remotePort: 8080,
        },
        localPort: 0,
      } as const;
      const first = await worker.client.request(requests.startForward, start);
      assert.ok(first.is === 'started');
      const { localPort } = first.row;
      worker.client.rememberForward(first.row.id, { ...start, localPort });
      const restarted = new Promise<{ forwards: number }>((resolve) => worker.client.onDidRestore(resolve));
      worker.thread?.terminate();
      assert.equal((await restarted).forwards, 1);
      assert.equal(
        await eventually('the forward', () => ask(localPort, 'again').catch(() => undefined)),
        'again',
      );
      await eventually('rows', async () => (await worker.all('sets')).some((row) => row.kind === 'slot'));
    } finally {
      worker.dispose();
      await echo.close();
    }
  });

  // Last: the controllers take their time to recover from it.
  test(
    'the API server is away for 20 s: said, then live again with nothing missed',
    { timeout: 180_000 },
    async () => {
      await using namespace = await testNamespace(cluster, 'outage');
      await create(namespace.name, statefulSet('web', 3), daemonSet('agent'));
      const echo = await echoServer();
      await cluster.mapPort({ namespace: namespace.name, port: 8080, targetPort: echo.port });
      const worker = new TestWorker({ kubeconfig: [cluster.kubeconfig], namespaces: [namespace.name] });
      try {
        await live(worker);
        const slot = await eventually('web-0', async () =>
          (await worker.all('sets')).find(
            (row): row is SlotRow => row.kind === 'slot' && row.name === 'web-0' && row.state === 'ready',
          ),
        );
        const { context, namespace: ns, uid, name } = slot.set;
        const started = await worker.client.request(requests.startForward, {
          identity: {
            context,
            namespace: ns,
            place: { kind: 'slot', setUid: uid, set: name, ordinal: 0 },
            remotePort: 8080,
          },
          localPort: 0,
        });
        assert.equal(started.is, 'started');
        const port = started.is === 'started' ? started.row.localPort : 0;
        assert.equal(await ask(port, 'before'), 'before');
        const id = started.is === 'started' ? started.row.id : '';
        await assert.rejects(
          worker.client.request(requests.connectionString, { id, address: `localhost:${port}` }),
          { message: /speak to this port of web:1 is not known/, remedy: /Copy Address/ },
        );

        await cluster.killApiServer();
        const away = Date.now();
        const said = await eventually('the view says so', () => {
          const state = worker.state?.watch;
          return state?.is === 'retrying' && state.why.code === 'unreachable' ? state : undefined;
        });
        assert.match(said.why.message, /127\.0\.0\.1/);
        const stale = await worker.children('sets');
        assert.ok(stale.length > 0, 'what was known stays on screen, marked');
        await delay(Math.max(0, 20_000 - (Date.now() - away)));
        await cluster.startApiServer();
        // Changed while nobody could see it: by etcd's own clients there are none, so as soon as the server is back.
        await cluster.must(['-n', namespace.name, 'scale', 'sts/web', '--replicas=5']);
        await cluster.must(['-n', namespace.name, 'delete', 'pod', 'web-1', '--wait=false']);
        await eventually('live again', () => worker.state?.watch.is === 'live', 60_000);
        await eventually(
          'the rows are what kubectl lists',
          async () => {
            const [ours, theirs] = [await shown(worker), await listed(namespace.name)];
            return JSON.stringify(ours) === JSON.stringify(theirs) && ours.pods.length > 0;
          },
          60_000,
        ).catch(async () => assert.deepEqual(await shown(worker), await listed(namespace.name)));
        assert.equal(await ask(port, 'after'), 'after', 'the same forward serves again');
      } finally {
        worker.dispose();
        await echo.close();
      }
    },
  );
});

/** Sends `text` through the forward and resolves with what comes back; then hangs up. */
function ask(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    const fail = (why: string) => (): void => void socket.destroy(new Error(why));
    socket.setTimeout(30_000, fail('No answer'));
    let got = '';
    socket.on('data', (chunk) => {
      got += chunk.toString();
      if (got.length < text.length) return;
      resolve(got);
      socket.destroy();
    });
    socket.on('error', reject);
    socket.on('end', fail(`Ended after ${JSON.stringify(got)}`));
  });
}

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { MongoClient } from 'mongodb';
import pg from 'pg';
import { catalogue } from '../../src/scaffold/catalogue.ts';
import { scaffold } from '../../src/scaffold/scaffold.ts';
import type { StatefulSetRow } from '../../src/model/rows.ts';
import { requests } from '../../src/worker/protocol.ts';
import { startCluster, type Cluster } from '../cluster/cluster.ts';
import { freePorts, until } from '../cluster/processes.ts';
import { realNodeSupport } from '../cluster/realNode/support.ts';
import { readJson } from '../cluster/state.ts';
import { eventually, TestWorker } from '../support/worker.ts';

const support = await realNodeSupport();
const skip = support.ok ? false : `NO REAL NODE HERE: ${support.why}. ${support.remedy}`;
if (skip) process.stderr.write(`${skip}\n`);

interface Pod {
  readonly metadata: { readonly uid: string };
  readonly spec: {
    readonly nodeName: string;
    readonly volumes: readonly { readonly persistentVolumeClaim?: { readonly claimName: string } }[];
  };
  readonly status: { readonly podIP: string };
}

function manifest(id: string, answers: Record<string, string>): string {
  const system = catalogue().find((each) => each.id === id);
  assert.ok(system, id);
  return scaffold(system, answers, (count) => randomBytes(count)).text;
}

describe('the scaffolds’ own text on a node whose pods really run', { skip, concurrency: false }, () => {
  let cluster: Cluster;
  let dir = '';

  before(async () => {
    cluster = await startCluster({ nodes: 5, realNode: true });
    dir = cluster.dir;
  });

  after(async () => {
    await cluster.stop();
    assert.equal(existsSync(dir), false, 'the data folder is gone');
    const groups = readdirSync('/sys/fs/cgroup', { recursive: true, encoding: 'utf8' });
    assert.deepEqual(
      groups.filter((path) => path.includes(basename(dir))),
      [],
      'no control group is left',
    );
  });

  const inNamespace = (...args: string[]): Promise<string> => cluster.must(['-n', 'mongodb', ...args]);

  async function connected<T>(pod: string, work: (client: MongoClient) => Promise<T>): Promise<T> {
    const [port = 0] = await freePorts(1);
    const kubectl = (await readJson<{ kubectl: string }>(cluster.stateFile))?.kubectl ?? 'kubectl';
    const where = ['--kubeconfig', cluster.kubeconfig, '-n', 'mongodb'];
    const forward = spawn(kubectl, [...where, 'port-forward', `pod/${pod}`, `${port}:27017`]);
    let said = '';
    forward.stdout.on('data', (data: Buffer) => (said += data.toString()));
    await until('port-forward to listen', 10_000, () => said.includes('Forwarding'));
    const secret = await inNamespace('get', 'secret', 'mongodb-root', '-o', 'jsonpath={.data.password}');
    const password = encodeURIComponent(Buffer.from(secret, 'base64').toString());
    const client = new MongoClient(`mongodb://root:${password}@127.0.0.1:${port}/?directConnection=true`);
    try {
      return await work(client);
    } finally {
      await client.close();
      forward.kill();
    }
  }

  async function facts(
    pod: string,
  ): Promise<{ uid: string; node: string; claim: string | undefined; ip: string }> {
    const object = await cluster.get<Pod>('pod', pod, 'mongodb');
    assert.ok(object, pod);
    const claim = object.spec.volumes.find((volume) => volume.persistentVolumeClaim)?.persistentVolumeClaim
      ?.claimName;
    return { uid: object.metadata.uid, node: object.spec.nodeName, claim, ip: object.status.podIP };
  }

  const ready = (replicas: number): Promise<string> =>
    inNamespace(
      'wait',
      `--for=jsonpath={.status.readyReplicas}=${replicas}`,
      'sts/mongodb',
      '--timeout=120s',
    );

  test('MongoDB: what was written is there after the pod was deleted and came back', async () => {
    const input = manifest('mongodb', { name: 'mongodb', namespace: 'mongodb', replicas: '3' });
    await cluster.must(['apply', '-f', '-'], { input });
    await ready(3);
    const before = await facts('mongodb-0');
    assert.equal(before.node, 'real-1');
    const orders = Array.from({ length: 100 }, (_, n) => ({ n }));
    await connected('mongodb-0', (client) => client.db('shop').collection('orders').insertMany(orders));

    await inNamespace('delete', 'pod', 'mongodb-0');
    await ready(3);
    const after = await facts('mongodb-0');
    assert.notEqual(after.uid, before.uid);
    assert.equal(after.claim, before.claim);
    const count = await connected('mongodb-0', (client) =>
      client.db('shop').collection('orders').countDocuments(),
    );
    assert.equal(count, 100);
    const other = await connected('mongodb-1', (client) =>
      client.db('shop').collection('orders').countDocuments(),
    );
    assert.equal(other, 0, 'another place has another volume');
  });

  test('the password of the Secret is asked for', async () => {
    await assert.rejects(
      connected('mongodb-0', async (client) => {
        const { host, port } = client.options.hosts[0] as { host: string; port: number };
        await using wrong = new MongoClient(`mongodb://root:wrong@${host}:${port}/?directConnection=true`);
        return await wrong.db('shop').command({ ping: 1 });
      }),
      /Authentication failed/,
    );
  });

  test('logs and exec are the container’s own', async () => {
    assert.match(await inNamespace('logs', 'mongodb-0'), /Waiting for connections on 0\.0\.0\.0:27017/);
    assert.equal(await inNamespace('exec', 'mongodb-0', '--', 'hostname'), 'mongodb-0\n');
    assert.equal(await inNamespace('exec', 'mongodb-0', '--', 'id', '-u'), '999\n');
  });

  test('a port that nothing listens on gives the kubelet’s own error', async () => {
    const [port = 0] = await freePorts(1);
    const kubectl = (await readJson<{ kubectl: string }>(cluster.stateFile))?.kubectl ?? 'kubectl';
    const where = ['--kubeconfig', cluster.kubeconfig, '-n', 'mongodb'];
    const forward = spawn(kubectl, [...where, 'port-forward', 'pod/mongodb-0', `${port}:9999`]);
    let said = '';
    forward.stdout.on('data', (data: Buffer) => (said += data.toString()));
    forward.stderr.on('data', (data: Buffer) => (said += data.toString()));
    await until('port-forward to listen', 10_000, () => said.includes('Forwarding'));
    await fetch(`http://127.0.0.1:${port}`).catch(() => undefined);
    await until('the error', 10_000, () => said.includes('refused'));
    forward.kill();
  });

  /** Does `work` with a forward of the product's own to a set's first place, and what it copies for it. */
  async function forwarded<T>(
    namespace: string,
    name: string,
    remotePort: number | string,
    work: (copied: () => Promise<string>) => Promise<T>,
  ): Promise<T> {
    const worker = new TestWorker({ kubeconfig: [cluster.kubeconfig], namespaces: [namespace] });
    try {
      await worker.client.request(requests.show, { view: 'sets', visible: true });
      const { set } = await eventually('the set', async () =>
        (await worker.all('sets')).find(
          (row): row is StatefulSetRow => row.kind === 'statefulset' && row.set.name === name,
        ),
      );
      const started = await worker.client.request(requests.startForward, {
        identity: {
          context: set.context,
          namespace,
          place: { kind: 'slot', setUid: set.uid, set: name, ordinal: 0 },
          remotePort,
        },
        localPort: 0,
      });
      assert.ok(started.is === 'started');
      const { id, localPort } = started.row;
      const result = await work(async () => {
        const address = `localhost:${localPort}`;
        const { text, unread } = await worker.client.request(requests.connectionString, { id, address });
        assert.deepEqual(unread, []);
        return text;
      });
      const secret = await cluster.must(['-n', namespace, 'get', 'secrets', '-o', 'json']);
      const { items } = JSON.parse(secret) as { items: { data: Record<string, string> }[] };
      for (const password of items.flatMap(({ data }) => data['password'] ?? [])) {
        const clear = Buffer.from(password, 'base64').toString();
        assert.ok(!worker.log.join('\n').includes(clear), 'no password is logged');
      }
      return result;
    } finally {
      worker.dispose();
    }
  }

  test('MongoDB: what the extension copies lets a client in through the forward', async () => {
    await forwarded('mongodb', 'mongodb', 'mongodb', async (copied) => {
      await using client = new MongoClient(await copied());
      assert.equal(await client.db('shop').collection('orders').countDocuments(), 100);
    });
  });

  test('PostgreSQL: a client with the copied string writes, the pod is deleted, the same forward reads', async () => {
    const input = manifest('postgresql', { name: 'pg', namespace: 'shop' });
    await cluster.must(['apply', '-f', '-'], { input });
    const readyAgain = (): Promise<string> =>
      cluster.must([
        '-n',
        'shop',
        'wait',
        '--for=jsonpath={.status.readyReplicas}=1',
        'sts/pg',
        '--timeout=120s',
      ]);
    await readyAgain();
    const pod = () => cluster.get<Pod>('pod', 'pg-0', 'shop');
    const before = await pod();
    assert.equal(before?.spec.nodeName, 'real-1');
    await forwarded('shop', 'pg', 5432, async (copied) => {
      const query = async (text: string): Promise<readonly unknown[]> => {
        const client = new pg.Client({ connectionString: await copied() });
        await client.connect();
        try {
          return (await client.query<Record<string, unknown>>(text)).rows;
        } finally {
          await client.end();
        }
      };
      assert.match(await copied(), /^postgresql:\/\/app:[A-Za-z0-9]{24}@localhost:\d+\/app$/);
      await query('CREATE TABLE orders AS SELECT n FROM generate_series(1, 100) n');

      await cluster.must(['-n', 'shop', 'delete', 'pod', 'pg-0']);
      const after = await eventually('another pod', async () => {
        const now = await pod();
        return now && now.metadata.uid !== before.metadata.uid ? now : undefined;
      });
      await readyAgain();
      const claimOf = ({ spec }: Pod): string | undefined =>
        spec.volumes.find((volume) => volume.persistentVolumeClaim)?.persistentVolumeClaim?.claimName;
      assert.equal(claimOf(after), claimOf(before));
      assert.deepEqual(
        await query('SELECT count(*)::int AS n, version() ~ $$PostgreSQL 18$$ AS real FROM orders'),
        [{ n: 100, real: true }],
      );
    });
    assert.match(
      await cluster.must(['-n', 'shop', 'logs', 'pg-0']),
      /database system is ready to accept connections/,
    );
  });

  test('Fluentd: an agent on every eligible node, the real one among them, reading real logs', async () => {
    const input = manifest('fluentd', { name: 'fluentd', namespace: 'logging' });
    await cluster.must(['apply', '-f', '-'], { input });
    const wanted = async (): Promise<string> =>
      cluster.must([
        '-n',
        'logging',
        'get',
        'ds',
        'fluentd',
        '-o',
        'jsonpath={.status.desiredNumberScheduled} {.status.numberReady}',
      ]);
    // Two workers, the cordoned one and the real one; the control plane's and the database's taints are not tolerated.
    await until('four agents', 60_000, async () => (await wanted()) === '4 4', 300);
    const pod = await cluster.must([
      '-n',
      'logging',
      'get',
      'pods',
      '--field-selector=spec.nodeName=real-1',
      '-o',
      'name',
    ]);
    await until('the database’s log in the agent’s', 20_000, async () =>
      (await cluster.must(['-n', 'logging', 'logs', pod.trim()])).includes('mongodb'),
    );
  });
});

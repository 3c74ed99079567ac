import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { MongoClient } from 'mongodb';
import { sharedCluster, testNamespace, type Cluster } from '../cluster/cluster.ts';
import { freePorts, until } from '../cluster/processes.ts';
import { readJson } from '../cluster/state.ts';

const labels = { app: 'mongodb' };
const fromSecret = (key: string): object => ({ secretKeyRef: { name: 'mongodb-root', key } });

const database = (namespace: string): readonly object[] => [
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'mongodb-root', namespace },
    stringData: { username: 'root', password: 'a p@ss' },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'mongodb', namespace },
    spec: {
      serviceName: 'mongodb',
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'mongodb',
              image: 'mongo:8.0.29',
              ports: [{ containerPort: 27017 }],
              env: [
                { name: 'MONGO_INITDB_ROOT_USERNAME', valueFrom: fromSecret('username') },
                { name: 'MONGO_INITDB_ROOT_PASSWORD', valueFrom: fromSecret('password') },
              ],
              volumeMounts: [{ name: 'data', mountPath: '/data/db' }],
            },
          ],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
    },
  },
];

describe('a simulated MongoDB', { concurrency: false }, () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await sharedCluster({ nodes: 2, databases: true });
  });
  after(() => cluster.stop());

  /** Does `work` with a client of one pod, through a port-forward of its own. */
  async function connected<T>(
    namespace: string,
    pod: string,
    work: (client: MongoClient) => Promise<T>,
  ): Promise<T> {
    const [port = 0] = await freePorts(1);
    const kubectl = (await readJson<{ kubectl: string }>(cluster.stateFile))?.kubectl ?? 'kubectl';
    const where = ['--kubeconfig', cluster.kubeconfig, '-n', namespace];
    const forward = spawn(kubectl, [...where, 'port-forward', pod, `${port}:27017`]);
    let said = '';
    forward.stdout.on('data', (data: Buffer) => (said += data.toString()));
    await until('port-forward to listen', 10_000, () => said.includes('Forwarding'));
    const client = new MongoClient(`mongodb://root:a%20p%40ss@127.0.0.1:${port}/?directConnection=true`, {
      serverSelectionTimeoutMS: 5000,
    });
    try {
      return await work(client);
    } finally {
      await client.close();
      forward.kill();
    }
  }

  const count = (client: MongoClient): Promise<number> =>
    client.db('shop').collection('orders').countDocuments();
  const uid = async (namespace: string, pod: string): Promise<string | undefined> =>
    (await cluster.get<{ metadata: { uid: string } }>('pod', pod, namespace))?.metadata.uid;

  test('keeps on its volume what was written, for each place by itself, and asks for the password', async () => {
    await using space = await testNamespace(cluster, 'db');
    await cluster.apply(...database(space.name));
    const ready = [
      '-n',
      space.name,
      'wait',
      '--for=jsonpath={.status.readyReplicas}=2',
      'sts/mongodb',
      '--timeout=60s',
    ];
    await cluster.must(ready);
    await connected(space.name, 'mongodb-0', async (client) => {
      await client
        .db('shop')
        .collection('orders')
        .insertMany([{ n: 1 }, { n: 2 }, { n: 3 }]);
    });
    assert.equal(await connected(space.name, 'mongodb-0', count), 3);
    assert.equal(await connected(space.name, 'mongodb-1', count), 0);

    const before = await uid(space.name, 'mongodb-0');
    await cluster.must(['-n', space.name, 'delete', 'pod', 'mongodb-0']);
    await until(
      'another mongodb-0',
      20_000,
      async () => ![undefined, before].includes(await uid(space.name, 'mongodb-0')),
    );
    await cluster.must(ready);
    assert.equal(await connected(space.name, 'mongodb-0', count), 3);

    await assert.rejects(
      connected(space.name, 'mongodb-0', async (client) => {
        const { host, port } = client.options.hosts[0] as { host: string; port: number };
        await using anonymous = new MongoClient(`mongodb://${host}:${port}/?directConnection=true`);
        return await count(anonymous);
      }),
      /requires authentication/,
    );
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ClusterNames } from '../../../src/language/sources.ts';
import { accepting, labels, offered } from './support.ts';

const set = (spec: string, container = '', pod = ''): string => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: data
spec:
${spec}  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
        tier: back
    spec:
${pod}      containers:
        - name: db
          image: registry.example/db:1
          ports:
            - name: sql
              containerPort: 5432
            - containerPort: 9187
${container}  volumeClaimTemplates:
    - metadata:
        name: data
`;

const service = `apiVersion: v1
kind: Service
metadata:
  name: db-pods
spec:
  clusterIP: None
  selector:
    app: db
`;

const secret = `apiVersion: v1
kind: Secret
metadata:
  name: login
stringData:
  user: admin
  password: x
`;

describe('keys', () => {
  test('of the map at hand, what it must have first, without those it has', async () => {
    const found = await labels(set('').replace('          image: registry.example/db:1\n', '          ¦\n'));
    assert.equal(found[0], 'image');
    assert.ok(found.includes('livenessProbe'));
    for (const there of ['name', 'ports']) assert.ok(!found.includes(there), there);
  });

  test('say their type and whether they must be there', async () => {
    const found = await offered(set('').replace('image: registry.example/db:1', 'im¦'));
    assert.equal(found.find(({ label }) => label === 'image')?.detail, 'string, required');
    assert.equal(found.find(({ label }) => label === 'env')?.detail, '[]EnvVar');
  });

  test('bring the next line with them where a map or a list has to follow', async () => {
    assert.match(
      await accepting(set('  ¦\n'), 'updateStrategy'),
      /\n {2}updateStrategy:\n {4}\n {2}selector/,
    );
    assert.match(await accepting(set('  ¦\n'), 'serviceName'), /\n {2}serviceName: \n {2}selector/);
    assert.match(await accepting(set('', '          env¦\n'), 'envFrom'), /\n {10}envFrom:\n {12}- \n/);
  });

  test('of an item whose dash is not typed yet', async () => {
    const text = await accepting(set('', '          env:\n            ¦\n'), 'name');
    assert.match(text, /env:\n {12}- name: \n/);
  });

  test('inside brackets', async () => {
    const text = set('  updateStrategy: {¦}\n');
    assert.deepEqual(await labels(text), ['rollingUpdate', 'type']);
    assert.match(await accepting(text, 'rollingUpdate'), /updateStrategy: \{rollingUpdate: \{\}\}/);
  });

  test('in the place of a key that has its colon', async () => {
    assert.match(await accepting(set('  repl¦icaz: 3\n'), 'replicas'), /\n {2}replicas: 3\n/);
  });

  test('and words are left out where another server offers them', async () => {
    assert.deepEqual(await labels(set('  ¦\n'), { fields: false }), []);
    assert.deepEqual(await labels(set('  podManagementPolicy: ¦\n'), { fields: false }), []);
  });

  test('are none in block scalars, comments, and where they would break the text', async () => {
    for (const text of [
      'apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    b: c\n    ¦',
      `${set('')}# se¦`,
      set('  replicas: 1\n      ¦\n'),
      set('').replace('          ports:\n', '          ports:\n        ¦\n'),
    ]) {
      assert.deepEqual(await labels(text), [], text);
    }
  });
});

describe('values', () => {
  test('that a field of words can have', async () => {
    assert.deepEqual(await labels(set('  podManagementPolicy: ¦\n')), ['OrderedReady', 'Parallel']);
    assert.deepEqual(await labels(set('', '          imagePullPolicy:¦\n')), [
      'Always',
      'IfNotPresent',
      'Never',
    ]);
    assert.match(await accepting(set('  podManagementPolicy:¦\n'), 'Parallel'), /Policy: Parallel\n/);
    assert.deepEqual(await labels(set('', '', '      restartPolicy: ¦\n')), ['Always']);
    assert.deepEqual(await labels(set('', '          tty: ¦\n')), ['true', 'false']);
  });

  test('Services of the file and of the workspace for serviceName', async () => {
    const text = `${set('  serviceName: d¦\n')}---\n${service}`;
    assert.deepEqual(await labels(text), ['db-pods']);
    assert.deepEqual(await labels(set('  serviceName: ¦\n'), { others: [service] }), ['db-pods']);
    const elsewhere = service.replace('name: db-pods', 'name: db-pods\n  namespace: elsewhere');
    assert.deepEqual(await labels(set('  serviceName: ¦\n'), { others: [elsewhere] }), []);
  });

  test('volumes and claim templates for mounts', async () => {
    const mounts = '          volumeMounts:\n            - name: ¦\n';
    const text = set('', mounts, '      volumes:\n        - name: tmp\n          emptyDir: {}\n');
    assert.deepEqual(await labels(text), ['data', 'tmp']);
  });

  test('labels for selectors, and the other way round', async () => {
    const selector = service.replace('    app: db\n', '    ¦\n');
    assert.deepEqual(await labels(selector, { others: [set('')] }), ['app: db', 'tier: back']);
    assert.deepEqual(await labels(service.replace('app: db', 'app: ¦'), { others: [set('')] }), ['db']);
    const template = set('').replace('        app: db\n        tier: back\n', '        ¦\n');
    assert.deepEqual(await labels(template), ['app: db']);
    const number = set('').replaceAll('app: db', 'app: "1"');
    assert.match(await accepting(selector, 'app: 1', { others: [number] }), /app: '1'/);
  });

  test('Secrets, ConfigMaps and their keys', async () => {
    const env = (rest: string): string =>
      set(
        '',
        `          env:\n            - name: A\n              valueFrom:\n                secretKeyRef:\n${rest}`,
      );
    const others = [secret];
    assert.deepEqual(await labels(env('                  name: ¦\n'), { others }), ['login']);
    const key = env('                  name: login\n                  key: ¦\n');
    assert.deepEqual(await labels(key, { others }), ['user', 'password']);
    const volume =
      '      volumes:\n        - name: a\n          secret:\n            secretName: login\n            items:\n              - key: ¦\n';
    assert.deepEqual(await labels(set('', '', volume), { others }), ['user', 'password']);
    assert.deepEqual(await labels(set('', '', '      imagePullSecrets: [{name: ¦}]\n'), { others }), [
      'login',
    ]);
  });

  test('ports by name', async () => {
    const probe = '          livenessProbe:\n            tcpSocket:\n              port: ¦\n';
    assert.deepEqual(await labels(set('', probe)), ['sql', '9187']);
    assert.match(await accepting(set('', probe), '9187'), /port: 9187\n/);
    assert.deepEqual(await labels(`${service}  ports:\n    - targetPort: ¦\n`, { others: [set('')] }), [
      'sql',
      '9187',
    ]);
  });

  test('of the cluster, where one is live', async () => {
    const cluster: ClusterNames = {
      names: async (kind) =>
        kind === 'StorageClass' ? ['fast'] : kind === 'Namespace' ? ['prod'] : undefined,
      keys: async () => ['tls.crt'],
      nodeLabels: async () => new Map([['disk', ['ssd']]]),
    };
    const text = set('').replace('name: data\n', 'name: data\n      spec:\n        storageClassName: ¦\n');
    assert.deepEqual(await labels(text, { cluster }), ['fast']);
    assert.deepEqual(await labels(set('').replace('namespace: data', 'namespace: ¦'), { cluster }), ['prod']);
    const node = '      nodeSelector:\n        ¦\n';
    assert.equal((await labels(set('', '', node), { cluster }))[0], 'disk: ssd');
    const key =
      '      imagePullSecrets: []\n      volumes:\n        - name: a\n          secret:\n            secretName: far\n            items: [{key: ¦}]\n';
    assert.deepEqual(await labels(set('', '', key), { cluster }), ['tls.crt']);
  });

  test('quoted as what is typed is', async () => {
    assert.match(
      await accepting(`${set('  serviceName: "d¦"\n')}---\n${service}`, 'db-pods'),
      /serviceName: "db-pods"\n/,
    );
  });
});

describe('whole objects', () => {
  for (const begun of ['kind: Stat¦', 'Stat¦', '---\nStat¦\n', '# mine\nkind: ¦']) {
    test(`in the place of ${JSON.stringify(begun)}`, async () => {
      const text = await accepting(begun, 'StatefulSet', { fields: false });
      assert.match(text, /^(?:---\n|# mine\n)?apiVersion: v1\nkind: Service\n[^]*\nkind: StatefulSet\n/);
      assert.doesNotMatch(text, /Stat\n|kind: kind/);
    });
  }

  test('in an empty document between others', async () => {
    const text = await accepting(`${service}---\nkind: Dae¦\n---\n${secret}`, 'DaemonSet');
    assert.match(
      text,
      /app: db\n---\napiVersion: apps\/v1\nkind: DaemonSet\n[^]*---\napiVersion: v1\nkind: Secret/,
    );
  });

  test('not where more is written: then the kind, with its version', async () => {
    assert.match(
      await accepting('metadata: {}\nkind: Dae¦\n', 'DaemonSet'),
      /\napiVersion: apps\/v1\nkind: DaemonSet\n/,
    );
    assert.deepEqual(await labels('apiVersion: policy/v1\nkind: ¦'), ['PodDisruptionBudget']);
    assert.deepEqual(await labels('kind: CronJob\napiVersion: ¦'), ['batch/v1']);
  });
});

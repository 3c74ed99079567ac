import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../../src/base/text.ts';
import { databaseExample, secretItem } from '../../../src/lint/databaseExample.ts';
import { serviceExample, setExample } from '../../../src/lint/examples.ts';
import { rolloutRules } from '../../../src/lint/rules/rollout/rules.ts';
import { find, fixesOf } from './support.ts';

const own = new Set(rolloutRules.map(({ code }) => code));

/** The group's own findings as `code@token`, hints left out. */
function marks(text: string, others: readonly string[] = []): string[] {
  return find(text, others)
    .filter(({ code, severity }) => own.has(code) && severity !== 'hint')
    .map(({ code, range }) => `${code}@${text.slice(range.start, range.end)}`);
}

/** How severe a code's finding is; undefined where there is none. */
function severity(code: string, text: string, others: readonly string[] = []): string | undefined {
  return find(text, others).find((finding) => finding.code === code)?.severity;
}

/** The text after the first fix, or the one of this title, of a code's first finding. */
function fixed(code: string, text: string, title = /./): string {
  const finding = find(text).find((one) => one.code === code);
  const fix = finding && fixesOf(finding).find((one) => title.test(one.title));
  assert.ok(fix, code);
  return applyEdits(text, fix.edits);
}

const set = (spec: string, container?: string): string =>
  setExample('StatefulSet', {
    spec: `serviceName: web\n${spec}`,
    ...(container === undefined ? {} : { container }),
  });
const agent = (container: string): string => setExample('DaemonSet', { container });

const rootOfMongo =
  secretItem('MONGO_INITDB_ROOT_USERNAME', 'db', 'username') +
  secretItem('MONGO_INITDB_ROOT_PASSWORD', 'db', 'password');
const database = (parts: Partial<Parameters<typeof databaseExample>[0]> = {}): string =>
  databaseExample({ name: 'db', image: 'mongo:8.0.29', env: rootOfMongo, mountPath: '/data/db', ...parts });

const budget = (spec: string, name = 'web'): string => `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: ${name}
spec:
  ${spec}
  selector:
    matchLabels:
      app: ${name}
`;

const scaler = (name: string, kind = 'StatefulSet'): string => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: ${kind}
    name: ${name}
  maxReplicas: 5
`;

test('what could be better is a hint, whatever is missing', () => {
  for (const { code, severity: own } of rolloutRules) {
    if (/-missing$/.test(code)) assert.equal(own, 'hint', code);
  }
});

test('requests: limits count, init containers do not; the fix keeps what is there', () => {
  const code = 'requests-missing';
  const limits = 'resources:\n  limits:\n    cpu: 1\n    memory: 1Gi\n';
  assert.equal(severity(code, agent(limits)), undefined);
  assert.equal(severity(code, agent('resources: {}')), 'hint');
  assert.equal(severity(code, agent('resources: null')), 'hint');
  const part = agent('resources: # small\n  requests:\n    cpu: 50m # enough\n');
  assert.match(
    fixed(code, part),
    /resources: # small\n {10}requests:\n {12}cpu: 50m # enough\n {12}memory: 128Mi\n/,
  );
  const whole =
    /image: registry\.example\/web:1\.4\.2\n {8}resources:\n {10}requests:\n {12}cpu: 100m\n {12}memory: 128Mi\n/;
  assert.match(fixed(code, agent('')), whole);
});

test('memory limit: the request is the first guess', () => {
  const text = agent('resources:\n  requests:\n    cpu: 1\n    memory: 2Gi\n');
  assert.match(fixed('memory-limit-missing', text), /memory: 2Gi\n {10}limits:\n {12}memory: 2Gi\n/);
});

test('readiness: asked of the container that serves, not of sidecars or of what has no port', () => {
  const code = 'readiness-probe-missing';
  assert.equal(severity(code, agent('')), undefined);
  assert.equal(severity(code, agent('ports:\n- containerPort: 80\n  protocol: UDP\n')), 'hint');
  const two = agent('ports:\n- containerPort: 80\nreadinessProbe:\n  tcpSocket:\n    port: 80\n');
  const sidecar = `${two}      - name: log\n        image: registry.example/log:1\n        ports:\n        - containerPort: 81\n`;
  assert.equal(severity(code, sidecar), undefined);
  const text = fixed(code, agent('ports:\n- name: http\n  containerPort: 80\n'));
  assert.match(text, /readinessProbe:\n {10}tcpSocket:\n {12}port: http\n/);
  assert.equal(severity(code, text), undefined);
});

test('probe ports: names only, in the same container', () => {
  const probe = (port: string): string =>
    agent(`ports:\n- name: http\n  containerPort: 80\nlivenessProbe:\n  httpGet:\n    port: ${port}\n`);
  assert.deepEqual(marks(probe('web')), ['probe-port-unknown@web']);
  assert.match(fixed('probe-port-unknown', probe('web')), /port: http\n/);
  for (const fine of ['http', '81', '"81"', 'null', '{}']) assert.deepEqual(marks(probe(fine)), [], fine);
  assert.deepEqual(marks(agent('livenessProbe:\n  grpc:\n    port: 1\n    service: x\n')), []);
});

test('probes of slow clients: only with a timeout of a second', () => {
  const probe = (command: string, more = ''): string =>
    agent(`livenessProbe:\n  exec:\n    command: ${command}\n${more}`);
  assert.deepEqual(marks(probe('[mongosh, --eval, x]')), ['probe-timeout-short@livenessProbe']);
  assert.deepEqual(marks(probe("[sh, -c, 'exec nodetool status']", '  timeoutSeconds: 1')), [
    'probe-timeout-short@1',
  ]);
  for (const fine of ['[mongo, --eval, x]', '[cat, /opt/mongosh.txt]', '[redis-cli, ping]', 'mongosh']) {
    assert.deepEqual(marks(probe(fine)), [], fine);
  }
  assert.deepEqual(marks(probe('[mongosh, --eval, x]', '  timeoutSeconds: 5')), []);
  assert.match(
    fixed('probe-timeout-short', probe('[mongosh, --eval, x]')),
    /command: \[mongosh, --eval, x\]\n {10}timeoutSeconds: 10\n/,
  );
});

test('probes that ask the socket', () => {
  const probe = (command: string): string =>
    databaseExample({
      name: 'db',
      image: 'postgres:18.6',
      env: secretItem('POSTGRES_PASSWORD', 'db', 'password'),
      container: `readinessProbe:\n  exec:\n    command:${command}\n`,
      mountPath: '/var/lib/postgresql',
    });
  const code = 'probe-before-ready';
  assert.match(
    fixed(code, probe(' [pg_isready, -U, postgres]')),
    /\[pg_isready, -U, postgres, -h127\.0\.0\.1\]/,
  );
  assert.match(
    fixed(code, probe('\n    - pg_isready\n    - -q')),
    /- pg_isready\n {12}- -q\n {12}- -h127\.0\.0\.1\n/,
  );
  assert.match(
    fixed(code, probe(' [sh, -c, "pg_isready -U $USER"]')),
    /"pg_isready -h 127\.0\.0\.1 -U \$USER"/,
  );
  for (const fine of [
    ' [pg_isready, -h, localhost]',
    ' [sh, -c, "pg_isready --host=x"]',
    ' [psql, -c, "select 1"]',
  ]) {
    assert.deepEqual(marks(probe(fine)), [], fine);
  }
});

test('liveness like readiness: only of databases, only where nothing differs', () => {
  const probes = (more = ''): string =>
    `readinessProbe:\n  tcpSocket: {port: 27017}\nlivenessProbe:\n  tcpSocket:\n    port: 27017\n${more}`;
  assert.deepEqual(marks(database({ container: probes() })), ['liveness-like-readiness@livenessProbe']);
  assert.deepEqual(marks(database({ container: probes('  periodSeconds: 60') })), []);
  assert.deepEqual(
    marks(database({ container: `${probes()}startupProbe:\n  tcpSocket: {port: 27017}` })),
    [],
  );
  assert.deepEqual(marks(agent(probes())), []);
});

test('grace: zero is for agents of nodes, short is a remark where it is written', () => {
  const pod = (seconds: string): string => `terminationGracePeriodSeconds: ${seconds}`;
  assert.equal(severity('grace-zero', setExample('DaemonSet', { pod: pod('0') })), 'hint');
  assert.equal(severity('grace-zero', setExample('StatefulSet', { pod: pod('0') })), 'warning');
  assert.match(
    fixed('grace-zero', database({ pod: pod('0 # now') })),
    /terminationGracePeriodSeconds: 60 # now/,
  );
  assert.equal(severity('grace-short', database({ pod: pod('10') })), 'info');
  assert.equal(severity('grace-short', database({ pod: pod('45') })), 'hint');
  assert.equal(severity('grace-short', database()), 'hint');
  for (const fine of ['60', '0', '"10"', 'null # 30'])
    assert.notEqual(severity('grace-short', database({ pod: pod(fine) })), 'info', fine);
  assert.equal(severity('grace-short', setExample('StatefulSet', { pod: pod('5') })), undefined);
});

test('quorum: only systems that vote, only even numbers', () => {
  const members = (replicas: number, container = 'args: [--replSet, rs0, --keyFile, /k]'): string =>
    database({ replicas, container });
  assert.deepEqual(marks(members(2)), ['quorum-even@2']);
  assert.deepEqual(marks(members(4)), ['quorum-even@4']);
  for (const fine of [1, 3, 5, 0]) assert.deepEqual(marks(members(fine)), [], String(fine));
  assert.deepEqual(marks(members(4, 'args: []')), []);
  assert.match(fixed('quorum-even', members(4)), /replicas: 5\n/);
  assert.match(fixed('quorum-even', members(4), /3 replicas/), /replicas: 3\n/);
  for (const image of [
    'minio/minio:1',
    'cassandra:5.0.9',
    'redis:8.10.1',
    'acme/zookeeper:1',
    'cockroachdb/cockroach:v25.1.0',
  ]) {
    assert.deepEqual(marks(database({ image, replicas: 4, env: '- name: A\n  value: b\n' })), [], image);
  }
});

test('budget: found in other files, by selector and namespace; the fix adds one behind the set', () => {
  const text = set('replicas: 3');
  assert.equal(severity('budget-missing', text), 'hint');
  assert.equal(severity('budget-missing', text, [budget('maxUnavailable: 1')]), undefined);
  assert.equal(severity('budget-missing', text, [budget('maxUnavailable: 1', 'other')]), 'hint');
  assert.equal(severity('budget-missing', set('replicas: 1')), undefined);
  const after = fixed('budget-missing', `${text}---\n${serviceExample('web')}`);
  assert.equal(severity('budget-missing', after), undefined);
  assert.ok(
    after.includes(`---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      app: web
---
apiVersion: v1
kind: Service
`),
  );
  assert.match(
    fixed('budget-missing', database({ replicas: 3 })),
    /unhealthyPodEvictionPolicy: IfHealthyBudget/,
  );
});

test('budgets that refuse every eviction: percentages are rounded up, one pod is a choice', () => {
  const code = 'budget-blocks-evictions';
  const three = [set('replicas: 3')];
  const found = (spec: string, others = three): string | undefined => severity(code, budget(spec), others);
  for (const bad of [
    'maxUnavailable: 0',
    'maxUnavailable: 0%',
    'minAvailable: 100%',
    'minAvailable: 3',
    'minAvailable: 67%',
  ]) {
    assert.equal(found(bad), 'warning', bad);
  }
  for (const fine of [
    'maxUnavailable: 1',
    'maxUnavailable: 1%',
    'minAvailable: 2',
    'minAvailable: 66%',
    'minAvailable: 0',
    'minAvailable: x',
  ]) {
    assert.equal(found(fine), undefined, fine);
  }
  assert.equal(found('minAvailable: 3', []), undefined);
  assert.equal(found('minAvailable: 1', [set('')]), 'info');
  assert.equal(found('minAvailable: 0', [set('replicas: 0')]), undefined);
  // Other pods count too.
  assert.equal(found('minAvailable: 3', [...three, agent('')]), undefined);
  assert.match(fixed(code, budget('minAvailable: 100% # all')), /\n {2}maxUnavailable: 1\n {2}selector:/);
});

test('budgets that let a majority go', () => {
  const code = 'budget-breaks-quorum';
  const five = [database({ replicas: 5, container: 'args: [--replSet, rs0, --keyFile, /k]' })];
  const found = (spec: string, others = five): string | undefined =>
    severity(code, budget(spec, 'db'), others);
  for (const bad of ['maxUnavailable: 3', 'maxUnavailable: 50%', 'minAvailable: 2', 'minAvailable: 20%']) {
    assert.equal(found(bad), 'warning', bad);
  }
  for (const fine of ['maxUnavailable: 2', 'maxUnavailable: 40%', 'minAvailable: 3', 'minAvailable: 50%']) {
    assert.equal(found(fine), undefined, fine);
  }
  assert.equal(found('maxUnavailable: 3', [database({ replicas: 5 })]), undefined);
});

test('partition: against the replicas that are written, not where others decide', () => {
  const rolling = (replicas: string, partition: number): string =>
    set(`${replicas}updateStrategy:\n  rollingUpdate:\n    partition: ${partition}`);
  const code = 'partition-holds-back';
  assert.equal(severity(code, rolling('replicas: 3\n', 3)), 'warning');
  assert.equal(severity(code, rolling('', 1)), 'warning');
  assert.equal(severity(code, rolling('replicas: 3\n', 2)), 'info');
  for (const fine of [rolling('replicas: 3\n', 0), rolling('replicas: 0\n', 2), rolling('', 2)]) {
    assert.equal(severity(code, fine), undefined, fine);
  }
  assert.equal(severity(code, rolling('replicas: 3\n', 3), [scaler('web')]), undefined);
  assert.match(fixed(code, rolling('replicas: 3\n', 3)), /partition: 0\n/);
});

test('replicas beside an autoscaler of just this set', () => {
  const code = 'replicas-beside-autoscaler';
  assert.equal(severity(code, set('replicas: 3'), [scaler('web')]), 'hint');
  assert.equal(severity(code, set('replicas: 3'), [scaler('other')]), undefined);
  assert.equal(severity(code, set('replicas: 3'), [scaler('web', 'Deployment')]), undefined);
  assert.equal(severity(code, set(''), [scaler('web')]), undefined);
});

test('start order', () => {
  const nodes = (image: string, policy: string, container?: string): string =>
    database({
      image,
      replicas: 3,
      env: '- name: CASSANDRA_SEEDS\n  value: x\n',
      spec: policy,
      ...(container === undefined ? {} : { container }),
    });
  const code = 'start-order';
  assert.equal(severity(code, nodes('cassandra:5.0.9', 'podManagementPolicy: Parallel')), 'info');
  assert.equal(severity(code, nodes('cassandra:5.0.9', '')), undefined);
  const health = 'readinessProbe:\n  httpGet:\n    path: /health\n    port: 2379';
  assert.equal(severity(code, nodes('quay.io/coreos/etcd:v3.6.8', '', health)), 'info');
  assert.equal(severity(code, nodes('quay.io/coreos/etcd:v3.6.8', '')), undefined);
  assert.equal(
    severity(code, nodes('quay.io/coreos/etcd:v3.6.8', 'podManagementPolicy: Parallel', health)),
    undefined,
  );
});

test('labels of nodes: in selectors, affinity and topology keys', () => {
  const pod = (text: string): string => setExample('DaemonSet', { pod: text });
  const affinity = (keys: readonly string[]): string =>
    pod(`affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
${keys.map((key) => `      - matchExpressions:\n        - key: ${key}\n          operator: Exists\n`).join('')}`);
  const spread = pod(`topologySpreadConstraints:
- maxSkew: 1
  topologyKey: failure-domain.beta.kubernetes.io/zone
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels:
      app: web
`);
  assert.deepEqual(marks(spread), ['label-deprecated@failure-domain.beta.kubernetes.io/zone']);
  assert.deepEqual(marks(affinity(['beta.kubernetes.io/arch'])), [
    'label-deprecated@beta.kubernetes.io/arch',
  ]);
  const [master, plane] = ['node-role.kubernetes.io/master', 'node-role.kubernetes.io/control-plane'];
  assert.deepEqual(marks(affinity([master])), [`master-label-gone@${master}`]);
  assert.deepEqual(marks(affinity([master, plane])), []);
  assert.match(
    fixed('label-deprecated', pod('nodeSelector: {"beta.kubernetes.io/os": linux}')),
    /\{"?kubernetes\.io\/os"?: linux\}/,
  );
  assert.deepEqual(marks(pod('nodeSelector:\n  kubernetes.io/os: linux')), []);
});

test('ports: the same number of the same protocol, or a name in two containers', () => {
  const ports = (text: string): string => agent(`ports:\n${text}`);
  assert.deepEqual(marks(ports('- containerPort: 80\n- containerPort: 80\n')), ['port-repeated@80']);
  for (const fine of [
    '- containerPort: 80\n- containerPort: 81\n',
    '- containerPort: 53\n  protocol: TCP\n- containerPort: 53\n  protocol: UDP\n',
    '- containerPort: 80\n  hostIP: 10.0.0.1\n- containerPort: 80\n  hostIP: 10.0.0.2\n',
  ]) {
    assert.deepEqual(marks(ports(fine)), [], fine);
  }
  const two = `${ports('- name: http\n  containerPort: 80\n')}      - name: b\n        image: registry.example/b:1\n        ports:\n        - name: http\n          containerPort: 81\n`;
  assert.equal(severity('port-repeated', two), 'info');
});

test('what a StatefulSet drops or a DaemonSet ignores', () => {
  const strategy = 'updateStrategy:\n  type: RollingUpdate\n  rollingUpdate:\n    maxUnavailable: 2';
  assert.equal(severity('max-unavailable-ignored', set(strategy)), 'info');
  assert.equal(severity('max-unavailable-ignored', setExample('DaemonSet', { spec: strategy })), undefined);
  const onDelete = (kind: 'StatefulSet' | 'DaemonSet'): string =>
    setExample(kind, { spec: 'updateStrategy:\n  type: OnDelete\n  rollingUpdate: {}' });
  assert.equal(severity('rolling-update-ignored', onDelete('DaemonSet')), 'warning');
  assert.equal(severity('update-on-delete', onDelete('DaemonSet')), undefined);
  assert.equal(severity('rolling-update-ignored', onDelete('StatefulSet')), undefined);
});

test('patches and odd shapes are left alone', () => {
  const patch =
    'apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: db\nspec:\n  replicas: 4\n  template:\n    spec:\n      containers:\n      - name: db\n        ports:\n        - containerPort: 80\n';
  assert.deepEqual(marks(patch), []);
  assert.deepEqual(
    find(patch).filter(({ code }) => own.has(code)),
    [],
  );
  for (const odd of [
    'ports: {}',
    'ports: [null, 3]',
    'resources: x',
    'readinessProbe: []',
    'livenessProbe:\n  exec: x',
  ])
    find(agent(odd));
  for (const odd of [
    'replicas: x',
    'replicas: {}',
    'updateStrategy: x',
    'updateStrategy:\n  rollingUpdate:\n    partition: x',
  ])
    find(set(odd));
  for (const odd of ['maxUnavailable: {}', 'minAvailable: []']) find(budget(odd), [set('replicas: 3')]);
});

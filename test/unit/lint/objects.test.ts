import assert from 'node:assert/strict';
import { test } from 'node:test';
import { find, fixed, fixesOf } from './support.ts';

// What a real API server accepts must stay without errors, and what is fixed must be what a person would write.

const errors = (text: string, others: readonly string[] = []): readonly string[] =>
  find(text, others)
    .filter(({ severity }) => severity === 'error')
    .map(({ code, range }) => `${code}@${text.slice(range.start, range.end)}`);

const codes = (text: string, others: readonly string[] = []): readonly string[] =>
  find(text, others)
    .filter(({ severity }) => severity !== 'hint')
    .map(({ code }) => code);

const object = (apiVersion: string, kind: string, rest: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: web\n${rest}`;
const service = (spec: string): string => object('v1', 'Service', `spec:\n${spec}`);
const secret = (rest: string): string => object('v1', 'Secret', rest);
const claim = (spec: string): string => object('v1', 'PersistentVolumeClaim', `spec:\n${spec}`);

test('Services that the API server accepts', () => {
  for (const spec of [
    '  clusterIP: None\n',
    '  clusterIP: "None"\n  selector: {app: a}\n',
    '  type: ExternalName\n  externalName: db.example.org.\n',
    '  ports:\n  - port: 53\n    name: a\n  - port: 53\n    name: b\n    protocol: UDP\n',
    '  ports:\n  - port: 80\n    targetPort: 0\n',
    '  ports:\n  - port: 80\n    targetPort:\n',
    '  ports:\n  - port: 80\n    name: ""\n    nodePort: 0\n',
    '  ports:\n  - port: 80\n    name: a-name-that-is-longer-than-15\n',
    '  type: LoadBalancer\n  loadBalancerSourceRanges: [" 10.0.0.0/8 "]\n  ports:\n  - port: 80\n',
    '  type: LoadBalancer\n  externalTrafficPolicy: Local\n  ports:\n  - port: 80\n    nodePort: 32767\n',
    '  externalIPs: [192.0.2.1]\n  externalTrafficPolicy: Local\n  ports:\n  - port: 80\n',
    '  clusterIP: ""\n  ports:\n  - port: 80\n',
    '  sessionAffinityConfig: {clientIP: {timeoutSeconds: 0}}\n  ports:\n  - port: 80\n',
  ]) {
    assert.deepEqual(errors(service(spec)), [], spec);
  }
});

test('of no shape of a Service anything is thrown', () => {
  for (const value of ['', ' []', ' {}', ' 1', ' text', ' [[]]', ' [null]', ' [{}]', ' [1, a]', ' {a: b}']) {
    for (const key of [
      'ports',
      'clusterIPs',
      'ipFamilies',
      'externalIPs',
      'type',
      'selector',
      'sessionAffinityConfig',
    ])
      find(service(`  ${key}:${value}\n`));
    find(object('v1', 'Service', `spec:${value}\n`));
  }
});

test('a kustomize patch is not asked for what the object has elsewhere', () => {
  const patch = service('  type: NodePort\n');
  const kustomization = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n';
  assert.deepEqual(errors(patch), ['service-ports-missing@spec']);
  const named = find(patch, [`${kustomization}patches:\n- path: a.yaml\n`]);
  assert.deepEqual(
    named.filter(({ severity }) => severity === 'error').map(({ code }) => code),
    [],
  );
  const listed = find(patch, [`${kustomization}resources:\n- a.yaml\n`]);
  assert.ok(listed.some(({ code }) => code === 'service-ports-missing'));
  const role = object('rbac.authorization.k8s.io/v1', 'Role', 'rules:\n- verbs: [get]\n');
  assert.deepEqual(errors(role, [`${kustomization}patches:\n- path: a.yaml\n`]), []);
});

test('ports get the names that are meant', () => {
  assert.equal(
    fixed(service('  ports:\n  - port: 80 # the site\n  - name: metrics\n    port: 9090\n'), /Set name/),
    service('  ports:\n  - port: 80 # the site\n    name: http\n  - name: metrics\n    port: 9090\n'),
  );
  assert.equal(
    fixed(
      service('  ports:\n  - targetPort: amqp\n    port: 5672\n  - name: amqp\n    port: 1\n'),
      /Set name/,
    ),
    service(
      '  ports:\n  - targetPort: amqp\n    port: 5672\n    name: amqp-2\n  - name: amqp\n    port: 1\n',
    ),
  );
});

test('a quoted target port becomes a number, a name too long a shorter one', () => {
  assert.equal(
    fixed(service("  ports:\n  - port: 80\n    targetPort: '8080' # web\n")),
    service('  ports:\n  - port: 80\n    targetPort: 8080 # web\n'),
  );
  assert.equal(
    fixed(service('  ports:\n  - port: 80\n    targetPort: HTTP\n')),
    service('  ports:\n  - port: 80\n    targetPort: http\n'),
  );
});

test('a headless Service that is to be exposed becomes two', () => {
  const text = service(
    '  type: NodePort\n  clusterIP: None # peers\n  selector:\n    app: web\n  ports:\n  - port: 80\n    nodePort: 30080\n',
  );
  assert.equal(
    fixed(text, /Split/),
    `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  clusterIP: None # peers
  selector:
    app: web
  ports:
  - port: 80
---
apiVersion: v1
kind: Service
metadata:
  name: web-client
spec:
  type: NodePort
  selector:
    app: web
  ports:
  - port: 80
    nodePort: 30080
`,
  );
  assert.match(fixed(text, /Keep it headless/), /spec:\n {2}clusterIP: None # peers\n {2}selector/);
  assert.doesNotMatch(fixed(text, /address of its own/), /clusterIP/);
});

test('fields of another type of Service go, or the type changes', () => {
  const text = service('  ports:\n  - port: 80\n    nodePort: 30080\n');
  assert.equal(
    fixed(text, /NodePort/),
    service('  ports:\n  - port: 80\n    nodePort: 30080\n  type: NodePort\n'),
  );
  assert.equal(fixed(text, /Remove/), service('  ports:\n  - port: 80\n'));
  assert.deepEqual(
    errors(service('  type: Loadbalancer\n  loadBalancerClass: a\n  ports:\n  - port: 80\n')),
    ['value-unknown@Loadbalancer'],
  );
});

test('text in data moves to stringData, comments stay', () => {
  assert.equal(
    fixed(
      secret('type: Opaque # ours\ndata:\n  # the one of old\n  user: YWRtaW4=\n  password: s3cr3t!\n'),
      /stringData/,
    ),
    secret(
      'type: Opaque # ours\ndata:\n  # the one of old\n  user: YWRtaW4=\nstringData:\n  password: s3cr3t!\n',
    ),
  );
  assert.equal(
    fixed(secret('data:\n  password: "s3cr3t!"\n'), /Encode/),
    secret('data:\n  password: czNjcjN0IQ==\n'),
  );
});

test('Secrets that the API server accepts', () => {
  for (const rest of [
    'data:\n  a: ""\n  b:\n  c: YWI=\n',
    'data:\n  a: |\n    YWJj\n    YWI=\n',
    'type: kubernetes.io/tls\ndata:\n  tls.crt: ""\nstringData:\n  tls.key: a\n',
    'type: kubernetes.io/basic-auth\nstringData:\n  password: a\n',
    'type: example.org/tls\ndata: {}\n',
    'type: opaque\n',
    "type: kubernetes.io/dockerconfigjson\nstringData:\n  .dockerconfigjson: '{}'\n",
  ]) {
    assert.deepEqual(errors(secret(rest)), [], rest);
  }
});

test('a line break at the end is said of passwords, not of keys', () => {
  assert.deepEqual(codes(secret('data:\n  password: cGFzcwo=\n')), ['secret-ends-with-newline']);
  assert.deepEqual(
    codes(secret('data:\n  tls.key: cGFzcwo=\n  config.yaml: cGFzcwo=\n  passwords: cGFzcwo=\n')),
    [],
  );
  assert.equal(
    fixed(secret("data:\n  password: 'cGFzcwo=' # admin\n")),
    secret("data:\n  password: 'cGFzcw==' # admin\n"),
  );
});

test('keys of a typed Secret are renamed where one is meant', () => {
  const renamed = fixed(
    secret('type: kubernetes.io/tls\nstringData:\n  cert.crt: a\n  tls.key: b\n'),
    /Rename|Add/,
  );
  assert.match(renamed, /tls\.crt:/);
});

test('claims', () => {
  assert.equal(
    fixed(claim('  resources:\n    requests:\n      storage: 1Gi\n'), /ReadWriteOnce/),
    claim('  resources:\n    requests:\n      storage: 1Gi\n  accessModes:\n  - ReadWriteOnce\n'),
  );
  const size = '  resources: {requests: {storage: 1Gi}}\n';
  assert.deepEqual(
    errors(claim(`  accessModes: [ReadWriteOnce, ReadWriteOnce]\n  storageClassName: ""\n${size}`)),
    [],
  );
  // Dropped without a word.
  assert.deepEqual(errors(claim(`  accessModes: [ReadWriteOnce]\n  dataSource: {kind: Other}\n${size}`)), []);
  assert.deepEqual(errors(claim('  accessModes: [ReadWriteOnce]\n  resources: {requests: {storage: }}\n')), [
    'claim-storage-invalid@storage',
  ]);
});

test('a storage class moves out of its annotation, and the rest of them stays', () => {
  const body = (annotations: string, name: string): string =>
    `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: web\n${annotations}spec:\n  accessModes: [ReadWriteOnce]\n  resources: {requests: {storage: 1Gi}}\n${name}`;
  assert.equal(
    fixed(body('  annotations:\n    volume.beta.kubernetes.io/storage-class: fast\n', ''), /Move/),
    body('', '  storageClassName: fast\n'),
  );
});

test('roles get the group of their resources', () => {
  const role = (groups: string): string =>
    object(
      'rbac.authorization.k8s.io/v1',
      'ClusterRole',
      `rules:\n- resources: [statefulsets]\n  verbs: [get]\n${groups}`,
    );
  assert.equal(fixed(role('')), role('  apiGroups:\n  - apps\n'));
  assert.deepEqual(errors(role('').replace('statefulsets', '"*"')).length, 1);
});

test('bindings', () => {
  const binding = (kind: string, ref: string, subject: string): string =>
    object(
      'rbac.authorization.k8s.io/v1',
      kind,
      `roleRef:\n  kind: ${ref}\n  name: a\nsubjects:\n- ${subject}\n`,
    );
  assert.deepEqual(errors(binding('RoleBinding', 'Role', '{kind: ServiceAccount, name: a}')), []);
  assert.deepEqual(errors(binding('ClusterRoleBinding', 'ClusterRole', '{kind: User, name: "a b"}')), []);
  const text = binding('ClusterRoleBinding', 'ClusterRole', '{kind: ServiceAccount, name: fluentd}');
  const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: fluentd\n  namespace: logging\n';
  const [finding] = find(text, [account]);
  assert.ok(finding);
  assert.deepEqual(
    fixesOf(finding).map(({ title, preferred }) => `${title} ${String(preferred)}`),
    ['Set namespace to "logging" true'],
  );
});

test('jobs and schedules', () => {
  const job = (spec: string): string =>
    object(
      'batch/v1',
      'Job',
      `spec:\n${spec}  template:\n    spec:\n      restartPolicy: Never\n      containers:\n      - name: a\n        image: registry.example/a:1\n`,
    );
  assert.deepEqual(errors(job('  completionMode: Indexed\n')), []);
  assert.deepEqual(errors(job('  completionMode: Indexed\n  parallelism: 2\n')), [
    'job-indexes-invalid@spec',
  ]);
  const cron = (schedule: string): string =>
    object(
      'batch/v1',
      'CronJob',
      `spec:\n  schedule: ${schedule}\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: Never\n          containers:\n          - name: a\n            image: registry.example/a:1\n`,
    );
  assert.equal(fixed(cron('"0 3 * * 7"')), cron('"0 3 * * 0"'));
  assert.equal(fixed(cron("'0 0 3 * * *'")), cron("'0 3 * * *'"));
  assert.equal(fixed(cron('"@dayly"')), cron('"@daily"'));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../../src/base/text.ts';
import { serviceExample, setExample } from '../../../src/lint/examples.ts';
import { find, fixed, fixesOf } from './support.ts';

/** What a code finds, as `severity@token`. */
function of(code: string, text: string, others: readonly string[] = []): string[] {
  return find(text, others)
    .filter((finding) => finding.code === code)
    .map(({ severity, range }) => `${severity}@${text.slice(range.start, range.end)}`);
}

const set = (spec: string, more: Parameters<typeof setExample>[1] = {}): string =>
  setExample('StatefulSet', { spec, ...more });
const headless = serviceExample('web');
const client = (selector: string, port = '80'): string => `apiVersion: v1
kind: Service
metadata:
  name: client
spec:
  selector:
    ${selector}
  ports:
  - port: 80
    targetPort: ${port}
`;

test('service-selector-mismatch: the nearest Service of the name is meant', () => {
  const own = `${headless}---\n${set('serviceName: web')}`;
  const far = serviceExample('web').replace('app: web', 'app: other');
  assert.deepEqual(of('service-selector-mismatch', far, [own]), []);
  assert.deepEqual(of('service-selector-mismatch', far, [set('serviceName: web')]), ['warning@other']);
  const without = headless.replace(/ {2}selector:\n.*\n/, '');
  assert.deepEqual(of('service-selector-mismatch', `${without}---\n${set('serviceName: web')}`), [
    'warning@spec',
  ]);
});

test('service-selector-mismatch: the fix takes the labels of the set', () => {
  const text = `${headless.replace('app: web', 'app: wbe # labels')}---\n${set('serviceName: web')}`;
  assert.match(fixed(text, /Select the pods/), /selector:\n {4}app: web # labels\n/);
});

test('service-selects-nothing: only what is nearly right', () => {
  const pods = setExample('DaemonSet', { name: 'frontend' });
  const one = (selector: string): string[] =>
    of('service-selects-nothing', `${client(selector)}---\n${pods}`);
  assert.deepEqual(one('app: fronted'), ['warning@fronted']);
  assert.deepEqual(one('app: frontend'), []);
  assert.deepEqual(one('app: something-else'), []);
  assert.deepEqual(one('role: frontend'), [], 'a label that an operator may give');
  assert.deepEqual(one('statefulset.kubernetes.io/pod-name: frontend-0'), []);
  assert.deepEqual(of('service-selects-nothing', client('app: fronted'), [pods]), [], 'far away');
  const twin = pods.replaceAll('frontend', 'fronted');
  assert.deepEqual(of('service-selects-nothing', `${client('app: fronted')}---\n${pods}`, [twin]), []);
  const numbered = setExample('DaemonSet', { name: 'frontend-2' });
  assert.deepEqual(of('service-selects-nothing', `${client('app: frontend-1')}---\n${numbered}`), []);
  const elsewhere = client('app: fronted').replace('name: client', 'name: client\n  namespace: a');
  const there = pods.replace('name: frontend\nspec', 'name: frontend\n  namespace: b\nspec');
  assert.deepEqual(of('service-selects-nothing', `${elsewhere}---\n${there}`), []);
});

test('target-port-unknown: any selected pod that has the port will do', () => {
  const pods = setExample('DaemonSet', { container: 'ports:\n- name: http\n  containerPort: 80' });
  const twin = pods.replace('name: web\nspec', 'name: web2\nspec').replace('name: http', 'name: metrics');
  const text = (port: string): string => `${client('app: web', port)}---\n${pods}`;
  assert.deepEqual(of('target-port-unknown', text('https')), ['warning@https']);
  assert.deepEqual(of('target-port-unknown', text('http')), []);
  assert.deepEqual(of('target-port-unknown', text('8080')), [], 'a number need not be declared');
  assert.deepEqual(of('target-port-unknown', `${text('metrics')}---\n${twin}`), []);
  assert.deepEqual(of('target-port-unknown', client('app: other', 'https'), [pods]), []);
  assert.match(fixed(text('htpp'), /Change to "http"/), /targetPort: http\n/);
});

test('selectors-overlap: both ways, in one file', () => {
  const a = setExample('DaemonSet');
  const b = a.replace('name: web\nspec', 'name: web-2\nspec');
  assert.deepEqual(of('selectors-overlap', `${a}---\n${b}`), ['warning@web', 'warning@web']);
  assert.deepEqual(of('selectors-overlap', a, [b]), []);
  assert.deepEqual(of('selectors-overlap', `${a}---\n${a}`), [], 'the same object twice');
  const narrower = b.replace('      app: web\n  template', '      app: web\n      tier: x\n  template');
  assert.deepEqual(
    of(
      'selectors-overlap',
      `${a}---\n${narrower.replace('        app: web\n', '        app: web\n        tier: x\n')}`,
    ),
    [],
  );
});

test('spread-selector-mismatch: what is meant for other pods is left alone', () => {
  const anti = (selector: string): string =>
    set('serviceName: web', {
      pod: `affinity:
  podAntiAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
    - topologyKey: kubernetes.io/hostname
      labelSelector:
        ${selector}`,
    });
  const one = (selector: string): string[] => of('spread-selector-mismatch', anti(selector));
  assert.deepEqual(one('matchLabels: {app: web}'), []);
  assert.deepEqual(one('matchLabels: {app: database}'), []);
  assert.deepEqual(one('matchLabels: {k8s-app: web}'), ['warning@web']);
  assert.deepEqual(one('matchExpressions: [{key: name, operator: In, values: [web]}]'), ['warning@name']);
  const spread = set('serviceName: web', {
    pod: 'topologySpreadConstraints:\n- maxSkew: 1\n  topologyKey: zone\n  whenUnsatisfiable: ScheduleAnyway\n  labelSelector:\n    matchLabels:\n      app: wbe',
  });
  assert.deepEqual(of('spread-selector-mismatch', spread), ['warning@wbe']);
  assert.match(fixed(spread, /own labels/), /labelSelector:\n {10}matchLabels:\n {12}app: web\n/);
});

test('members-not-spread: the fix keeps what affinity there is', () => {
  const text = set('serviceName: web\nreplicas: 3', {
    pod: 'affinity:\n  nodeAffinity: {} # none yet',
  });
  const [finding] = find(text).filter(({ code }) => code === 'members-not-spread');
  assert.ok(finding);
  const [fix] = fixesOf(finding);
  assert.ok(fix);
  const after = applyEdits(text, fix.edits);
  assert.match(after, /nodeAffinity: \{\} # none yet\n {8}podAntiAffinity:\n/);
  assert.deepEqual(of('members-not-spread', after), []);
  assert.deepEqual(of('members-not-spread', set('serviceName: web')), [], 'one replica');
});

test('peer-host-unknown: only names that are surely those of pods', () => {
  const peers = (value: string, spec = 'serviceName: mongo\nreplicas: 3'): string =>
    `${serviceExample('mongo')}---\n${setExample('StatefulSet', {
      name: 'mongo',
      spec,
      metadata: 'namespace: db',
      container: `env:\n- name: HOSTS\n  value: "${value}"`,
    })}`;
  const one = (value: string, spec?: string): string[] => of('peer-host-unknown', peers(value, spec));
  assert.deepEqual(one('mongo-0.mongo,mongo-1.mongo.db.svc.cluster.local:27017'), []);
  assert.deepEqual(one('mongo-0.mongo,mongo-3.mongo'), ['info@mongo-3.mongo']);
  assert.deepEqual(one('mongo-1.mongo', 'serviceName: mongo\nreplicas: 1\nordinals: {start: 1}'), []);
  assert.deepEqual(one('mong-0.mongo'), ['warning@mong-0.mongo']);
  assert.deepEqual(one('mongo-0.mong'), ['warning@mongo-0.mong']);
  assert.deepEqual(one('mongo-0.mongo.other.svc'), ['warning@mongo-0.mongo.other.svc']);
  assert.deepEqual(one('mongo-0.example.com mongo-0.log redis-0.redis data-1.tar.gz'), []);
  assert.match(fixed(peers('a mong-0.mongo:1 b'), /Change to/), /value: "a mongo-0\.mongo:1 b"/);
});

test('set-name-too-long: 52 is the limit', () => {
  const named = (length: number): string =>
    setExample('StatefulSet', { name: 'a'.repeat(length), spec: 'serviceName: web' });
  assert.equal(of('set-name-too-long', named(52)).length, 0);
  assert.match(of('set-name-too-long', named(53))[0] ?? '', /^warning@/);
  assert.match(of('set-name-too-long', named(55))[0] ?? '', /^error@/);
  assert.equal(of('set-name-too-long', named(64)).length, 0, 'refused by the API server: another finding');
});

test('peers-unpublished: replicas that have a probe', () => {
  const etcd = (probe: string): string =>
    `${serviceExample('etcd')}---\n${setExample('StatefulSet', { name: 'etcd', image: 'quay.io/coreos/etcd:v3.6.0', spec: 'serviceName: etcd\nreplicas: 3', container: probe })}`;
  assert.deepEqual(of('peers-unpublished', etcd('readinessProbe: {tcpSocket: {port: 2379}}')), ['info@spec']);
  assert.deepEqual(of('peers-unpublished', etcd('args: []')), []);
  const mongo = (args: string): string =>
    `${serviceExample('db')}---\n${setExample('StatefulSet', { name: 'db', image: 'mongo:8.0.29', spec: 'serviceName: db\nreplicas: 3', container: `${args}\nreadinessProbe: {tcpSocket: {port: 27017}}` })}`;
  assert.deepEqual(of('peers-unpublished', mongo('args: [--replSet, rs0]')), ['info@spec']);
  assert.deepEqual(
    of('peers-unpublished', mongo('args: []')),
    [],
    'members that nothing joins look for none',
  );
});

test('service-missing: a headless Service of nearly the name that selects the pods is meant', () => {
  const named = (name: string, labels = 'app: web'): string =>
    `${serviceExample(name).replace(`app: ${name}`, labels)}---\n${set('serviceName: web')}`;
  assert.deepEqual(of('service-missing', named('webs')), ['warning@web']);
  assert.match(fixed(named('webs'), /Change to "webs"/), /serviceName: webs/);
  assert.deepEqual(of('service-missing', named('web-headless')), ['warning@web']);
  assert.deepEqual(of('service-missing', named('web2')), ['info@web'], 'another one, not a slip');
  assert.deepEqual(of('service-missing', named('webs', 'app: other')), ['info@web'], 'it selects other pods');
  const clustered = named('webs').replace('  clusterIP: None\n', '');
  assert.deepEqual(of('service-missing', clustered), ['info@web'], 'it gives pods no names');
});

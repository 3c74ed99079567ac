import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../../src/base/text.ts';
import { setExample } from '../../../src/lint/examples.ts';
import { parse } from '../../../src/manifest/parse.ts';
import { find, fixesOf } from './support.ts';

const set = `${setExample('StatefulSet', { spec: 'serviceName: web\nreplicas: 2' })}  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
      resources: {requests: {storage: 1Gi}}
`;

/** The fields that an update from one text to another would be refused for. */
function refused(before: string, after: string): string[] {
  return find(after, [], { before: parse(before) })
    .filter(({ code }) => code === 'immutable-field')
    .map(({ path }) => path);
}

function changed(text: string, from: string, to: string): string[] {
  assert.ok(text.includes(from), from);
  return refused(text, text.replace(from, to));
}

test('StatefulSet: what is no pod and no count is refused', () => {
  assert.deepEqual(changed(set, 'serviceName: web', 'serviceName: other'), ['spec.serviceName']);
  assert.deepEqual(changed(set, '  serviceName: web\n', ''), ['spec.serviceName']);
  assert.deepEqual(changed(set, 'replicas: 2', 'replicas: 2\n  podManagementPolicy: Parallel'), [
    'spec.podManagementPolicy',
  ]);
  assert.deepEqual(changed(set, 'storage: 1Gi', 'storage: 2Gi'), [
    'spec.volumeClaimTemplates[0].spec.resources.requests.storage',
  ]);
  assert.deepEqual(changed(set, '[ReadWriteOnce]', '[ReadWriteMany]'), [
    'spec.volumeClaimTemplates[0].spec.accessModes[0]',
  ]);
  assert.deepEqual(changed(set, '      name: data', '      name: data\n      labels: {a: b}'), [
    'spec.volumeClaimTemplates[0].metadata.labels',
  ]);
  assert.deepEqual(refused(set, set.slice(0, set.indexOf('  volumeClaimTemplates'))), [
    'spec.volumeClaimTemplates',
  ]);
  const relabelled = set.replaceAll('app: web', 'app: other');
  assert.deepEqual(refused(set, relabelled), ['spec.selector.matchLabels.app']);
});

test('StatefulSet: what may change, and what is the same to the API server, is left alone', () => {
  assert.deepEqual(changed(set, 'replicas: 2', 'replicas: 5'), []);
  assert.deepEqual(changed(set, 'image: registry.example/web:1.4.2', 'image: registry.example/web:2'), []);
  assert.deepEqual(changed(set, 'replicas: 2', 'minReadySeconds: 3\n  updateStrategy: {type: OnDelete}'), []);
  assert.deepEqual(changed(set, 'replicas: 2', 'podManagementPolicy: OrderedReady'), []);
  assert.deepEqual(changed(set, 'storage: 1Gi', 'storage: "1024Mi"'), []);
  assert.deepEqual(changed(set, '[ReadWriteOnce]', '[ReadWriteOnce]\n      volumeMode: Filesystem'), []);
  assert.deepEqual(
    changed(set, '  - metadata:', '  - apiVersion: v1\n    kind: PersistentVolumeClaim\n    metadata:'),
    [],
  );
  assert.deepEqual(changed(set, 'name: web\nspec', 'name: web2\nspec'), [], 'another object');
  assert.deepEqual(refused('', set), [], 'a new object');
});

test('the fix restores what was', () => {
  for (const [from, to] of [
    ['serviceName: web', 'serviceName: other'],
    ['  serviceName: web\n', ''],
    ['replicas: 2', 'replicas: 2\n  podManagementPolicy: Parallel'],
    ['storage: 1Gi', "storage: '5Gi'"],
  ] as const) {
    const after = set.replace(from, to);
    const [finding] = find(after, [], { before: parse(set) }).filter((f) => f.code === 'immutable-field');
    const [fix] = finding ? fixesOf(finding) : [];
    assert.ok(fix, to);
    assert.deepEqual(refused(set, applyEdits(after, fix.edits)), []);
  }
});

test('selectors of DaemonSets and Deployments', () => {
  const agent = setExample('DaemonSet');
  assert.deepEqual(refused(agent, agent.replaceAll('app: web', 'app: x')), ['spec.selector.matchLabels.app']);
  assert.deepEqual(changed(agent, '    spec:', '    spec:\n      nodeSelector: {a: b}'), []);
  const deployment = agent.replace('DaemonSet', 'Deployment');
  assert.deepEqual(refused(deployment, deployment.replaceAll('app: web', 'app: x')), [
    'spec.selector.matchLabels.app',
  ]);
});

const object = (kind: string, rest: string, apiVersion = 'v1'): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: x\n${rest}\n`;

test('Service: the address is for ever', () => {
  const service = (spec: string): string => object('Service', `spec:\n  ports: [{port: 80}]\n  ${spec}`);
  const of = (before: string, after: string): string[] => refused(service(before), service(after));
  assert.deepEqual(of('clusterIP: None', 'clusterIP: 10.0.77.77'), ['spec.clusterIP']);
  assert.deepEqual(of('selector: {a: b}', 'clusterIP: None'), ['spec.clusterIP']);
  assert.deepEqual(of('clusterIP: 10.0.0.7', 'clusterIP: 10.0.0.8'), ['spec.clusterIP']);
  assert.deepEqual(of('clusterIP: None', 'selector: {a: b}'), [], 'the server keeps it');
  assert.deepEqual(of('clusterIP: None', 'type: ExternalName\n  externalName: a.example'), []);
  assert.deepEqual(of('selector: {a: b}', 'selector: {a: c}'), []);
  assert.deepEqual(of('selector: {a: b}', 'type: NodePort'), []);
  assert.deepEqual(of('ipFamilies: [IPv4]', 'ipFamilies: [IPv6]'), ['spec.ipFamilies[0]']);
});

test('PersistentVolumeClaim: everything but the size, which only grows', () => {
  const claim = (size: string, rest = 'accessModes: [ReadWriteOnce]'): string =>
    object('PersistentVolumeClaim', `spec:\n  resources: {requests: {storage: ${size}}}\n  ${rest}`);
  assert.deepEqual(refused(claim('1Gi'), claim('2Gi')), []);
  assert.deepEqual(refused(claim('1Gi'), claim('500Mi')), ['spec.resources.requests.storage']);
  assert.deepEqual(refused(claim('1Gi'), claim('1Gi', 'accessModes: [ReadWriteMany]')), [
    'spec.accessModes[0]',
  ]);
  const withClass = (name: string): string => claim('1Gi', `storageClassName: ${name}`);
  assert.deepEqual(refused(withClass('a'), withClass('b')), ['spec.storageClassName']);
  assert.deepEqual(changed(claim('1Gi'), 'spec:', 'spec:\n  storageClassName: a'), []);
  assert.deepEqual(changed(claim('1Gi'), 'spec:', 'spec:\n  volumeName: a'), []);
  assert.deepEqual(changed(claim('1Gi'), 'spec:', 'spec:\n  volumeMode: Block'), ['spec.volumeMode']);
});

test('ConfigMap and Secret: only what says immutable, and the type', () => {
  assert.deepEqual(refused(object('ConfigMap', 'data: {a: b}'), object('ConfigMap', 'data: {a: c}')), []);
  const fixed = (kind: string, data: string): string => object(kind, `immutable: true\n${data}`);
  assert.deepEqual(refused(fixed('ConfigMap', 'data: {a: b}'), fixed('ConfigMap', 'data: {a: c}')), [
    'data.a',
  ]);
  assert.deepEqual(refused(fixed('ConfigMap', 'data: {a: b}'), object('ConfigMap', 'data: {a: b}')), [
    'immutable',
  ]);
  assert.deepEqual(refused(fixed('Secret', 'data: {a: Yg==}'), fixed('Secret', 'stringData: {a: b}')), []);
  assert.deepEqual(
    refused(fixed('Secret', 'stringData: {a: b}'), fixed('Secret', 'data: {zz: eHg=}\nstringData: {a: b}')),
    ['data'],
  );
  assert.deepEqual(refused(object('Secret', 'data: {}'), object('Secret', 'type: example.org/other')), [
    'type',
  ]);
  assert.deepEqual(refused(object('Secret', 'data: {}'), object('Secret', 'type: Opaque')), []);
});

test('bindings, classes, volumes, jobs', () => {
  const rbac = 'rbac.authorization.k8s.io/v1';
  const binding = (role: string): string =>
    object('RoleBinding', `roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${role}}`, rbac);
  assert.deepEqual(refused(binding('a'), binding('b')), ['roleRef.name']);
  const storage = (rest: string): string =>
    object('StorageClass', `provisioner: example.org/x\n${rest}`, 'storage.k8s.io/v1');
  assert.deepEqual(refused(storage('parameters: {a: b}'), storage('parameters: {a: c}')), ['parameters.a']);
  assert.deepEqual(refused(storage(''), storage('allowVolumeExpansion: true')), []);
  assert.deepEqual(refused(storage(''), storage('reclaimPolicy: Delete')), []);
  assert.deepEqual(refused(storage(''), storage('reclaimPolicy: Retain')), ['reclaimPolicy']);
  const volume = (spec: string): string => object('PersistentVolume', `spec:\n  ${spec}`);
  assert.deepEqual(refused(volume('hostPath: {path: /a}'), volume('hostPath: {path: /b}')), [
    'spec.hostPath.path',
  ]);
  assert.deepEqual(refused(volume('capacity: {storage: 1Gi}'), volume('capacity: {storage: 2Gi}')), []);
  const job = (image: string, rest = ''): string =>
    object('Job', `spec:\n  ${rest}template: {spec: {containers: [{name: a, image: ${image}}]}}`, 'batch/v1');
  assert.deepEqual(refused(job('a'), job('b')), ['spec.template.spec.containers[0].image']);
  assert.deepEqual(refused(job('a'), job('a', 'parallelism: 3\n  ')), []);
  const priority = (value: number): string =>
    object('PriorityClass', `value: ${value}`, 'scheduling.k8s.io/v1');
  assert.deepEqual(refused(priority(1), priority(2)), ['value']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claimExample } from '../../../src/lint/claimExample.ts';
import { databaseExample } from '../../../src/lint/databaseExample.ts';
import { setExample } from '../../../src/lint/examples.ts';
import type { LintOptions } from '../../../src/lint/lint.ts';
import { find, fixed } from './support.ts';

function of(code: string, text: string, others: readonly string[] = [], options: LintOptions = {}): string[] {
  return find(text, others, options)
    .filter((finding) => finding.code === code)
    .map(({ severity, range }) => `${severity}@${text.slice(range.start, range.end)}`);
}

const claim = (line: string): string =>
  `${line}accessModes: [ReadWriteOnce]\nresources: {requests: {storage: 1Gi}}`;

test('storage-class-unknown: files, volumes of the class, and the cluster know classes', () => {
  const text = claimExample({ claim: claim('storageClassName: fast\n') });
  const kind = 'apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata:\n  name: fast\nprovisioner: x\n';
  const volume =
    'apiVersion: v1\nkind: PersistentVolume\nmetadata:\n  name: a\nspec:\n  storageClassName: fast\n';
  const known = (...storageClasses: string[]): LintOptions => ({
    facts: { namespace: undefined, service: () => undefined, storageClasses: () => storageClasses },
  });
  assert.deepEqual(of('storage-class-unknown', text), ['info@fast']);
  assert.deepEqual(of('storage-class-unknown', text, [kind]), []);
  assert.deepEqual(of('storage-class-unknown', text, [volume]), []);
  assert.deepEqual(of('storage-class-unknown', text, [], known('fast')), []);
  assert.deepEqual(of('storage-class-unknown', text, [], known('standard')), ['warning@fast']);
  assert.deepEqual(of('storage-class-unknown', claimExample({ claim: claim("storageClassName: ''\n") })), []);
  assert.doesNotMatch(fixed(text, /default class/), /storageClassName/);
});

test('data-not-kept: anything mounted that outlives the pod will do', () => {
  const mongo = (parts: Partial<Parameters<typeof databaseExample>[0]> = {}): string =>
    databaseExample({ name: 'mongodb', image: 'mongo:8.0.29', ...parts });
  const one = (text: string): string[] => of('data-not-kept', text);
  assert.deepEqual(one(mongo()), ['warning@mongo:8.0.29']);
  assert.deepEqual(one(mongo({ mountPath: '/data/db' })), []);
  assert.deepEqual(one(mongo({ mountPath: '/elsewhere' })), ['warning@mongo:8.0.29']);
  assert.deepEqual(one(mongo({ mountPath: '/elsewhere', container: 'args: [--dbpath=/elsewhere]' })), []);
  assert.deepEqual(one(mongo({ mountPath: '/data' })), []);
  assert.deepEqual(one(mongo({ container: 'args: [--dbpath=/tmp]' })), []);
  const volume = (source: string): string =>
    mongo({
      pod: `volumes:\n- name: v\n  ${source}`,
      container: 'volumeMounts:\n- name: v\n  mountPath: /data/db',
    });
  assert.deepEqual(one(volume('emptyDir: {}')), ['warning@mongo:8.0.29']);
  assert.deepEqual(one(volume('persistentVolumeClaim: {claimName: a}')), []);
  assert.deepEqual(one(volume('nfs: {server: a, path: /b}')), []);
  assert.deepEqual(one(mongo({ image: 'redis:8.10.1' })), ['info@redis:8.10.1']);
  assert.deepEqual(one(mongo({ image: 'example.org/mongo' })), []);
});

test('data-not-kept: the fix adds template and mount beside what is there', () => {
  const text = databaseExample({
    name: 'mongodb',
    image: 'mongo:8.0.29',
    container: 'volumeMounts:\n- name: tmp # scratch\n  mountPath: /tmp',
    pod: 'volumes:\n- name: tmp\n  emptyDir: {}',
  });
  const after = fixed(text, /Add a claim template "data"/);
  assert.match(
    after,
    /- name: tmp # scratch\n {10}mountPath: \/tmp\n {8}- name: data\n {10}mountPath: \/data\/db\n/,
  );
  assert.match(after, /\n {2}volumeClaimTemplates:\n {2}- metadata:\n {6}name: data\n/);
  assert.deepEqual(of('data-not-kept', after), []);
});

test('claim-shared-by-replicas: by what the claim says', () => {
  const set = (replicas: number, mount = 'mountPath: /data'): string =>
    setExample('StatefulSet', {
      spec: `replicas: ${replicas}`,
      pod: 'volumes:\n- name: data\n  persistentVolumeClaim:\n    claimName: shared',
      container: `volumeMounts:\n- name: data\n  ${mount}`,
    });
  const claimed = (mode: string): string =>
    `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: shared\nspec:\n  accessModes: [${mode}]\n`;
  const one = (text: string, ...others: string[]): string[] => of('claim-shared-by-replicas', text, others);
  assert.deepEqual(one(set(3), claimed('ReadWriteOnce')), ['warning@shared']);
  assert.deepEqual(one(set(3), claimed('ReadWriteMany')), []);
  assert.deepEqual(one(set(3)), ['info@shared']);
  assert.deepEqual(one(set(1), claimed('ReadWriteOnce')), []);
  assert.deepEqual(one(set(3, 'mountPath: /data\n  readOnly: true'), claimed('ReadWriteOnce')), []);
});

test('quantity-implausible: units that are missing or too small', () => {
  const memory = (value: string): string[] =>
    of(
      'quantity-implausible',
      setExample('DaemonSet', { container: `resources: {limits: {memory: ${value}}}` }),
    );
  for (const value of ['512', '512m', '100k', 'Gi', '"64"']) assert.equal(memory(value).length, 1, value);
  for (const value of ['0', '1Mi', '128Mi', '1e9', '2G', '10000000'])
    assert.deepEqual(memory(value), [], value);
  const cpu = (value: string): string[] =>
    of(
      'quantity-implausible',
      setExample('DaemonSet', { container: `resources: {requests: {cpu: ${value}}}` }),
    );
  assert.equal(cpu('500').length, 1);
  for (const value of ['500m', '2', '96', '0.5']) assert.deepEqual(cpu(value), [], value);
  const storage = claimExample({ claim: claim('').replace('1Gi', '10') });
  assert.deepEqual(of('quantity-implausible', storage), ['warning@10']);
  assert.match(fixed(storage, /Change to/), /storage: 10Gi/);
});

test('volume-unused and volume-hidden share no finding', () => {
  const text = claimExample({ pod: 'volumes:\n- name: data\n  emptyDir: {}\n- name: other\n  emptyDir: {}' });
  assert.deepEqual(of('volume-hidden', text), ['info@data']);
  assert.deepEqual(of('volume-unused', text), ['hint@other']);
  const unmounted = text.replace('- name: data\n          mountPath', '- name: other\n          mountPath');
  assert.deepEqual(of('volume-unused', unmounted), ['hint@data']);
  const patch = setExample('DaemonSet', { pod: 'volumes:\n- name: a\n  emptyDir: {}' })
    .replace(/ *image: .*\n/, '')
    .replace(/ {2}selector:\n.*\n.*\n/, '');
  assert.deepEqual(of('volume-unused', patch), [], 'a patch adds to what is elsewhere');
});

test('hostpath-in-set: the paths of drivers are theirs', () => {
  const one = (path: string): string[] =>
    of(
      'hostpath-in-set',
      setExample('StatefulSet', {
        pod: `volumes:\n- name: a\n  hostPath:\n    path: ${path}`,
        container: 'volumeMounts:\n- name: a\n  mountPath: /a',
      }),
    );
  assert.deepEqual(one('/mnt/data'), ['info@/mnt/data']);
  for (const path of [
    '/var/lib/kubelet/plugins/x',
    '/dev',
    '/run/x.sock',
    '/etc/localtime',
    '/var/run/docker.sock',
  ]) {
    assert.deepEqual(one(path), [], path);
  }
});

test('mount-path-relative: not for Windows', () => {
  const one = (path: string): string[] =>
    of(
      'mount-path-relative',
      setExample('DaemonSet', { container: `volumeMounts:\n- name: a\n  mountPath: ${path}` }),
    );
  assert.deepEqual(one('data'), ['info@data']);
  for (const path of ['/data', "'C:\\data'", "'data\\x'", '$(DIR)']) assert.deepEqual(one(path), [], path);
});

test('claim-differs: only claims that a set takes', () => {
  const pvc = (name: string, size: string): string =>
    `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: ${name}\nspec:\n  accessModes: [ReadWriteOnce]\n  resources: {requests: {storage: ${size}}}\n`;
  assert.deepEqual(of('claim-differs', pvc('data-web-1', '2Gi'), [claimExample()]), ['info@2Gi']);
  assert.deepEqual(of('claim-differs', pvc('data-web-1', '1024Mi'), [claimExample()]), []);
  assert.deepEqual(of('claim-differs', pvc('data-web-x', '2Gi'), [claimExample()]), []);
});

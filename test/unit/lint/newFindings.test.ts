import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setExample } from '../../../src/lint/examples.ts';
import { find, fixed, fixesOf } from './support.ts';

function titles(text: string, code: string): string[] {
  return find(text)
    .filter((finding) => finding.code === code)
    .flatMap((finding) => fixesOf(finding).map(({ title }) => title));
}

function errors(text: string): string[] {
  return find(text)
    .filter(({ severity }) => severity === 'error')
    .map(({ code }) => code);
}

test('a set of an older version gets the selector that it had from its template', () => {
  const set = setExample('DaemonSet');
  const old = set.replace('apps/v1', 'extensions/v1beta1').replace(/ {2}selector:\n.*\n.*\n/, '');
  assert.ok(!old.includes('selector:'));
  const after = fixed(old, /Change to apps\/v1/);
  assert.deepEqual(errors(after), []);
  assert.match(after, / {2}selector:\n {4}matchLabels:\n {6}app: web\n/);
});

test('privileged stays where a mount back to the node needs it', () => {
  const of = (propagation: string): string =>
    setExample('StatefulSet', {
      spec: 'serviceName: ""',
      container: `securityContext:\n  privileged: true\nvolumeMounts:\n- name: v\n  mountPath: /v\n  mountPropagation: ${propagation}`,
      pod: 'volumes:\n- name: v\n  emptyDir: {}',
    });
  assert.deepEqual(titles(of('Bidirectional'), 'host-privileges'), []);
  assert.deepEqual(titles(of('HostToContainer'), 'host-privileges'), ['Remove privileged']);
});

test('a container beside one that must be root refuses it for itself alone', () => {
  const text = setExample('StatefulSet', {
    spec: 'serviceName: ""',
    pod: 'initContainers:\n- name: init\n  image: busybox:1.37\n  securityContext:\n    runAsUser: 0',
  });
  const after = fixed(text, /Refuse to run as root/);
  assert.deepEqual(errors(after), []);
  assert.match(after, / {8}securityContext:\n {10}runAsNonRoot: true\n/);
});

test('a version that keeps its data elsewhere is not offered', () => {
  const of = (image: string): string => setExample('StatefulSet', { spec: 'serviceName: ""', image });
  assert.ok(titles(of('postgres:12.3'), 'image-end-of-life').every((title) => !title.includes(' 18.')));
  assert.notEqual(titles(of('postgres:12.3'), 'image-end-of-life').length, 0);
});

test('a limit is not made of a request that is no quantity', () => {
  const of = (memory: string): string =>
    setExample('StatefulSet', {
      spec: 'serviceName: ""',
      container: `resources:\n  requests:\n    memory: ${memory}`,
    });
  assert.deepEqual(titles(of('512MB'), 'memory-limit-missing'), ['Set the memory limit to 256Mi']);
  assert.deepEqual(titles(of('1Gi'), 'memory-limit-missing'), ['Set the memory limit to 1Gi']);
});

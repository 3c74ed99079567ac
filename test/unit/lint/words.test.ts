import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setExample } from '../../../src/lint/examples.ts';
import { applyEdits } from '../../../src/base/text.ts';
import { find, fixed, fixesOf } from './support.ts';

const role = (rule: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: reader
rules:
- ${rule}
`;

/** What a code says of a text, as `token -> the text's line after the first fix`. */
function meant(code: string, text: string): string[] {
  return find(text)
    .filter((finding) => finding.code === code)
    .map((finding) => {
      const { start, end } = finding.range;
      const [fix] = fixesOf(finding);
      const after = fix ? applyEdits(text, fix.edits) : '';
      const line = text.slice(0, start).split('\n').length - 1;
      return `${text.slice(start, end)} -> ${after.split('\n')[line]?.trim() ?? ''}`;
    });
}

const words = (groups: string, resources: string, verbs = '[get]'): string[] =>
  meant('role-word-unknown', role(`apiGroups: ${groups}\n  resources: ${resources}\n  verbs: ${verbs}`));

test('role-word-unknown: resources are of the plural and in small letters', () => {
  assert.deepEqual(words('[""]', '[pod]'), ['pod -> resources: [pods]']);
  assert.deepEqual(words('[""]', '[Pods/log]'), ['Pods/log -> resources: [pods/log]']);
  assert.deepEqual(words('[""]', '[pod, pods]'), ['pod -> resources: [pods]']);
  assert.deepEqual(words('[networking.k8s.io]', '[NetworkPolicy, ingress]'), [
    'NetworkPolicy -> resources: [networkpolicies, ingress]',
    'ingress -> resources: [NetworkPolicy, ingresses]',
  ]);
  assert.deepEqual(words('[apps]', '[sts]'), ['sts -> resources: [statefulsets]']);
  assert.deepEqual(
    words('["", apps]', '[pods, pods/exec, "*", deployments/scale, "*/scale", jobs, things]'),
    [],
  );
  assert.deepEqual(words('[example.com]', '[pod]', '[read]'), [], 'another group has words of its own');
  assert.deepEqual(words('["*"]', '[pod]', '[read]'), []);
});

test('role-word-unknown: a group is written without a version', () => {
  assert.deepEqual(words('[apps/v1]', '[deployments]'), ['apps/v1 -> - apiGroups: [apps]']);
  assert.deepEqual(words('[v1]', '[pod]'), ["v1 -> - apiGroups: ['']", 'pod -> resources: [pods]']);
  assert.deepEqual(words('[core]', '[pods]'), ["core -> - apiGroups: ['']"]);
  assert.deepEqual(words('[example.com/v1beta1]', '[x]'), [
    'example.com/v1beta1 -> - apiGroups: [example.com]',
  ]);
});

test('role-word-unknown: verbs are those of the API', () => {
  assert.deepEqual(words('[""]', '[pods]', '[read]'), ['read -> verbs: [get]']);
  assert.deepEqual(words('[""]', '[pods]', '[get, view]'), ['view -> verbs: [get]']);
  assert.deepEqual(words('[""]', '[pods]', '[LIST, wach]'), [
    'LIST -> verbs: [list, wach]',
    'wach -> verbs: [LIST, watch]',
  ]);
  assert.deepEqual(words('[""]', '[pods]', '[get, "*", bind, deletecollection, own]'), []);
  assert.deepEqual(meant('role-word-unknown', role('nonResourceURLs: [/x]\n  verbs: [post]')), []);
});

test('command-one-word: a command line that no shell splits', () => {
  const probe = (command: string): string =>
    setExample('DaemonSet', { container: `livenessProbe: {exec: {command: ${command}}}` });
  const says = (command: string): number => meant('command-one-word', probe(command)).length;
  assert.equal(says('["redis-cli ping"]'), 1);
  assert.equal(says('["/usr/bin/test -f /ready"]'), 1);
  assert.equal(says('[redis-cli, ping]'), 0);
  assert.equal(says('[sh, -c, "redis-cli ping"]'), 0);
  assert.equal(says('["/ready"]'), 0);
  assert.equal(says('["$(PROGRAM) x"]'), 0);
  assert.match(fixed(probe('["redis-cli ping"]'), /Make each/), /command: \[redis-cli, ping\]/);
  const piped = probe('["redis-cli ping | grep PONG"]');
  const [finding] = find(piped).filter(({ code }) => code === 'command-one-word');
  assert.ok(finding);
  assert.deepEqual(
    fixesOf(finding).map(({ title }) => title),
    ['Call a shell: sh -c'],
  );
  assert.match(fixed(piped, /shell/), /command: \[sh, -c, redis-cli ping \| grep PONG\]/);
  const beside = setExample('DaemonSet', { container: "command: ['sh -c']\nargs: [exit]" });
  assert.match(fixed(beside, /Make each/), /command:\n *- sh\n *- -c\n/);
});

test('misplaced-field: into a field that is there, but empty', () => {
  const text = setExample('DaemonSet', { container: 'resources:\nrequests:\n  cpu: 100m' });
  assert.match(fixed(text, /Move to/), /^( +)resources:\n\1 {2}requests:\n\1 {4}cpu: 100m\n$/m);
});

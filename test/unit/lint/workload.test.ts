import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setExample } from '../../../src/lint/examples.ts';
import { workloadRules } from '../../../src/lint/rules/workload/rules.ts';
import { find, fixed } from './support.ts';

const own = new Set(workloadRules.map((rule) => rule.code));

function said(text: string): string[] {
  return find(text)
    .filter(({ code }) => own.has(code))
    .map(({ code, range, path }) => `${code}@${text.slice(range.start, range.end)} ${path}`);
}

const selector = '  selector:\n    matchLabels:\n      app: web\n';
const withSelector = (kind: 'StatefulSet' | 'DaemonSet', text: string): string =>
  setExample(kind).replace(selector, text);
const daemons = (rolling: string, type = ''): string =>
  setExample('DaemonSet', { spec: `updateStrategy:\n${type}  rollingUpdate:\n${rolling}` });

test('a missing selector is said where the server says it', () => {
  assert.deepEqual(said(withSelector('StatefulSet', '')), ['selector-missing@spec spec.selector']);
  assert.deepEqual(said(withSelector('DaemonSet', '')), [
    'selector-missing@spec spec.template.metadata.labels',
  ]);
  assert.deepEqual(said(withSelector('DaemonSet', '  selector: null\n')).length, 1);
  assert.equal(fixed(withSelector('DaemonSet', ''), /Select/).includes(selector), true);
});

test('an empty selector is refused, one with a slip in it has that slip', () => {
  for (const empty of ['{}', '{matchLabels: {}}', '{matchLabels: null, matchExpressions: []}'])
    assert.deepEqual(said(withSelector('DaemonSet', `  selector: ${empty}\n`)), [
      'selector-missing@selector spec.selector',
    ]);
  assert.deepEqual(said(withSelector('DaemonSet', '  selector: {app: web}\n')), []);
});

test('labels that change with a version select nothing', () => {
  const text = withSelector('StatefulSet', '').replace(
    '        app: web\n',
    '        app: web\n        app.kubernetes.io/version: "1"\n',
  );
  assert.doesNotMatch(fixed(text, /Select/).split('template:')[0] ?? '', /version/);
});

test('selectors of Deployments are compared too', () => {
  const text = setExample('DaemonSet').replace('DaemonSet', 'Deployment');
  assert.deepEqual(said(text), []);
  assert.deepEqual(said(text.replace('      app: web\n  template', '      app: other\n  template')), [
    'selector-mismatch@web spec.template.metadata.labels',
  ]);
});

test('a DaemonSet updates before or after, not both, not never', () => {
  const silent = [
    '    maxUnavailable: 100%\n',
    '    maxSurge: 1\n    maxUnavailable: 0\n',
    '    maxSurge: 25%\n    maxUnavailable: 0%\n',
    '    maxSurge: 0\n',
    '    maxUnavailable: "2"\n    maxSurge: 1\n', // refused for its form
  ];
  for (const rolling of silent) assert.deepEqual(said(daemons(rolling)), [], rolling);
  assert.deepEqual(said(daemons('    maxSurge: 1\n')), [
    'rolling-update-pace@1 spec.updateStrategy.rollingUpdate.maxSurge',
  ]);
  assert.deepEqual(said(daemons('    maxUnavailable: 0%\n')), [
    'rolling-update-pace@0% spec.updateStrategy.rollingUpdate.maxUnavailable',
  ]);
  assert.deepEqual(said(daemons('    maxSurge: 1\n', '  type: OnDelete\n')), []);
});

test('rollingUpdate beside OnDelete is only refused in a StatefulSet', () => {
  const strategy = 'updateStrategy:\n  type: OnDelete\n  rollingUpdate: {}\n';
  assert.deepEqual(said(setExample('DaemonSet', { spec: strategy })), []);
  assert.deepEqual(said(setExample('StatefulSet', { spec: strategy })), [
    'rolling-update-on-delete@rollingUpdate spec.updateStrategy.rollingUpdate',
  ]);
  assert.deepEqual(said(setExample('StatefulSet', { spec: strategy.replace('{}', 'null') })), []);
});

test('claim templates need a name and a spec', () => {
  const claims = (lines: string): string =>
    setExample('StatefulSet', { spec: `volumeClaimTemplates:\n${lines}` });
  assert.deepEqual(said(claims('- metadata:\n    name: data\n')), [
    'claim-template-incomplete@metadata spec.volumeClaimTemplates[0].spec',
  ]);
  assert.deepEqual(said(claims('- metadata:\n    labels:\n      a: b\n  spec: {}\n')), [
    'claim-template-incomplete@metadata spec.volumeClaimTemplates[0].metadata.name',
  ]);
});

test('what a set accepts silently is not refused here', () => {
  for (const spec of [
    'serviceName: ""\n',
    'updateStrategy:\n  rollingUpdate:\n    maxUnavailable: 0\n    partition: 99\n',
    'ordinals:\n  start: 5\n',
    'persistentVolumeClaimRetentionPolicy: {}\n',
  ])
    assert.deepEqual(said(setExample('StatefulSet', { spec })), [], spec);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statusOf, type Known } from '../../../src/editor/statusWords.ts';
import type { Finding, Severity } from '../../../src/lint/rule.ts';

const words = (state: Known['state'], severities: readonly Severity[] = [], unfinished = false): string => {
  const findings = severities.map((severity): Finding => ({
    severity,
    code: 'x',
    basis: 'api',
    range: { start: 0, end: 0 },
    path: '',
    message: 'x',
    document: 0,
  }));
  const status = statusOf({ state, findings, unfinished, largestManifest: 2_000_000 });
  return [status.text ?? '', status.detail ?? '', status.severity, status.leadsTo].join(' | ');
};

test('a manifest that is not checked says why, and where that can be changed', () => {
  const not = 'Kube Sets: not checked';
  assert.equal(
    words('too-large'),
    `${not} | Files of more than 2,000,000 characters are left alone | information | problems`,
  );
  assert.equal(words('off'), `${not} | The linter is switched off in the settings | information | settings`);
  assert.equal(words('failed'), `${not} | The linter could not be loaded | error | log`);
});

test('while findings are on their way the words stay as they were', () => {
  assert.equal(words('waiting'), ' |  | information | problems');
});

test('a checked manifest says its findings, as grave as the worst', () => {
  assert.equal(words('checked'), 'Kube Sets: no findings |  | information | problems');
  assert.equal(words('checked', ['hint', 'info']), 'Kube Sets: 1 note |  | information | problems');
  assert.equal(words('checked', ['info', 'warning']), 'Kube Sets: 1 warning, 1 note |  | warning | problems');
  assert.equal(
    words('checked', ['warning', 'error'], true),
    'Kube Sets: 1 error, 1 warning | Fix All ended before it was through: run it again for the rest | error | problems',
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingCounts } from '../../../src/editor/findingCounts.ts';
import type { Finding, Severity } from '../../../src/lint/rule.ts';

const counted = (...severities: readonly Severity[]): string =>
  findingCounts(
    severities.map((severity): Finding => ({
      severity,
      code: 'x',
      basis: 'api',
      range: { start: 0, end: 0 },
      path: '',
      message: 'x',
      document: 0,
    })),
  );

test('findings are counted by severity, hints not among them', () => {
  assert.equal(counted(), 'no findings');
  assert.equal(counted('hint'), 'no findings');
  assert.equal(counted('error', 'warning', 'error', 'hint'), '2 errors, 1 warning');
  assert.equal(counted('error', 'warning', 'warning', 'info'), '1 error, 2 warnings, 1 note');
  assert.equal(counted('info', 'info'), '2 notes');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Agreement, judgeOf, shown } from '../support/agreement.ts';
import { objectCases } from '../support/objectCases.ts';

const judge = judgeOf('objects');

test('of the objects beside a set, the linter refuses what the API server refuses', async (t) => {
  const agreement = new Agreement();
  for (const { text, what } of objectCases()) await agreement.add(judge(), text, what);
  t.diagnostic(String(agreement));
  assert.equal(agreement.falseAlarms.length, 0, `not refused:${shown(agreement.falseAlarms)}`);
  assert.equal(agreement.missed.length, 0, `not found:${shown(agreement.missed)}`);
  assert.ok(agreement.rejected > 150 && agreement.accepted > 120, String(agreement));
  assert.ok(agreement.location >= 0.95, shown(agreement.elsewhere));
});

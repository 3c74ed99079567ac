import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Agreement, judgeOf, shown } from '../support/agreement.ts';
import { podCases } from '../support/podCases.ts';

const judge = judgeOf('pods');

test('of pods and sets, the linter refuses what the API server refuses', async (t) => {
  const agreement = new Agreement();
  for (const { text, what } of podCases()) await agreement.add(judge(), text, what);
  t.diagnostic(String(agreement));
  assert.equal(agreement.falseAlarms.length, 0, `not refused:${shown(agreement.falseAlarms)}`);
  assert.equal(agreement.missed.length, 0, `not found:${shown(agreement.missed)}`);
  assert.ok(agreement.rejected > 200 && agreement.accepted > 120, String(agreement));
  // Old annotations, claim templates and some lists have other paths in the server's words than in the text.
  assert.ok(agreement.location >= 0.88, shown(agreement.elsewhere));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Agreement, judgeOf, shown } from '../support/agreement.ts';
import { shapeBases, shapeCases } from '../support/shapeCases.ts';

const judge = judgeOf('shape');

test('the objects that everything is tried on are accepted', async () => {
  for (const text of shapeBases) assert.equal((await judge().verdict(text))?.message, '');
});

test('the tables of required fields, words, ranges and types are those of the API server', async (t) => {
  const agreement = new Agreement();
  // CI tries all, other runs every fifth, each run others.
  const every = process.env['CI'] === 'true' ? 1 : 5;
  const first = Math.floor(Math.random() * every);
  const cases = [...shapeCases()].filter((_, i) => i % every === first);
  while (cases.length > 0) {
    await Promise.all(cases.splice(0, 8).map(({ text, what }) => agreement.add(judge(), text, what)));
  }
  t.diagnostic(`${every === 1 ? 'all' : `every ${every}th from ${first}`}: ${String(agreement)}`);
  const { falseAlarms, missed } = agreement;
  assert.ok(
    falseAlarms.length + missed.length === 0,
    `not refused:${shown(falseAlarms)}\nnot found:${shown(missed)}`,
  );
  assert.ok(agreement.rejected > 500 / every && agreement.accepted > 500 / every, String(agreement));
  assert.ok(agreement.location >= 0.95, `${String(agreement)}${shown(agreement.elsewhere)}`);
});

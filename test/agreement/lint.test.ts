import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rules } from '../../src/lint/rules.ts';
import { catalogue } from '../../src/scaffold/catalogue.ts';
import { scaffold } from '../../src/scaffold/scaffold.ts';
import { Agreement, documentsOf, judgeOf, mutants, shown } from '../support/agreement.ts';
import { podAnswers } from '../support/answers.ts';

const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));
/** CI takes its time. */
const thorough = process.env['CI'] === 'true';
const asked = process.env['KUBESETS_SEED'];
/**
 * One seed is always the same, so that a change is not blamed for what luck finds; the other is fresh. Of that, one false alarm among
 * many is shown and does not fail the run: an oddity of the server's that nobody knew.
 */
const seeds = asked
  ? [{ seed: Number(asked), allowed: 0 }]
  : [
      { seed: 20_261_124, allowed: 0 },
      { seed: Date.now() % 1_000_000, allowed: 0.005 },
    ];

const judge = judgeOf('lint');

/** What the rules' own pages show, and what the scaffolds write. */
const documents = [
  ...rules.flatMap(({ docs }) => [docs.bad, docs.good]),
  ...[...catalogue('StatefulSet'), ...catalogue('DaemonSet')].flatMap((system) =>
    podAnswers(system).map((answers) => scaffold(system, answers, random).text),
  ),
].flatMap(documentsOf);

test("the linter's errors are the API server's, on every example of the rules and on every scaffold", async (t) => {
  const agreement = new Agreement();
  for (const text of new Set(documents)) await agreement.add(judge(), text, 'an example');
  t.diagnostic(String(agreement));
  assert.equal(agreement.falseAlarms.length, 0, `not refused:${shown(agreement.falseAlarms)}`);
  assert.equal(agreement.missed.length, 0, `not found:${shown(agreement.missed)}`);
  assert.ok(agreement.rejected > 20 && agreement.accepted > 100, String(agreement));
});

for (const { seed, allowed } of seeds) {
  test(`the same of random changes of them (KUBESETS_SEED=${seed})`, async (t) => {
    const bases: string[] = [];
    for (const text of new Set(documents)) if ((await judge().verdict(text))?.accepted) bases.push(text);
    const agreement = new Agreement();
    for (const { text, operator, path } of mutants(bases, seed, thorough ? 1500 : 400)) {
      await agreement.add(judge(), text, `${operator} ${path}`);
    }
    const { falseAlarms, accepted } = agreement;
    const alarms = falseAlarms.length > 0 ? `\nnot refused:${shown(falseAlarms)}` : '';
    t.diagnostic(`${String(agreement)}${alarms}`);
    assert.ok(falseAlarms.length <= accepted * allowed, `seed ${seed}${alarms}`);
    assert.ok(agreement.recall >= 0.98, `seed ${seed}, ${String(agreement)}${shown(agreement.missed)}`);
    assert.ok(agreement.location >= 0.95, `seed ${seed}, ${String(agreement)}${shown(agreement.elsewhere)}`);
  });
}

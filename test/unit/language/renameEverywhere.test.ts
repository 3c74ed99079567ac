import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { UserError } from '../../../src/base/errors.ts';
import { applyEdits } from '../../../src/base/text.ts';
import { Names } from '../../../src/language/names.ts';
import { placeOf } from '../../../src/language/occurrence.ts';
import { rename } from '../../../src/language/rename.ts';
import { lint } from '../../../src/lint/lint.ts';
import { parse } from '../../../src/manifest/parse.ts';
import { catalogue } from '../../../src/scaffold/catalogue.ts';
import { scaffold } from '../../../src/scaffold/scaffold.ts';
import { allAnswers } from '../../support/answers.ts';

const uri = 'file:///shop/set.yaml';
const fixtures = new URL('../../fixtures/manifests/', import.meta.url);

function texts(): readonly (readonly [string, string])[] {
  const written = catalogue().flatMap((system) => {
    const answers = allAnswers(system).at(-1) ?? {};
    return [[system.id, scaffold(system, answers, (count) => new Uint8Array(count)).text] as const];
  });
  const read = readdirSync(fixtures)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => [name, readFileSync(new URL(name, fixtures), 'utf8')] as const);
  return [...written, ...read];
}

const fileOf = (text: string) => ({ uri, manifest: parse(text) });

function renamed(text: string, offset: number, name: string): string | undefined {
  try {
    return applyEdits(text, rename([fileOf(text)], uri, offset, name).get(uri) ?? []);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

const codesOf = (text: string): readonly string[] =>
  lint(fileOf(text), [])
    .map(({ code }) => code)
    .sort();

describe('names of scaffolds and of faulty manifests', () => {
  for (const [title, text] of texts()) {
    const all = new Names([fileOf(text)]).in(uri);

    it(`${title}: ranges hold the names`, () => {
      for (const { range, name, alias } of all) {
        if (!alias) assert.equal(text.slice(range.start, range.end), name);
      }
    });

    it(`${title}: renamed and renamed back it is as before, and in between no other findings`, () => {
      if (all.length === 0) return;
      fc.assert(
        fc.property(fc.nat(all.length - 1), fc.stringMatching(/^zz-[a-x]{2,6}$/), (index, other) => {
          const occurrence = all[index];
          assert.ok(occurrence);
          const { start } = placeOf(occurrence);
          // What the faulty manifests call themselves is not always a name.
          if (renamed(text, start, `${occurrence.name}x`) === undefined) return;
          const after = renamed(text, start, other);
          if (after === undefined) return;
          assert.notEqual(after, text);
          const again = new Names([fileOf(after)]).in(uri).find(({ name }) => name === other);
          assert.ok(again, `${occurrence.kind} ${occurrence.name}`);
          const back = renamed(after, again.range.start, occurrence.name);
          assert.equal(back, text);
          // By their keys the linter tells credentials from other Secrets.
          if (!occurrence.kind.endsWith('Key'))
            assert.deepEqual(codesOf(after), codesOf(text), `${occurrence.kind} ${occurrence.name}`);
        }),
        { numRuns: 6 },
      );
    });
  }
});

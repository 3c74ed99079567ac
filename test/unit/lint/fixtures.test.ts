import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { besideOf, findingsOf, fixedText, folder, lintFixtures } from '../../support/lintFixtures.ts';

const fixtures = lintFixtures();

for (const fixture of fixtures) {
  const { name, text } = fixture;

  test(`${name}: what is found, and the file after Fix all, are as they were (node scripts/lintFixtures.ts --update)`, () => {
    for (const [file, now] of besideOf(fixture)) {
      assert.equal(now, readFileSync(join(folder, file), 'utf8'), file);
    }
  });

  test(`${name}: Fix all leaves nothing that it could fix, and brings nothing new`, () => {
    const fixed = fixedText(text);
    assert.equal(fixedText(fixed), fixed);
    // A syntax error hides everything else that is wrong with a document.
    const before = findingsOf(text);
    if (before.some(({ code }) => code === 'yaml-syntax')) return;
    const known = new Set(before.map(({ code }) => code));
    const news = findingsOf(fixed).filter(({ code, severity }) => severity !== 'hint' && !known.has(code));
    assert.deepEqual(
      news.map(({ code, message }) => `${code}: ${message}`),
      [],
    );
  });

  if (!['mongodb', 'fluentd'].includes(name)) {
    test(`${name}: the mistake is found`, () => {
      assert.notDeepEqual(findingsOf(text), findingsOf(correct(name)));
    });
  } else {
    test(`${name}: the right one is clean`, () => {
      assert.deepEqual(
        findingsOf(text).filter(({ severity }) => severity !== 'hint'),
        [],
      );
    });
  }
}

/** The right manifest of the system that a fixture is about. */
function correct(name: string): string {
  return readFileSync(join(folder, `${name.split('-')[0] ?? ''}.yaml`), 'utf8');
}

test('nothing is left of a fixture that is gone', () => {
  const known = new Set(fixtures.flatMap((fixture) => [`${fixture.name}.yaml`, ...besideOf(fixture).keys()]));
  assert.deepEqual(
    readdirSync(folder).filter((file) => !known.has(file)),
    [],
  );
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { applyEdits } from '../../../src/base/text.ts';
import { spacesForTabs } from '../../../src/lint/tabs.ts';
import { parse } from '../../../src/manifest/parse.ts';
import { find, fixed, fixesOf } from './support.ts';

function mended(text: string): string | undefined {
  const edits = spacesForTabs(text, { start: 0, end: text.length });
  return edits && applyEdits(text, edits);
}

const clean = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  labels:
    app: web
data:
  a: "1"
`;

describe('spacesForTabs', () => {
  it('takes the width that puts the lines where others begin', () => {
    assert.equal(mended('a:\n  b: 1\n\tc: 2\n'), 'a:\n  b: 1\n  c: 2\n');
    assert.equal(mended('a:\n    b: 1\n\tc: 2\n'), 'a:\n    b: 1\n    c: 2\n');
    assert.equal(mended('a:\n        b: 1\n\tc: 2\n'), 'a:\n        b: 1\n        c: 2\n');
    assert.equal(mended('a:\n  - b: 1\n\t\tc: 2\n'), 'a:\n  - b: 1\n    c: 2\n');
    assert.equal(mended('a:\n  - b: 1\n  \tc: 2\n'), 'a:\n  - b: 1\n    c: 2\n');
  });

  it('takes two spaces where all is indented with tabs', () => {
    assert.equal(mended(clean.replaceAll('  ', '\t')), clean);
    assert.equal(
      mended(clean.replaceAll('  ', '\t').replaceAll('\n', '\r\n')),
      clean.replaceAll('\n', '\r\n'),
    );
  });

  it('leaves tabs behind the first letter, and what no width mends', () => {
    assert.equal(mended('a:\n\tb: x\ty # \tz\n'), 'a:\n  b: x\ty # \tz\n');
    assert.equal(mended('a:\tb\n'), undefined);
    assert.equal(mended('a:\n\tb: "\n'), undefined);
    assert.equal(mended(clean), undefined);
  });

  it('mends any indentation that was replaced by tabs', () => {
    const nested = fc.letrec((tie) => ({
      map: fc.dictionary(fc.stringMatching(/^[a-c]{1,3}$/), tie('value'), {
        minKeys: 1,
        maxKeys: 3,
        noNullPrototype: true,
      }),
      value: fc.oneof({ maxDepth: 3 }, fc.constant('x'), tie('map')),
    })).map;
    fc.assert(
      fc.property(nested, fc.constantFrom(2, 4, 8), (map, width) => {
        const text = `r: ${yaml(map, width, 1)}\n`;
        const tabs = text.replaceAll(' '.repeat(width), '\t');
        fc.pre(tabs.includes('\n\t'));
        const after = mended(tabs);
        assert.ok(after !== undefined);
        assert.deepEqual(parse(after).documents[0]?.root && js(after), js(text));
      }),
      { numRuns: 200 },
    );
  });
});

function yaml(value: unknown, width: number, depth: number): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const lines = Object.entries(value).map(
    ([key, one]) => `\n${' '.repeat(width * depth)}${key}: ${yaml(one, width, depth + 1)}`,
  );
  return lines.join('');
}

function js(text: string): unknown {
  const [document] = parse(`apiVersion: v1\nkind: X\n${text}`).documents;
  return document?.objects[0]?.toJs();
}

describe('the fix of a document with tabs', () => {
  it('is of that document alone', () => {
    const broken = clean.replace('  a: "1"', '\ta: "1"');
    const text = `${clean}---\n${broken}---\n${clean}`;
    assert.equal(fixed(text, /spaces/), `${clean}---\n${clean}---\n${clean}`);
  });

  it('is not offered for other faults', () => {
    const [finding] = find(clean.replace('"1"', '"1'));
    assert.equal(finding?.code, 'yaml-syntax');
    assert.deepEqual(finding && fixesOf(finding), []);
  });
});

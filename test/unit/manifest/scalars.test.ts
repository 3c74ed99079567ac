import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { at } from '../../../src/manifest/nodes.ts';
import { parse } from '../../../src/manifest/parse.ts';

// Each token as kubectl and the API server 1.36 read it after `value: `.
const table = readFileSync(new URL('../../fixtures/scalars.tsv', import.meta.url), 'utf8');
const vectors = table.trimEnd().split('\n').slice(1);

test('the table of scalars is there', () => assert.ok(vectors.length > 60));

for (const vector of vectors) {
  const [token = '', expected = ''] = vector.split('\t');
  test(`scalar ${token || '(empty)'} is ${expected}`, () => {
    const document = parse(`value: ${token}\n`).documents[0];
    const node = at(document?.root, 'value');
    assert.equal(node?.kind, 'scalar');
    if (expected === 'refused') {
      assert.deepEqual(
        document?.problems.map((problem) => problem.code),
        ['not-a-number'],
      );
    } else assert.deepEqual(node.value, JSON.parse(expected));
  });
}

for (const [token, expected] of [
  ["'0644'", '0644'],
  ['"yes"', 'yes'],
  ['0xFFFFFFFFFFFFFFFF', 18446744073709551615],
  ['-0x1', -1],
  ['0B11', 3],
  ['-0b11', -3],
  ['1__0', 10],
  ['.5e1', 5],
  ['.', '.'],
  ['1e', '1e'],
  ['!!bool yes', true],
  ['!!float 3', 3],
  ['!!binary aGk=', 'hi'],
  ['!<tag:yaml.org,2002:int> "7"', 7],
] as const) {
  test(`scalar ${token}`, () => {
    const node = at(parse(`value: ${token}\n`).documents[0]?.root, 'value');
    assert.equal(node?.kind === 'scalar' ? node.value : node?.kind, expected);
  });
}

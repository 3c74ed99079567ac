import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatKey, parseKey, type RowKey } from '../../../src/model/keys.ts';
import { TROUBLE } from '../../../src/model/rows.ts';

const text = fc.oneof(fc.string(), fc.constantFrom('a/b', '', '%2F', 'kind@cluster', 'Ünïcode ☃'));

const anyKey: fc.Arbitrary<RowKey> = fc.oneof(
  fc.record({ kind: fc.constantFrom('namespace' as const, 'node' as const), context: text, name: text }),
  fc.record({ kind: fc.constantFrom('set' as const, 'nodePod' as const), context: text, uid: text }),
  fc.record({ kind: fc.constant('slot' as const), context: text, uid: text, ordinal: fc.nat() }),
  fc.record({ kind: fc.constant('place' as const), context: text, uid: text, node: text }),
  fc.record({
    kind: fc.constant('fold' as const),
    context: text,
    uid: text,
    of: fc.constantFrom(...TROUBLE),
  }),
  fc.record({
    kind: fc.constant('group' as const),
    context: text,
    uid: text,
    group: fc.constantFrom('retainedVolumes' as const, 'leftoverPods' as const),
  }),
  fc.record({
    kind: fc.constantFrom('claim' as const, 'container' as const, 'warning' as const, 'problem' as const),
    parent: text,
    id: text,
  }),
);

test('a key reads back as what it was made of, whatever the names', () => {
  fc.assert(
    fc.property(anyKey, (key) => assert.deepEqual(parseKey(formatKey(key)), { ...key })),
    { seed: 3 },
  );
});

test('different things have different keys', () => {
  fc.assert(
    fc.property(anyKey, anyKey, (a, b) => {
      fc.pre(JSON.stringify(a) !== JSON.stringify(b));
      assert.notEqual(formatKey(a), formatKey(b));
    }),
    { seed: 4 },
  );
});

test('what is no key is nothing', () => {
  for (const no of ['', 'set', 'set/a', 'set/a/b/c/d', 'slot/a/b/x', 'group/a/b/c', 'what/a/b', 'set/%/b']) {
    assert.equal(parseKey(no), undefined, no);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyEdits, type TextEdit } from '../../../src/base/text.ts';
import * as edits from '../../../src/manifest/edits.ts';
import { at, mapAt, scalarAt, seqAt, toJs, type Json, type MapNode } from '../../../src/manifest/nodes.ts';
import { parse } from '../../../src/manifest/parse.ts';

function root(text: string): MapNode {
  const node = parse(text).documents[0]?.root;
  assert.equal(node?.kind, 'map');
  return node;
}

function edited(text: string, make: (root: MapNode) => TextEdit[]): string {
  return applyEdits(text, make(root(text)));
}

function lines(...all: string[]): string {
  return all.map((line) => `${line}\n`).join('');
}

const cases: readonly [
  name: string,
  before: string,
  make: (root: MapNode, text: string) => TextEdit[],
  after: string,
][] = [
  [
    'a key goes after its sibling, comments stay',
    lines('a: 1 # one', '# two', 'b: 2'),
    (r, t) => edits.insertKey(t, r, 'new', { x: ['w'] }, { after: 'a' }),
    lines('a: 1 # one', 'new:', '  x:', '  - w', '# two', 'b: 2'),
  ],
  [
    'a key in a sequence item, at the end, with the sequence style of the file',
    lines('l:', '  - a: 1', '    b: |', '      text', '', 'z: 1'),
    (r, t) => edits.insertKey(t, mapAt(r, 'l', 0) as MapNode, 'new', [{ k: 'v' }]),
    lines('l:', '  - a: 1', '    b: |', '      text', '    new:', '      - k: v', '', 'z: 1'),
  ],
  [
    'into a flow map',
    'a: {b: 1 }\n',
    (r, t) => edits.putIn(t, r, ['a', 'c'], 'x, y'),
    "a: {b: 1, c: 'x, y' }\n",
  ],
  [
    'into an empty flow map',
    'a: {} # c\nb: 1\n',
    (r, t) => edits.putIn(t, r, ['a', 'c'], 1),
    'a: # c\n  c: 1\nb: 1\n',
  ],
  [
    'into nothing',
    'a: # c\nb: 1\n',
    (r, t) => edits.putIn(t, r, ['a', 'c', 'd'], 1),
    'a: # c\n  c:\n    d: 1\nb: 1\n',
  ],
  ['into null', 'a: null\nb: 1\n', (r, t) => edits.putIn(t, r, ['a', 'c'], 1), 'a:\n  c: 1\nb: 1\n'],
  ['without a last line break', 'a: 1', (r, t) => edits.insertKey(t, r, 'b', 2), 'a: 1\nb: 2'],
  [
    'with CRLF',
    'a:\r\n  b: 1\r\n',
    (r, t) => edits.putIn(t, r, ['a', 'c'], [1]),
    'a:\r\n  b: 1\r\n  c:\r\n  - 1\r\n',
  ],
  [
    'an item',
    lines('l:', '- a: 1', '  # why', '  b: 2 # c', 'm: 1'),
    (r, t) => edits.insertItem(t, seqAt(r, 'l') as never, { k: 1, v: { w: 2 } }),
    lines('l:', '- a: 1', '  # why', '  b: 2 # c', '- k: 1', '  v:', '    w: 2', 'm: 1'),
  ],
  [
    'an item in brackets',
    'l: [a, b]\n',
    (r, t) => edits.insertItem(t, seqAt(r, 'l') as never, 'c'),
    'l: [a, b, c]\n',
  ],
  [
    'an item in empty brackets',
    'l: []\nm: 1\n',
    (r, t) => edits.insertItem(t, seqAt(r, 'l') as never, { k: 1 }),
    'l:\n- k: 1\nm: 1\n',
  ],
  ['plain stays plain', 'a: x # c\n', (r) => edits.setScalar(scalarAt(r, 'a') as never, 'y'), "a: 'y' # c\n"],
  [
    'single quotes stay',
    "a: 'x'\n",
    (r) => edits.setScalar(scalarAt(r, 'a') as never, "it's"),
    "a: 'it''s'\n",
  ],
  ['double quotes stay', 'a: "x"\n', (r) => edits.setScalar(scalarAt(r, 'a') as never, 'z"'), 'a: "z\\""\n'],
  [
    'a value where none is',
    'a:\nb: 1\n',
    (r) => edits.setScalar(scalarAt(r, 'a') as never, 'x'),
    'a: x\nb: 1\n',
  ],
  [
    'a text that Kubernetes reads as a number',
    'a: x\n',
    (r) => edits.setScalar(scalarAt(r, 'a') as never, '0o17'),
    "a: '0o17'\n",
  ],
  [
    'remove a key',
    'a: 1\n# two\nb: 2 # c\nc: 3\n',
    (r, t) => edits.removeKey(t, r, 'b'),
    'a: 1\n# two\nc: 3\n',
  ],
  ['remove the last key', 'a: 1\nb:\n  c: 1', (r, t) => edits.removeKey(t, r, 'b'), 'a: 1'],
  [
    'remove the first key of an item',
    lines('l:', '- a: 1 # c', '  # two', '  b: 2'),
    (r, t) => edits.removeKey(t, mapAt(r, 'l', 0) as MapNode, 'a'),
    lines('l:', '- # two', '  b: 2'),
  ],
  [
    'remove the only key',
    'a:\n  b: 1 # c\nd: 1\n',
    (r, t) => edits.removeKey(t, mapAt(r, 'a') as MapNode, 'b'),
    'a: {} # c\nd: 1\n',
  ],
  [
    'remove from a flow map',
    'a: {b: 1, c: 2}\n',
    (r, t) => edits.removeKey(t, mapAt(r, 'a') as MapNode, 'b'),
    'a: {c: 2}\n',
  ],
  [
    'remove the last of a flow map',
    'a: {b: 1, c: 2}\n',
    (r, t) => edits.removeKey(t, mapAt(r, 'a') as MapNode, 'c'),
    'a: {b: 1}\n',
  ],
  [
    'remove an item',
    'l:\n- a\n- b\n- c\n',
    (r, t) => edits.removeItem(t, seqAt(r, 'l') as never, 1),
    'l:\n- a\n- c\n',
  ],
  [
    'remove the only item',
    'l:\n- a\nm: 1\n',
    (r, t) => edits.removeItem(t, seqAt(r, 'l') as never, 0),
    'l: []\nm: 1\n',
  ],
];

for (const [name, before, make, after] of cases) {
  test(name, () =>
    assert.equal(
      edited(before, (r) => make(r, before)),
      after,
    ),
  );
}

test('documents are added and removed with their markers', () => {
  const text = '# top\na: 1\n---\n# two\nb: 2\n';
  const [first, second] = parse(text).documents;
  assert.ok(first && second);
  assert.equal(applyEdits(text, edits.removeDocument(first)), '---\n# two\nb: 2\n');
  assert.equal(applyEdits(text, edits.removeDocument(second)), '# top\na: 1\n');
  assert.equal(
    applyEdits(text, edits.insertDocumentBefore(text, second, { c: 1 })),
    '# top\na: 1\n---\nc: 1\n---\n# two\nb: 2\n',
  );
  assert.equal(
    applyEdits(text, edits.insertDocumentBefore(text, first, { c: 1 })),
    'c: 1\n---\n# top\na: 1\n---\n# two\nb: 2\n',
  );
  assert.equal(applyEdits(text, edits.insertDocumentAfter(text, second, { c: 1 })), `${text}---\nc: 1\n`);
});

// --- properties

const word = fc.oneof(
  fc.constantFrom(
    'a',
    'yes',
    '08',
    '0o17',
    '1e3',
    'x y',
    '- a',
    '#',
    'a: b',
    '',
    ' ',
    "it's",
    '"',
    'a,b',
    '[x',
    '.5',
    '~',
    'é😀',
    '<<',
    '0b1',
    '{{ x }}',
    '=',
    '---',
  ),
  fc.string({ maxLength: 6 }),
);
const json: fc.Arbitrary<Json> = fc.letrec<{ any: Json; map: Json; list: Json }>((tie) => ({
  any: fc.oneof({ depthSize: 'small' }, word, fc.integer(), fc.boolean(), tie('map'), tie('list')),
  map: fc.dictionary(fc.constantFrom('k', 'l', 'm', 'name', 'a.b/c'), tie('any'), {
    maxKeys: 3,
    noNullPrototype: true,
  }),
  list: fc.array(tie('any'), { maxLength: 3 }),
})).any;

const frame = fc.constantFrom<[string, string]>(
  ['# h\nm: # c\n  k: 1 # d\n  # e\nz: end\n', 'm'],
  ['m: {k: 1}\nz: end\n', 'm'],
  ['m: {}\nz: end\n', 'm'],
  ['m:\n    k: |\n       b\n\nz: end', 'm'],
  ['l:\n  - a\nm:\n  k: "v"\nz: end\n', 'm'],
  ['m:\r\n  k: 1\r\nz: end\r\n', 'm'],
  ['m:\nz: end\n', 'm'],
);

function checkRest(before: string, made: readonly TextEdit[], after: string): void {
  let rest = after;
  let from = 0;
  for (const edit of made) {
    const kept = before.slice(from, edit.range.start);
    assert.ok(rest.startsWith(kept));
    rest = rest.slice(kept.length + edit.text.length);
    from = edit.range.end;
  }
  assert.equal(rest, before.slice(from));
}

test('what is put in is read back, and the rest is as before', () => {
  fc.assert(
    fc.property(frame, json, ([text, key], value) => {
      const made = edits.putIn(text, root(text), [key, 'new'], value);
      const after = applyEdits(text, made);
      checkRest(text, made, after);
      const expected = toJs(root(text)) as Record<string, Record<string, Json> | null>;
      assert.deepEqual(toJs(root(after)), { ...expected, [key]: { ...expected[key], new: value } }, after);
    }),
    { numRuns: 2000 },
  );
});

test('a scalar that is set is read back', () => {
  const texts = fc.constantFrom(
    'a: x\n',
    "a: 'x' # c\n",
    'a: "x"\n',
    'a:\n',
    'a: {b: x}\n',
    'a: [x]\n',
    'a: |\n  x\nb: 1\n',
  );
  fc.assert(
    fc.property(texts, fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null)), (text, value) => {
      const node =
        scalarAt(root(text), 'a') ?? scalarAt(root(text), 'a', 'b') ?? scalarAt(root(text), 'a', 0);
      assert.ok(node);
      const after = applyEdits(text, edits.setScalar(node, value));
      const read = root(after);
      const found = scalarAt(read, 'a') ?? scalarAt(read, 'a', 'b') ?? scalarAt(read, 'a', 0);
      assert.deepEqual(found?.value, value, after);
    }),
    { numRuns: 2000 },
  );
});

test('a removed key is gone, and nothing else is', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('k', 'l', 'm', 'n'), json, { minKeys: 2, noNullPrototype: true }),
      fc.boolean(),
      (value, inner) => {
        const frameText = inner ? 'x: 1\n' : '';
        const text =
          frameText === ''
            ? applyEdits('q: 0\n', edits.insertKey('q: 0\n', root('q: 0\n'), 'm', value))
            : applyEdits(
                'l:\n- q: 0\n',
                edits.insertKey('l:\n- q: 0\n', mapAt(root('l:\n- q: 0\n'), 'l', 0) as MapNode, 'm', value),
              );
        const path = inner ? ['l', 0, 'm'] : ['m'];
        const map = mapAt(root(text), ...path) as MapNode;
        const key = map.entries[0]?.key as string;
        const after = applyEdits(text, edits.removeKey(text, map, key));
        const { [key]: _gone, ...rest } = value;
        assert.deepEqual(toJs(at(root(after), ...path) as never), rest, after);
      },
    ),
    { numRuns: 1000 },
  );
});

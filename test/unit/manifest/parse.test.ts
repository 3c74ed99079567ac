import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { at, pathOf, toJs, walk } from '../../../src/manifest/nodes.ts';
import { parse, type Manifest } from '../../../src/manifest/parse.ts';

const js = (manifest: Manifest): unknown[] => manifest.documents.map((d) => d.root && toJs(d.root));

/** Every node as `path text`, which shows ranges and structure at once. */
function shown(text: string): string[] {
  return parse(text).documents.flatMap((document) =>
    document.root
      ? [...walk(document.root)].map((n) => `${pathOf(n)} ${text.slice(n.range.start, n.range.end)}`)
      : [],
  );
}

test('ranges cover the value as it is written', () => {
  assert.deepEqual(shown('a: 1 # c\nb:\n  - x: "q"\n  -\nc: [d, {e: f, }, ]\ng:\n'), [
    ' a: 1 # c\nb:\n  - x: "q"\n  -\nc: [d, {e: f, }, ]\ng:',
    'a 1',
    'b - x: "q"\n  -',
    'b[0] x: "q"',
    'b[0].x "q"',
    'b[1] ',
    'c [d, {e: f, }, ]',
    'c[0] d',
    'c[1] {e: f, }',
    'c[1].e f',
    'g ',
  ]);
});

test('block scalars start at their header and end with their content', () => {
  assert.deepEqual(shown('a: |  # why\n  x\n\n  y\n\nb: >-\n  z\nc: |+\n  k\n\nd: |\ne: 1\n').slice(1), [
    'a |  # why\n  x\n\n  y',
    'b >-\n  z',
    'c |+\n  k\n',
    'd |',
    'e 1',
  ]);
});

test('CRLF, BOM and offsets of later documents', () => {
  const text = '\uFEFFa: 1\r\n---\r\nb:\r\n  - c: x\r\n';
  assert.deepEqual(js(parse(text)), [{ a: 1 }, { b: [{ c: 'x' }] }]);
  assert.deepEqual(shown(text).slice(-1), ['b[0].c x']);
});

test('documents: comments and blanks are none, markers count in block scalars too', () => {
  const manifest = parse('# head\n---\na: |\n  x\n---\n# only\n---\n--- # say\nb: 1\n...\n---\n');
  assert.deepEqual(js(manifest), [{ a: 'x\n' }, { b: 1 }]);
  assert.deepEqual(
    manifest.documents.map((d) => d.index),
    [0, 1],
  );
});

test('an error in one document leaves the others alone', () => {
  const text = 'a: 1\n---\nb: [1\n---\nc: 3\n';
  const manifest = parse(text);
  assert.deepEqual(
    manifest.documents.map((d) => d.error !== undefined),
    [false, true, false],
  );
  assert.deepEqual(js(manifest)[2], { c: 3 });
  const range = manifest.documents[1]?.error?.range ?? { start: 0, end: 0 };
  assert.ok(range.start >= 9 && range.end <= text.indexOf('---\nc') && range.end > range.start);
});

test('a half-typed line: the rest is read, and the fault is where it was typed', () => {
  const text = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: x\n  labe\nspec:\n  a: 1\n';
  const document = parse(text).documents[0];
  assert.equal(text.slice(document?.error?.range.start, document?.error?.range.end), 'labe');
  assert.equal(document?.objects[0]?.name, 'x');
  assert.equal(toJs(at(document?.root, 'spec', 'a') as never), 1);
});

for (const [what, text, token] of [
  ['a bracket that is not closed', 'spec:\n  replicas: [1\n  selector:\n    a: b\n', '['],
  ['a brace that is not closed', 'a: {b: [1, 2], c: 3\nd: 4\ne: 5\n', '{'],
  ['a tab as indentation', 'a:\n  b: 1\n\tc: 2\nd: 3\n', '\t'],
  ['a tab after blanks', 'a:\n  b:\n    \tc: 2\nd: 3\n', '\t'],
  ['a key without its colon', 'a:\n  con\n  - name: x\n    image: y\n', 'con'],
  ['a colon without its blank', 'a:\n  - name :x\n    b: {}\n  - name: y\n', 'name'],
  ['what a merge leaves', 'a:\n  b: 1\n<<<<<<< HEAD\n  c: 2\nd: 3\n', '<<<<<<<'],
] as const) {
  test(`a syntax error stands on ${what}`, () => {
    const { start, end } = parse(text).documents[0]?.error?.range ?? { start: 0, end: 0 };
    assert.ok(text.slice(start, end).endsWith(token), JSON.stringify(text.slice(start, end)));
  });
}

test('anchors, aliases and merge keys as Kubernetes reads them', () => {
  const text = 'a: &a {x: 1, y: 2}\nb: *a\nc:\n  x: 0\n  <<: *a\n  z: 3\nd:\n  <<: [*a, {x: 9, w: 8}]\n';
  assert.deepEqual(js(parse(text)), [
    { a: { x: 1, true: 2 }, b: { x: 1, true: 2 }, c: { x: 1, true: 2, z: 3 }, d: { x: 1, true: 2, w: 8 } },
  ]);
});

test('what YAML accepts and Kubernetes does not', () => {
  const codes = (text: string): string[] =>
    parse(text).documents.flatMap((d) => d.problems.map((p) => p.code));
  assert.deepEqual(codes('a: *b\n'), ['unknown-alias']);
  assert.deepEqual(codes('a: &a [*a]\n'), ['alias-in-itself']);
  assert.deepEqual(codes('{a: b}: c\n'), ['bad-key']);
  assert.deepEqual(codes('a: {<<: 3}\n'), ['bad-merge']);
  assert.deepEqual(codes('a: !!int x\n'), ['bad-tag']);
});

test('duplicate keys: the last counts, all are kept', () => {
  const root = parse('a: 1\nb: 2\na: 3\n').documents[0]?.root;
  assert.equal(toJs(at(root, 'a') as never), 3);
  assert.equal(root?.kind === 'map' ? root.duplicates.length : 0, 1);
});

test('the items of a List are objects', () => {
  const item = (name: string): string => `- apiVersion: v1\n  kind: Secret\n  metadata: {name: ${name}}\n`;
  const manifest = parse(`apiVersion: v1\nkind: List\nitems:\n${item('a')}${item('b')}`);
  assert.deepEqual(
    manifest.documents[0]?.objects.map((o) => `${o.kind} ${o.name}`),
    ['Secret a', 'Secret b'],
  );
});

test('indentation inside brackets and quotes does not matter', () => {
  const text = 'a:\n  b: [\n    "x", # say "why"\n  # more\n  ]\n  c: "one\n\n two"\n  d: {\nx: 1\n}\n';
  assert.deepEqual(js(parse(text)), [{ a: { b: ['x'], c: 'one\ntwo', d: { x: 1 } } }]);
  assert.equal(
    shown(text).find((line) => line.startsWith('a.d ')),
    'a.d {\nx: 1\n}',
  );
});

test('templates are known as such, braces in strings are not', () => {
  assert.ok(parse('a: {{ .Values.x }}\n').templated);
  assert.ok(parse('{{- if .Values.x }}\na: 1\n{{- end }}\n').templated);
  assert.ok(!parse('a: "{{ x }}"\nb: |\n  {{ y }}\n').templated);
});

test('a broken document is a template only by its lines of a template, or where it is broken', () => {
  const sign = (text: string): unknown => {
    const manifest = parse(`kind: A\n---\nkind: B\n${text}`);
    assert.ok(manifest.documents[1]?.error, text);
    assert.equal(manifest.templated, manifest.documents[1].template !== undefined);
    return manifest.documents[1].template;
  };
  for (const text of [
    'a: "x\nb: "{{ y }} down"\n',
    'b: "{{ y }} down"\na: "x\n',
    'b: "{{ y }} down\na: "x"\n',
    "b: '{{ y }} down'\na: 'x\n",
    'b: |\n  {{ y }}\n  c: {{ z }}\na: "x\n',
    '- |-\n  {{ y }}\na: "x\n',
    'b: "\n  {{ y }}\n  "\na: b: c\n',
    '# {{ y }}\na: b: c\n',
    'b: at {{ y }}\na: "x\n',
    'a: ["{{ y }}"\nb: c\n',
  ])
    assert.equal(sign(text), undefined, text);
  for (const text of [
    '{{- if .Values.x }}\na: 1\n{{- end }}\n',
    'a:\n  {{- toYaml .Values.x | nindent 2 }}\nb: 1\n',
    'a:\n  - {{ .x }}\nb: c: d\n',
    'a: {{ .x }}\nb: c: d\n',
    'a: |\n{{ .Files.Get "x" | indent 2 }}\nb: 1\n',
  ])
    assert.equal(sign(text), 'line', text);
  for (const text of [
    'a: {{ .x }}-1\n',
    'a: {{ .x }}:{{ .y }}\r\nb: 1\r\n',
    'a: "{{ .x | default "y" }}"\n',
    'a: {{- include "x" . | nindent 2 }}\nb: 1\n',
  ])
    assert.equal(sign(text), 'fault', text);
});

test('an alias that grows at every step stays cheap', () => {
  let text = 'a0: &a0 [x]\n';
  for (let i = 1; i < 60; i++) text += `a${i}: &a${i} [*a${i - 1}, *a${i - 1}, *a${i - 1}]\n`;
  assert.ok(js(parse(text)).length === 1);
  const deep = Array.from(
    { length: 40 },
    (_, i) => `a${i}: &a${i} ${'['.repeat(90)}${i ? `*a${i - 1}` : 'x'}${']'.repeat(90)}\n`,
  );
  const manifest = parse(deep.join(''));
  assert.ok(manifest.documents[0]?.problems.some((p) => p.code === 'too-deep'));
  js(manifest);
});

// Pieces that meet in YAML's corners, so that random texts are not all plainly wrong.
const piece = fc.constantFrom(
  ...[
    'a: ',
    'b:',
    '- ',
    '  ',
    '\n',
    '\r\n',
    '\t',
    '---\n',
    '...\n',
    '|\n',
    '>-\n',
    '&x ',
    '*x',
    '<<: ',
    '!!int ',
    '{',
    '}',
    '[',
  ],
  ...[
    ']',
    ', ',
    '# c\n',
    '"',
    "'",
    '? ',
    ': ',
    '0o17',
    'yes',
    '{{ .x }}',
    '%YAML 1.1\n',
    '\uFEFF',
    '\\',
    '\u0000',
    '😀',
    '--- ',
    ':',
  ],
);

test('never throws, and every range lies in its document', () => {
  const texts = fc.oneof(
    fc.array(piece, { maxLength: 60 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const manifest = parse(text);
      let end = 0;
      for (const document of manifest.documents) {
        assert.ok(document.range.start >= end && document.range.end <= text.length);
        end = document.range.end;
        const ranges = [document.error?.range, ...document.problems.map((p) => p.range)];
        if (document.root) for (const node of walk(document.root)) ranges.push(node.range);
        for (const range of ranges) {
          if (!range) continue;
          assert.ok(
            range.start >= document.range.start &&
              range.start <= range.end &&
              range.end <= document.range.end,
          );
        }
        if (document.root) toJs(document.root);
      }
    }),
    { numRuns: 1000 },
  );
});

test('a node below another lies within it', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (parts) => {
      for (const document of parse(parts.join('')).documents) {
        if (!document.root) continue;
        for (const node of walk(document.root)) {
          const outer = node.parent?.node.range;
          if (outer)
            assert.ok(outer.start <= node.range.start && node.range.end <= outer.end, parts.join(''));
        }
      }
    }),
    { numRuns: 1000 },
  );
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { TextRange } from '../../../src/base/text.ts';
import { walk, type YamlNode } from '../../../src/manifest/nodes.ts';
import { parse, type Manifest, type ManifestDocument } from '../../../src/manifest/parse.ts';
import { amount, edited, versions, yamlEdit, yamlText } from '../../support/randomYaml.ts';

const { numRuns, each } = amount();

// Most of these texts do not parse, and half of the time would go into the stacks of errors that nobody reads.
const { stackTraceLimit } = Error;
before(() => void (Error.stackTraceLimit = 0));
after(() => void (Error.stackTraceLimit = stackTraceLimit));

test('an edited file parses as it does from scratch, whatever is typed', () => {
  fc.assert(
    fc.property(yamlText, fc.array(yamlEdit, { minLength: each, maxLength: each }), (start, edits) => {
      let manifest = parse(start);
      for (const text of versions(start, edits)) {
        const next = parse(text, manifest);
        same(next, parse(text));
        assert.equal(next.text, text);
        manifest = next;
        for (const document of manifest.documents) inside(document);
      }
    }),
    { numRuns },
  );
});

/** Where `before` was taken from is as it was: others hold it. */
test('what was parsed before is not changed by what comes after', () => {
  fc.assert(
    fc.property(yamlText, yamlEdit, (text, edit) => {
      const before = parse(text);
      parse(edited(text, edit), before);
      same(before, parse(text));
    }),
    { numRuns: Math.ceil(numRuns / 4) },
  );
});

function inside({ range, lead, error, problems, root }: ManifestDocument): void {
  assert.ok(lead <= range.start && range.start <= range.end);
  const within = ({ start, end }: TextRange, what: string): void =>
    assert.ok(range.start <= start && start <= end && end <= range.end, `${what} ${start}-${end}`);
  if (error) within(error.range, 'error');
  for (const problem of problems) within(problem.range, problem.code);
  if (!root) return;
  for (const node of walk(root)) {
    within(node.range, node.kind);
    if (node.kind === 'map') for (const entry of node.entries) within(entry.keyRange, `key ${entry.key}`);
  }
}

function same(a: Manifest, b: Manifest): void {
  assert.equal(a.templated, b.templated);
  assert.equal(a.documents.length, b.documents.length);
  a.documents.forEach((one, i) => {
    const other = b.documents[i] as ManifestDocument;
    for (const key of ['index', 'lead', 'range', 'error', 'problems'] as const)
      assert.deepEqual(one[key], other[key], key);
    const pairs = new Map<YamlNode, YamlNode>();
    assert.equal(one.root === undefined, other.root === undefined);
    if (one.root && other.root) sameNode(one.root, other.root, pairs);
    assert.equal(one.objects.length, other.objects.length);
    one.objects.forEach((object, j) => {
      const twin = other.objects[j];
      assert.ok(twin && object.document === one && pairs.get(object.node) === twin.node);
      for (const key of ['apiVersion', 'kind', 'name', 'namespace'] as const)
        assert.equal(object[key], twin[key]);
    });
  });
}

/** The same tree: what is one node here is one node there. */
function sameNode(a: YamlNode, b: YamlNode, pairs: Map<YamlNode, YamlNode>): void {
  const pair = pairs.get(a);
  if (pair) return assert.ok(pair === b, 'another node is shared');
  pairs.set(a, b);
  sameRange(a.range, b.range);
  assert.ok(a.kind === b.kind && a.height === b.height, 'another kind or height');
  assert.equal(a.parent?.step, b.parent?.step);
  assert.equal(a.parent === undefined, b.parent === undefined);
  if (a.parent && b.parent) sameNode(a.parent.node, b.parent.node, pairs);
  if (a.kind === 'scalar') {
    assert.ok(b.kind === 'scalar' && Object.is(a.value, b.value) && a.text === b.text && a.style === b.style);
  } else if (a.kind === 'seq') {
    assert.ok(b.kind === 'seq' && a.flow === b.flow && a.items.length === b.items.length);
    a.items.forEach((item, i) => sameHeld(item, b.items[i] as typeof item, pairs));
  } else {
    assert.ok(b.kind === 'map' && a.flow === b.flow && a.entries.length === b.entries.length);
    const entries = (map: typeof a): number[] =>
      [...map.duplicates, ...map.byKey.values()].map((entry) => map.entries.indexOf(entry));
    assert.deepEqual(entries(a), entries(b));
    assert.deepEqual([...a.byKey.keys()], [...b.byKey.keys()]);
    const others = [...b.entries, ...b.byKey.values()];
    [...a.entries, ...a.byKey.values()].forEach((entry, i) => {
      const other = others[i] as typeof entry;
      assert.equal(entry.key, other.key);
      sameRange(entry.keyRange, other.keyRange);
      sameHeld(entry, other, pairs);
    });
  }
}

interface Held {
  readonly value: YamlNode;
  readonly alias?: TextRange;
}

function sameHeld(a: Held, b: Held, pairs: Map<YamlNode, YamlNode>): void {
  assert.equal(a.alias === undefined, b.alias === undefined);
  if (a.alias && b.alias) sameRange(a.alias, b.alias);
  sameNode(a.value, b.value, pairs);
}

function sameRange(a: TextRange, b: TextRange): void {
  assert.ok(a.start === b.start && a.end === b.end, `${a.start}-${a.end} is not ${b.start}-${b.end}`);
}

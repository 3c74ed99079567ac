import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { TextRange } from '../../../src/base/text.ts';
import docs from '../../../src/language/fieldDocs.json' with { type: 'json' };
import type { Completion } from '../../../src/language/completion.ts';
import { hoverAt } from '../../../src/language/hover.ts';
import { enums } from '../../../src/lint/fields/enums.ts';
import { lint } from '../../../src/lint/lint.ts';
import { typedOf } from '../../../src/lint/fields/typed.ts';
import { parse, type Manifest } from '../../../src/manifest/parse.ts';
import { accepted, completeAt, parsed, scaffolds } from './support.ts';

const all = scaffolds();

function checkRanges(text: string, offset: number, completions: readonly Completion[]): void {
  for (const { range, label, also = [] } of completions) {
    const where = `${label} at ${offset} in ${JSON.stringify(text.slice(Math.max(0, offset - 40), offset + 20))}`;
    assert.ok(
      range.start >= 0 && range.start <= offset && offset <= range.end && range.end <= text.length,
      where,
    );
    // An editor takes ranges of one line alone.
    assert.ok(!/[\r\n]/.test(text.slice(range.start, range.end)), where);
    for (const edit of also) assert.ok(edit.range.end <= range.start || edit.range.start >= range.end, where);
  }
}

function broken(text: string, before: Manifest): readonly string[] {
  return parse(text, before).documents.flatMap(({ error, problems }) => [
    ...(error ? [error.reason] : []),
    ...problems.map(({ code }) => code),
  ]);
}

/** A few of many: every key of a map is inserted the same way. */
function some<T>(items: readonly T[], seed: number, most = 3): readonly T[] {
  return items.length <= most
    ? items
    : Array.from({ length: most }, (_, i) => items[(seed * 7 + i * 5) % items.length] as T);
}

for (const { id, text } of all) {
  test(`${id}: at every offset there is an answer within the text, and what is accepted parses`, async () => {
    const manifest = parse(text);
    for (let offset = 0; offset <= text.length; offset++) {
      const inWord = /\w/.test(text.charAt(offset - 1)) && /\w/.test(text.charAt(offset));
      // In a name every offset is asked the same.
      if (inWord && offset % 4 > 0) continue;
      const completions = await completeAt(text, offset);
      checkRanges(text, offset, completions);
      const hover = hoverAt(manifest, offset, docs);
      if (hover)
        assert.ok(hover.range.start <= offset && offset <= hover.range.end && hover.range.end <= text.length);
      if (inWord) continue;
      for (const one of some(completions, offset)) {
        const after = accepted(text, one);
        assert.deepEqual(
          broken(after, manifest),
          [],
          `${one.label} at ${offset}:\n${after.slice(Math.max(0, offset - 120), offset + 80)}`,
        );
      }
    }
  });
}

test('on a new line, at every column, what is accepted parses', async () => {
  for (const { text } of all) {
    const was = parse(text);
    const ends = [...text.matchAll(/\n/g)].map((match) => match.index + 1);
    for (const [n, end] of ends.entries()) {
      const column = (n * 2) % 14;
      const longer = `${text.slice(0, end)}${' '.repeat(column)}\n${text.slice(end)}`;
      const manifest = parse(longer, was);
      if (broken(longer, manifest).length > 0) continue;
      const completions = await completeAt(longer, end + column);
      checkRanges(longer, end + column, completions);
      for (const one of some(completions, n)) {
        const after = accepted(longer, one);
        assert.deepEqual(
          broken(after, manifest),
          [],
          `${one.label}:\n${after.slice(Math.max(0, end - 200), end + 120)}`,
        );
      }
    }
  }
});

test('in what is cut off or torn anywhere, nothing throws and ranges stay within', async () => {
  const torn = fc
    .record({
      from: fc.constantFrom(...all.map(({ text }) => text)),
      start: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(400),
      middle: fc.constantFrom(
        '',
        '- ',
        ' ',
        '{',
        '[',
        '"',
        "'",
        '|',
        ': ',
        '\n  ',
        '\r\n',
        '\t',
        '#',
        '---\n',
        '&a ',
        '*a',
        '💥',
      ),
      cut: fc.boolean(),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ from, start, length, middle, cut, at }) => {
      const begin = Math.floor(start * from.length);
      const text = from.slice(0, begin) + middle + (cut ? '' : from.slice(begin + length));
      return {
        text,
        offset: Math.min(text.length, begin + (at > 0.5 ? middle.length : Math.floor(at * 60))),
      };
    });
  await fc.assert(
    fc.asyncProperty(torn, async ({ text, offset }) => {
      checkRanges(text, offset, await completeAt(text, offset));
      const hover = hoverAt(parsed(text), offset, docs);
      if (hover) assert.ok(hover.range.start >= 0 && hover.range.end <= text.length);
    }),
    { numRuns: 1500 },
  );
});

test('every word that is offered for a field is one that the linter accepts', async () => {
  let asked = 0;
  for (const { text } of all) {
    const manifest = parse(text);
    for (const object of manifest.documents.flatMap(({ objects }) => objects)) {
      for (const { type, node } of typedOf(object).all) {
        for (const [key, { value }] of node.byKey) {
          if (!enums.has(`${type}.${key}`) || value.kind !== 'scalar') continue;
          const found = await completeAt(text, value.range.end);
          const words = found.filter(({ kind }) => kind === 'enum');
          assert.ok(
            words.some(({ label }) => label === value.text),
            `${type}.${key}: ${value.text}`,
          );
          for (const word of words) {
            asked++;
            const after = accepted(text, word);
            const place: TextRange = {
              start: value.range.start,
              end: value.range.start + word.snippet.length,
            };
            const findings = lint({ uri: 'file:///a.yaml', manifest: parse(after) }, [], {});
            const refused = findings.filter(
              ({ code, range }) =>
                code === 'value-unknown' && range.start < place.end && place.start < range.end,
            );
            assert.deepEqual(
              refused.map(({ message }) => message),
              [],
              `${type}.${key}: ${word.label}`,
            );
          }
        }
      }
    }
  }
  assert.ok(asked > 100, `${asked} words`);
});

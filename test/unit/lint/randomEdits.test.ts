import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { lint } from '../../../src/lint/lint.ts';
import { applyEdits } from '../../../src/base/text.ts';
import { LintMemory } from '../../../src/lint/memory.ts';
import type { Finding } from '../../../src/lint/rule.ts';
import { parse, type Manifest } from '../../../src/manifest/parse.ts';
import { amount, versions, yamlEdit, yamlText } from '../../support/randomYaml.ts';

// Every rule runs on every text, so a third of the edits that the parser gets.
const { numRuns, each } = amount(0.3);
const uri = 'file:///typed.yaml';

const { stackTraceLimit } = Error;
before(() => void (Error.stackTraceLimit = 0));
after(() => void (Error.stackTraceLimit = stackTraceLimit));

test('whatever is typed, all rules say what they say of the text as it is, on places that are in it', () => {
  fc.assert(
    fc.property(yamlText, fc.array(yamlEdit, { minLength: each, maxLength: each }), (start, edits) => {
      const memory = new LintMemory();
      let manifest = parse(start);
      for (const text of versions(start, edits)) {
        manifest = parse(text, manifest);
        const remembered = lint({ uri, manifest }, [], { memory });
        assert.deepEqual(remembered.map(plain), lint({ uri, manifest: parse(text) }, [], {}).map(plain));
        for (const finding of remembered) inside(finding, manifest);
      }
    }),
    { numRuns },
  );
});

test('a fix of what was remembered is the fix of the text as it is', () => {
  fc.assert(
    fc.property(yamlText, fc.array(yamlEdit, { minLength: 5, maxLength: 5 }), (start, edits) => {
      const memory = new LintMemory();
      let manifest = parse(start);
      lint({ uri, manifest }, [], { memory });
      for (const text of versions(start, edits)) {
        manifest = parse(text, manifest);
        const remembered = lint({ uri, manifest }, [], { memory });
        const anew = lint({ uri, manifest: parse(text) }, [], {});
        assert.deepEqual(
          remembered.map(({ fixes }) => fixes?.()),
          anew.map(({ fixes }) => fixes?.()),
        );
      }
    }),
    { numRuns: Math.ceil(numRuns / 2) },
  );
});

test('a byte order mark that is not at the beginning is part of a key, for fixes too', () => {
  const text = `\n\uFEFFapiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\n`;
  const found = lint({ uri, manifest: parse(text) }, [], {}).find(
    ({ code }) => code === 'api-version-missing',
  );
  const [fix] = found?.fixes?.() ?? [];
  assert.equal(applyEdits(text, fix?.edits ?? []), `\napiVersion: apps/v1\n${text.slice(1)}`);
});

/** What can be compared of a finding; its message must be there. */
function plain({ fixes, message, ...rest }: Finding): object {
  assert.ok(message.length > 0);
  return { ...rest, message, fixes: fixes !== undefined };
}

function inside({ code, range, related, document }: Finding, { text, documents }: Manifest): void {
  const own = documents[document]?.range;
  assert.ok(own, code);
  assert.ok(own.start <= range.start && range.start <= range.end && range.end <= own.end, code);
  for (const other of related ?? []) {
    assert.ok(
      0 <= other.range.start && other.range.start <= other.range.end && other.range.end <= text.length,
      code,
    );
  }
}

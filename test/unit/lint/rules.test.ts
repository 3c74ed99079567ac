import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { applyEdits } from '../../../src/base/text.ts';
import { rules } from '../../../src/lint/rules.ts';
import { yamlSyntax } from '../../../src/lint/syntax.ts';
import { find, fixesOf } from './support.ts';

const codes = (text: string): string[] => find(text).map((finding) => finding.code);

for (const { code, docs, severity, basis } of [...rules, yamlSyntax]) {
  test(`${code}: the bad example has it alone, the good one is clean`, () => {
    assert.deepEqual([...new Set(codes(docs.bad))], [code]);
    assert.deepEqual(codes(docs.good), []);
  });

  test(`${code}: marks one token and says what is documented`, () => {
    for (const finding of find(docs.bad)) {
      const token = docs.bad.slice(finding.range.start, finding.range.end);
      assert.match(token, /^\S(?:[^\n]*\S)?$/);
      assert.equal(finding.severity, severity);
      assert.equal(finding.basis, basis);
      assert.doesNotMatch(finding.message, /\{\d\}|undefined/);
      assert.ok(basis !== 'policy' || severity !== 'error', 'what the server accepts and runs is no error');
    }
  });

  test(`${code}: every fix removes it and brings nothing new`, () => {
    for (const finding of find(docs.bad)) {
      const fixes = fixesOf(finding);
      assert.ok(fixes.filter((fix) => fix.preferred).length <= 1);
      for (const fix of fixes) {
        const after = applyEdits(docs.bad, fix.edits);
        assert.notEqual(after, docs.bad, fix.title);
        assert.deepEqual(codes(after), [], `${fix.title}\n${after}`);
      }
    }
  });

  test(`${code}: the bad example with CRLF is found and fixed too`, () => {
    const bad = docs.bad.replaceAll('\n', '\r\n');
    const [finding] = find(bad);
    assert.equal(finding?.code, code);
    const [fix] = fixesOf(finding);
    if (!fix) return;
    const after = applyEdits(bad, fix.edits);
    assert.deepEqual(codes(after), []);
    assert.doesNotMatch(after, /[^\r]\n/);
  });

  test(`${code}: a comment or a setting keeps it quiet`, () => {
    assert.deepEqual(find(docs.bad, [], { severities: { [code]: 'off' } }), []);
    const [other] = find(docs.bad, [], { severities: { [code]: 'hint' } });
    assert.equal(other?.severity, 'hint');
    if (code === yamlSyntax.code) return;
    const line = docs.bad.indexOf('\n', other.range.end);
    assert.deepEqual(
      codes(`${docs.bad.slice(0, line)} # kubesets-ignore: x, ${code}${docs.bad.slice(line)}`),
      [],
    );
  });
}

test('codes are unique, and each rule is in the file of its name', () => {
  assert.equal(new Set(rules.map((rule) => rule.code)).size, rules.length);
  for (const { code } of rules) {
    assert.match(code, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    assert.ok(existsSync(new URL(`../../../src/lint/rules/${code}.ts`, import.meta.url)), code);
  }
});

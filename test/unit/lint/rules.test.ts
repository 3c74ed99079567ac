import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { applyEdits } from '../../../src/base/text.ts';
import { rules } from '../../../src/lint/rules.ts';
import { yamlSyntax } from '../../../src/lint/syntax.ts';
import type { LintOptions } from '../../../src/lint/lint.ts';
import type { Finding } from '../../../src/lint/rule.ts';
import { parse } from '../../../src/manifest/parse.ts';
import { find as findWith, fixesOf } from './support.ts';

const ofSet = [
  'tolerations-missing',
  'requests-missing',
  'memory-limit-missing',
  'privileges-not-dropped',
  'may-run-as-root',
];
const ofReplicas = ['members-not-spread', 'budget-missing'];

/** Hints that a fix uncovers: they were true before, but could not be seen, or are about what was asked for. */
const uncovered: Readonly<Record<string, readonly string[]>> = {
  'api-version-missing': ofSet,
  'kind-missing': ofSet,
  'kind-unknown': ofSet,
  'unknown-field': ofReplicas,
  'value-quoted': ofReplicas,
  'misplaced-field': ['host-network-dns'],
  'requests-missing': ['memory-limit-missing'],
  'readiness-probe-missing': ['liveness-probe-missing'],
  'node-logs-not-mounted': ['hostpath-without-type'],
};

/** The codes of findings that were not there before, at their paths; only hints are named by their code alone. */
function newFindings(before: readonly Finding[], after: readonly Finding[]): string[] {
  const nameOf = ({ code, path, severity }: Finding): string => `${severity} ${code} ${path}`;
  const left = before.map(nameOf);
  const news: string[] = [];
  for (const finding of after) {
    const at = left.indexOf(nameOf(finding));
    if (at >= 0) left.splice(at, 1);
    else news.push(finding.severity === 'hint' ? finding.code : nameOf(finding));
  }
  return news;
}

for (const { code, docs, severity, basis } of [...rules, yamlSyntax]) {
  const beside: LintOptions = docs.before === undefined ? {} : { before: parse(docs.before) };
  const find = (text: string, options: LintOptions = {}) => findWith(text, [], { ...beside, ...options });
  /** The codes of findings that a person would see at once: hints say what could be better, and examples are short. */
  const codes = (text: string): string[] =>
    find(text)
      .filter((finding) => finding.severity !== 'hint')
      .map((finding) => finding.code);
  const count = (text: string, of: string): number =>
    find(text).filter((finding) => finding.code === of).length;

  test(`${code}: the bad example has it alone, the good one is clean`, () => {
    assert.deepEqual([...new Set(codes(docs.bad))], severity === 'hint' ? [] : [code]);
    assert.notEqual(count(docs.bad, code), 0);
    assert.deepEqual(codes(docs.good), []);
    assert.equal(count(docs.good, code), 0);
  });

  test(`${code}: marks one token and says what is documented`, () => {
    for (const finding of find(docs.bad).filter((one) => one.code === code)) {
      const token = docs.bad.slice(finding.range.start, finding.range.end);
      assert.match(token, /^\S(?:[^\n]*\S)?$/);
      assert.equal(finding.severity, severity);
      assert.equal(finding.basis, basis);
      assert.doesNotMatch(finding.message, /\{\d\}|undefined/);
      assert.ok(basis !== 'policy' || severity !== 'error', 'what the server accepts and runs is no error');
    }
  });

  test(`${code}: every fix removes it and brings nothing new`, () => {
    const before = find(docs.bad);
    for (const finding of before.filter((one) => one.code === code)) {
      const fixes = fixesOf(finding);
      assert.ok(fixes.filter((fix) => fix.preferred).length <= 1);
      for (const fix of fixes) {
        const after = applyEdits(docs.bad, fix.edits);
        assert.notEqual(after, docs.bad, fix.title);
        assert.ok(count(after, code) < count(docs.bad, code), `${fix.title}\n${after}`);
        const news = newFindings(before, find(after));
        assert.deepEqual(
          news.filter((one) => !uncovered[code]?.includes(one)),
          [],
          `${fix.title}\n${after}`,
        );
      }
    }
  });

  test(`${code}: the bad example with CRLF is found and fixed too`, () => {
    const bad = docs.bad.replaceAll('\n', '\r\n');
    const found = find(bad).filter((one) => one.code === code);
    assert.notEqual(found.length, 0);
    for (const fix of found.flatMap(fixesOf)) {
      const after = applyEdits(bad, fix.edits);
      assert.ok(count(after, code) < count(bad, code), fix.title);
      assert.doesNotMatch(after, /[^\r]\n/, fix.title);
    }
  });

  test(`${code}: a comment or a setting keeps it quiet`, () => {
    const off = find(docs.bad, { severities: { [code]: 'off' } });
    assert.equal(off.filter((one) => one.code === code).length, 0);
    const other = find(docs.bad, { severities: { [code]: 'hint' } }).find((one) => one.code === code);
    assert.equal(other?.severity, 'hint');
    if (code === yamlSyntax.code) return;
    const line = docs.bad.indexOf('\n', other.range.end);
    const quiet = `${docs.bad.slice(0, line)} # kubesets-ignore: x, ${code}${docs.bad.slice(line)}`;
    assert.ok(count(quiet, code) < count(docs.bad, code));
  });
}

test('codes are unique, and each rule is in the file of its name', () => {
  assert.equal(new Set(rules.map((rule) => rule.code)).size, rules.length);
  const files = globSync('*/*.ts', { cwd: new URL('../../../src/lint/rules/', import.meta.url) });
  for (const { code } of rules) {
    assert.match(code, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    assert.ok(
      files.some((file) => basename(file, '.ts') === code),
      code,
    );
  }
});

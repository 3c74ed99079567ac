import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { applyEdits, LineMap } from '../../src/base/text.ts';
import { fixAll, preferredEdits } from '../../src/editor/fixAll.ts';
import { lint } from '../../src/lint/lint.ts';
import type { Finding } from '../../src/lint/rule.ts';
import { parse } from '../../src/manifest/parse.ts';

/** The tutorial's manifests as beginners type them, one usual mistake each. */
export const folder = join(import.meta.dirname, '../fixtures/manifests');

export interface LintFixture {
  readonly name: string;
  readonly text: string;
}

export function lintFixtures(): readonly LintFixture[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml') && !file.endsWith('.fixed.yaml'))
    .sort()
    .map((file) => ({ name: file.replace(/\.yaml$/, ''), text: readFileSync(join(folder, file), 'utf8') }));
}

export function findingsOf(text: string): readonly Finding[] {
  return lint({ uri: 'file:///fixture.yaml', manifest: parse(text) }, []);
}

/** The text after *Fix all*. */
export function fixedText(text: string): string {
  const { edit } = fixAll(text, (now) => preferredEdits(now, findingsOf(now)));
  return edit ? applyEdits(text, [edit]) : text;
}

/** What could be better in the right manifest of the system too is not the mistake's. */
function usualHints(name: string): ReadonlySet<string> {
  const system = name.split('-')[0] ?? '';
  if (system === name) return new Set();
  const right = findingsOf(readFileSync(join(folder, `${system}.yaml`), 'utf8'));
  return new Set(right.filter(({ severity }) => severity === 'hint').map(({ code }) => code));
}

/** What stands beside a fixture: its findings a line each, in the order of their places, and the file after *Fix all*. */
export function besideOf({ name, text }: LintFixture): ReadonlyMap<string, string> {
  const lines = new LineMap(text);
  const usual = usualHints(name);
  const own = findingsOf(text).filter(({ severity, code }) => severity !== 'hint' || !usual.has(code));
  const findings = own.map(({ range, severity, code, path, message, fixes }) => {
    const { line, character } = lines.positionAt(range.start);
    const titles = (fixes?.() ?? []).map(
      (fix) => `  fix${fix.preferred && severity !== 'hint' ? ' (all)' : ''}: ${fix.title}\n`,
    );
    return `${line + 1}:${character + 1} ${severity} ${code} ${path}\n  ${message}\n${titles.join('')}`;
  });
  return new Map([
    [`${name}.findings.txt`, findings.join('')],
    [`${name}.fixed.yaml`, fixedText(text)],
  ]);
}

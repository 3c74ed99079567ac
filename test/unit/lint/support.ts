import { applyEdits } from '../../../src/base/text.ts';
import { lint, type LintOptions } from '../../../src/lint/lint.ts';
import type { Finding, Fix, LintFile } from '../../../src/lint/rule.ts';
import { parse } from '../../../src/manifest/parse.ts';

export function fileOf(text: string, uri = 'file:///a.yaml'): LintFile {
  return { uri, manifest: parse(text) };
}

/** The findings of a text, alone or beside other texts. */
export function find(
  text: string,
  others: readonly string[] = [],
  options: LintOptions = {},
): readonly Finding[] {
  const scope = others.map((other, i) => fileOf(other, `file:///other${i}.yaml`));
  return lint(fileOf(text), scope, options);
}

export function fixesOf(finding: Finding): readonly Fix[] {
  return finding.fixes?.() ?? [];
}

/** The text after the first finding's fix of this title (or the first fix). */
export function fixed(text: string, title?: RegExp, others: readonly string[] = []): string {
  for (const finding of find(text, others)) {
    const fix = fixesOf(finding).find((one) => title?.test(one.title) ?? true);
    if (fix) return applyEdits(text, fix.edits);
  }
  throw new Error(`No fix ${String(title)}`);
}

import { difference, type TextRange } from '../base/text.ts';
import type { Finding } from '../lint/rule.ts';
import type { Manifest, ManifestDocument } from '../manifest/parse.ts';

/** A version of a file with what was shown on it. */
export interface Shown {
  readonly manifest: Manifest;
  readonly findings: readonly Finding[];
}

/**
 * What to show while a document can't be parsed, as is the case at most moments of typing: beside its syntax error the findings that
 * were shown on it before, moved by the edit, without those whose token was edited. Where only such a document was edited the others
 * keep theirs as well: what they lack now may stand in what can't be read. Findings that are kept have no fixes: their edits are of
 * another text. A template action that is only where the error is may be half of a text that has yet to be quoted: all keep theirs.
 */
export function keepFindings(before: Shown, now: Shown): readonly Finding[] {
  const { documents } = now.manifest;
  if (isTemplate(now.manifest) || !documents.some(({ error }) => error)) return now.findings;
  const known = new Set(before.manifest.documents.map((document) => textOf(before.manifest, document)));
  const changed = documents.filter((document) => !known.has(textOf(now.manifest, document)));
  const hold = now.manifest.templated || (changed.length > 0 && changed.every(({ error }) => error));
  const move = mover(before.manifest.text, now.manifest.text);
  const kept = before.findings.flatMap((finding) => {
    const range = finding.code === 'yaml-syntax' ? undefined : move(finding.range);
    const document = range && documents.find((one) => holds(one.range, range));
    return range && document ? [{ finding, range, document }] : [];
  });
  return documents
    .flatMap((document) => {
      const fresh = now.findings.filter((finding) => finding.document === document.index);
      if (!document.error && !hold) return fresh;
      const own = kept.filter((one) => one.document === document);
      const again = own.map(
        ({ finding, range }) =>
          fresh.find((one) => one.code === finding.code && one.range.start === range.start) ??
          withoutFixes(finding, range, document.index),
      );
      return document.error ? [...fresh, ...again.filter((one) => !fresh.includes(one))] : again;
    })
    .sort((a, b) => a.range.start - b.range.start);
}

/** Whether more than the line of a syntax error says so. */
function isTemplate({ templated, documents }: Manifest): boolean {
  const said = documents.filter(({ template }) => template);
  return templated && (said.length === 0 || said.some(({ template }) => template === 'line'));
}

function withoutFixes(
  { fixes: _, related: __, ...finding }: Finding,
  range: TextRange,
  document: number,
): Finding {
  return { ...finding, range, document };
}

function holds(outer: TextRange, inner: TextRange): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function textOf({ text }: Manifest, { range }: ManifestDocument): string {
  return text.slice(range.start, range.end);
}

/** Where a range of one text lies in the other; undefined where the two differ inside of it. */
function mover(from: string, to: string): (range: TextRange) => TextRange | undefined {
  const { range } = difference(from, to) ?? { range: { start: from.length, end: from.length } };
  const by = to.length - from.length;
  return ({ start, end }) => {
    if (end <= range.start) return { start, end };
    if (start >= range.end) return { start: start + by, end: end + by };
    return undefined;
  };
}

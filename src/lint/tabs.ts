import type { TextEdit, TextRange } from '../base/text.ts';
import { applyEdits } from '../base/text.ts';
import { parse } from '../manifest/parse.ts';

interface Indented {
  readonly start: number;
  readonly indent: string;
  readonly rest: string;
}

/**
 * Spaces in place of the tabs with which lines of a document begin, as many as make it YAML: of the usual widths the one that puts the most
 * lines where other lines of the document begin. undefined where there are no such tabs, or no width makes it YAML.
 */
export function spacesForTabs(file: string, { start, end }: TextRange): readonly TextEdit[] | undefined {
  const lines = linesOf(file.slice(start, end));
  const tabbed = lines.filter(({ indent }) => indent.includes('\t'));
  if (tabbed.length === 0) return undefined;
  const columns = new Set(lines.filter(({ indent }) => !indent.includes('\t')).flatMap(columnsOf));
  let best: readonly TextEdit[] | undefined;
  let most = -1;
  for (const width of [2, 4, 8]) {
    const meeting = tabbed.filter(({ indent }) => columns.has(expanded(indent, width).length)).length;
    if (meeting <= most) continue;
    const edits = tabbed.map(({ start: from, indent }) => ({
      range: { start: start + from, end: start + from + indent.length },
      text: expanded(indent, width),
    }));
    if (parse(applyEdits(file, edits).slice(start)).documents[0]?.error) continue;
    most = meeting;
    best = edits;
  }
  return best;
}

function linesOf(text: string): readonly Indented[] {
  return [...text.matchAll(/^([ \t]*)(\S[^\r\n]*)/gm)].map((match) => ({
    start: match.index,
    indent: match[1] ?? '',
    rest: match[2] ?? '',
  }));
}

/** Where the line begins, and where what follows its dashes does. */
function columnsOf({ indent, rest }: Indented): readonly number[] {
  const dashes = /^(?:- +)+/.exec(rest)?.[0] ?? '';
  return dashes === '' ? [indent.length] : [indent.length, indent.length + dashes.length];
}

function expanded(indent: string, width: number): string {
  return indent.replaceAll('\t', ' '.repeat(width));
}

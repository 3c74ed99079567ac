import type { TextRange } from '../base/text.ts';

/** A line as YAML's block style reads it, whether or not the document parses. Columns count from 0, offsets in the file. */
export interface Line extends TextRange {
  /** Where its text begins; -1 for blanks, comments and markers. */
  readonly indent: number;
  /** The columns of the dashes that it begins with. */
  readonly dashes: readonly number[];
  /** The column of what follows the dashes; where nothing does, the one at which it would be written. */
  readonly column: number;
  readonly key: string | undefined;
  readonly keyRange: TextRange;
  /** What stands behind the colon, or all of the text where there is no key; without a comment. */
  readonly value: string;
  readonly valueStart: number;
}

const keyed =
  /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#'"[\]{},&*!|>%@`](?:[^:#]|:(?=\S)|(?<=\S)#)*?)[ \t]*:(?=[ \t]|$)/;

/** The lines of a part of a text. */
export function linesOf(text: string, { start, end }: TextRange): Line[] {
  const lines: Line[] = [];
  for (let at = start; at <= end;) {
    const found = text.indexOf('\n', at);
    const next = found < 0 || found >= end ? end + 1 : found + 1;
    let stop = Math.min(next - 1, end);
    if (text.charAt(stop - 1) === '\r' && stop > at) stop--;
    lines.push(lineOf(text, at, stop));
    at = next;
  }
  return lines;
}

function lineOf(text: string, start: number, end: number): Line {
  const whole = text.slice(start, end);
  const indent = whole.search(/[^ \uFEFF]/);
  const rest = indent < 0 ? '' : whole.slice(indent);
  if (rest.trim() === '' || rest.startsWith('#') || /^(?:---|\.\.\.)(?:\s|$)/.test(whole)) {
    const nowhere = { start: end, end };
    return {
      start,
      end,
      indent: -1,
      dashes: [],
      column: -1,
      key: undefined,
      keyRange: nowhere,
      value: '',
      valueStart: end,
    };
  }
  const dashes: number[] = [];
  let column = indent;
  for (let dash; (dash = /^-(?:[ \t]+|$)/.exec(whole.slice(column))); column += dash[0].length) {
    dashes.push(column);
    if (column + dash[0].length >= whole.length && dash[0].length === 1) {
      column += 2;
      break;
    }
  }
  const match = keyed.exec(whole.slice(column));
  const [colon = '', written = ''] = match ?? [];
  const from = column + colon.length;
  const blanks = match ? (/^[ \t]*/.exec(whole.slice(from))?.[0].length ?? 0) : 0;
  const valueStart = Math.min(start + from + blanks, end);
  return {
    start,
    end,
    indent,
    dashes,
    column,
    key: match ? unquoted(written) : undefined,
    keyRange: { start: start + column, end: start + column + written.length },
    value: withoutComment(text.slice(valueStart, end)),
    valueStart,
  };
}

export function unquoted(text: string): string {
  const inner = /^(["'])([^]*?)\1?$/.exec(text);
  return inner ? (inner[2] ?? '') : text;
}

/** Up to a `#` that begins a comment: one after a blank, outside quotes. */
export function withoutComment(text: string): string {
  const found = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?<=\S)#|[^#])*/.exec(text)?.[0] ?? '';
  return found.trimEnd();
}

/** Whether a value says that what is written below belongs to the key: nothing, or only an anchor or a tag. */
export function opensBlock(value: string): boolean {
  return /^(?:[&!]\S*\s*)*$/.test(value);
}

/** Whether a value begins a block scalar, whose lines are text. */
export function opensText(value: string): boolean {
  return /^(?:[&!]\S*\s+)*[|>][-+\d]*$/.test(value);
}

/** A piece of a text by UTF-16 offsets: `start` included, `end` not. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Replaces `range` by `text`; an empty range inserts, an empty text deletes. */
export interface TextEdit {
  readonly range: TextRange;
  readonly text: string;
}

/** Line and character (UTF-16 units), both from 0, as VS Code counts. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

/** Offsets ⇄ positions of one text. Understands LF, CRLF and CR. */
export class LineMap {
  readonly #starts: readonly number[];
  readonly #length: number;

  constructor(text: string) {
    const starts = [0];
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === 13 && text.charCodeAt(i + 1) === 10) continue;
      if (c === 10 || c === 13) starts.push(i + 1);
    }
    this.#starts = starts;
    this.#length = text.length;
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  positionAt(offset: number): TextPosition {
    const at = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: at - (this.#starts[low] as number) };
  }

  /** The offset where `line` (from 0) starts; past the last line, the end of the text. */
  lineStart(line: number): number {
    return this.#starts[line] ?? this.#length;
  }

  offsetAt(position: TextPosition): number {
    return Math.min(this.lineStart(position.line) + position.character, this.lineStart(position.line + 1));
  }
}

/** The text after `edits`, which must not overlap. Edits at the same place apply in the order given. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits.map((edit, order) => ({ edit, order }));
  ordered.sort((a, b) => a.edit.range.start - b.edit.range.start || a.order - b.order);
  let result = '';
  let at = 0;
  for (const { edit } of ordered) {
    if (edit.range.start < at) throw new RangeError(`Edits overlap at offset ${edit.range.start}`);
    result += text.slice(at, edit.range.start) + edit.text;
    at = edit.range.end;
  }
  return result + text.slice(at);
}

/** The smallest single edit that leads from one text to another; undefined where they are the same. */
export function difference(from: string, to: string): TextEdit | undefined {
  if (from === to) return undefined;
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && from.charCodeAt(start) === to.charCodeAt(start)) start++;
  let tail = 0;
  while (
    tail < shorter - start &&
    from.charCodeAt(from.length - 1 - tail) === to.charCodeAt(to.length - 1 - tail)
  ) {
    tail++;
  }
  return { range: { start, end: from.length - tail }, text: to.slice(start, to.length - tail) };
}

import type { TextRange } from '../base/text.ts';

/** One document's place in the file. */
export interface Piece extends TextRange {
  /** Where the comments begin that stand before the document's own `---`; `start` if there are none. */
  readonly lead: number;
}

const marker = /^(?:---|\.\.\.)(?=[ \t\r\n]|$)/gm;
const nothing = /(?:---|\.\.\.|\uFEFF)?[ \t]*(?:#[^\r\n]*)?(?:\r|\n|$)/y;

/**
 * Cuts a file into the texts of its documents, so that each can be parsed alone. A document starts with its `---` line; what holds
 * only comments and blanks is no document. `---` at the start of a line is always a marker in YAML, in block scalars and quotes too.
 */
export function splitDocuments(text: string): Piece[] {
  const cuts = [0];
  for (const match of text.matchAll(marker))
    cuts.push(match[0] === '---' ? match.index : nextLine(text, match.index));
  const pieces: Piece[] = [];
  let lead: number | undefined;
  cuts.forEach((start, i) => {
    const end = cuts[i + 1] ?? text.length;
    if (isEmpty(text, start, end)) {
      lead ??= start;
      return;
    }
    pieces.push({ lead: lead ?? start, start, end });
    lead = undefined;
  });
  return pieces;
}

function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** Only markers, comments and blanks. */
function isEmpty(text: string, start: number, end: number): boolean {
  let position = start;
  while (position < end) {
    nothing.lastIndex = position;
    if (!nothing.test(text)) return false;
    position = Math.max(nothing.lastIndex, position + 1);
  }
  return true;
}

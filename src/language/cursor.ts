import type { TextRange } from '../base/text.ts';
import type { Path, Step } from '../manifest/nodes.ts';
import { splitDocuments } from '../manifest/split.ts';
import { flowAt } from './flow.ts';
import { linesOf, opensBlock, opensText, unquoted, withoutComment, type Line } from './lines.ts';

/** What is being written at an offset, read from the lines around it: the document need not parse. */
export interface Cursor {
  /** The part of the file that holds the document. */
  readonly document: TextRange;
  readonly apiVersion: string | undefined;
  readonly kind: string | undefined;
  /** From the document's root to the object: empty, but for an item of a list of objects. */
  readonly object: Path;
  /** From the object: to the map in which a key is written, to the item after a dash, to the value of a key. */
  readonly path: Path;
  /** `item`: after a dash, where the schema knows whether a key or a value is meant. */
  readonly expects: 'key' | 'item' | 'value';
  /** The keys of the map at hand but for the one that the offset is in, with their values as written. */
  readonly keys: ReadonlyMap<string, string>;
  /** What a completion replaces. */
  readonly range: TextRange;
  /** The part of it that stands before the offset. */
  readonly typed: string;
  /** The key at hand has its colon already. */
  readonly colon: boolean;
  /** What is missing between a colon or a dash and the offset. */
  readonly lead: '' | ' ';
  /** The column of the keys of the map at hand. */
  readonly column: number;
  readonly flow: boolean;
}

/** A map around the offset: the line of one of its keys and the column of them all. */
interface Frame {
  readonly line: number;
  readonly column: number;
}

interface Climbed {
  readonly path: Path;
  /** The maps that hold the steps of the path, the innermost first. */
  readonly frames: readonly Frame[];
  /** The line of the outermost key whose value is in brackets, if one of the steps is. */
  readonly bracket: number | undefined;
}

/** Undefined in comments, in block scalars, between documents, and where nothing could be written that parses. */
export function cursorAt(text: string, offset: number): Cursor | undefined {
  const document = documentAround(text, offset);
  const lines = linesOf(text, document);
  const index = lines.findLastIndex((line) => line.start <= offset);
  const line = lines[index];
  if (!line || isComment(text, line, offset)) return undefined;
  const here: Here = { text, document, lines, index, line, offset };
  if (line.indent < 0) return line.start === line.end || isBlank(text, line) ? onBlank(here) : undefined;
  // Before its text, or behind its last dash where nothing follows.
  const written = line.key !== undefined || line.value !== '';
  const begins = written ? line.column : (line.dashes.at(-1) ?? 0) + 1;
  if (offset < line.start + begins || offset > line.end) return undefined;
  if (line.key === undefined) return onToken(here);
  return offset <= line.keyRange.end ? onKey(here) : onValue(here);
}

interface Here {
  readonly text: string;
  readonly document: TextRange;
  readonly lines: readonly Line[];
  readonly index: number;
  readonly line: Line;
  readonly offset: number;
}

function documentAround(text: string, offset: number): TextRange {
  const pieces = splitDocuments(text);
  const piece = pieces.findLast(({ start }) => start <= offset);
  const first = pieces[0];
  if (!piece) return { start: 0, end: first && first.start > 0 ? first.start : text.length };
  // A document that holds nothing yet belongs to none of the pieces.
  const own = text.lastIndexOf('\n---', offset - 1);
  if (own >= piece.start && own < offset) return { start: own + 1, end: piece.end };
  return piece;
}

function isBlank(text: string, line: Line): boolean {
  return /^[ \uFEFF]*$/.test(text.slice(line.start, line.end));
}

function isComment(text: string, line: Line, offset: number): boolean {
  const before = text.slice(line.start, offset);
  return withoutComment(before).length < before.trimEnd().length || /^\s*#/.test(before);
}

function onBlank(here: Here): Cursor | undefined {
  const { line, offset, index } = here;
  const column = offset - line.start;
  const climbed = climb(here, index, column);
  if (!climbed || !fits(here, column, climbed)) return undefined;
  const range = { start: offset, end: offset };
  if (climbed.bracket !== undefined) return inBrackets(here, climbed);
  return complete(here, climbed, { expects: 'key', range, colon: false, column });
}

function onToken(here: Here): Cursor | undefined {
  const { line, index, offset } = here;
  const start = line.start + Math.min(line.column, line.end - line.start);
  const range = { start, end: Math.max(start, Math.min(line.end, start + line.value.length)) };
  const climbed = climb(here, index, line.column);
  if (!climbed) return undefined;
  if (climbed.bracket !== undefined) return inBrackets(here, climbed);
  if (/^[[{]/.test(line.value)) return inFlow(here, climbed, start);
  const afterDash = line.dashes.length > 0;
  const lead = afterDash && /-$/.test(here.text.slice(line.start, offset)) ? ' ' : '';
  if (offset > range.end && lead === '' && range.end > range.start) return undefined;
  const place = {
    range: offset > range.end || lead ? { start: offset, end: offset } : range,
    column: line.column,
  };
  if (afterDash) return complete(here, climbed, { ...place, expects: 'item', colon: false, lead });
  if (/\s/.test(line.value) || !fits(here, line.column, climbed)) {
    return complete(here, climbed, { ...place, expects: 'value', colon: false });
  }
  return complete(here, climbed, { ...place, expects: 'key', colon: false });
}

function onKey(here: Here): Cursor | undefined {
  const { line, index } = here;
  const climbed = climb(here, index, line.column);
  if (!climbed) return undefined;
  if (climbed.bracket !== undefined) return inBrackets(here, climbed);
  const place = { expects: 'key', range: line.keyRange, colon: true, column: line.column } as const;
  const found = complete(here, climbed, place);
  const others = [...(found?.keys ?? [])].filter(([key]) => key !== line.key);
  return found && { ...found, keys: new Map(others) };
}

function onValue(here: Here): Cursor | undefined {
  const { text, line, index, offset } = here;
  const climbed = climb(here, index, line.column);
  if (!climbed || line.key === undefined) return undefined;
  if (climbed.bracket !== undefined) return inBrackets(here, climbed);
  const own = { ...climbed, path: [...climbed.path, line.key] };
  if (opensText(line.value)) return undefined;
  if (/^[[{]/.test(line.value)) return inFlow(here, own, line.valueStart);
  const colon = text.indexOf(':', line.keyRange.end) + 1;
  if (offset < colon) return undefined;
  const end = line.valueStart + line.value.length;
  if (offset > end && line.value !== '') return undefined;
  const lead = offset === colon ? ' ' : '';
  const range =
    offset < line.valueStart || line.value === ''
      ? { start: offset, end: offset }
      : { start: line.valueStart, end };
  return complete(here, own, { expects: 'value', range, colon: false, column: line.column, lead });
}

function inBrackets(here: Here, climbed: Climbed): Cursor | undefined {
  const line = here.lines[climbed.bracket ?? -1];
  return line && inFlow(here, climbed, line.valueStart);
}

function inFlow(here: Here, climbed: Climbed, start: number): Cursor | undefined {
  const place = flowAt(here.text, start, here.document.end, here.offset);
  if (!place) return undefined;
  const { steps, keys, ...rest } = place;
  const found = complete(here, { ...climbed, path: [...climbed.path, ...steps] }, { ...rest, column: 0 });
  return found && { ...found, keys, flow: true };
}

function complete(
  here: Here,
  { path, frames }: Climbed,
  place: Pick<Cursor, 'expects' | 'range' | 'colon' | 'column'> & { readonly lead?: '' | ' ' },
): Cursor | undefined {
  const { text, document, lines, offset } = here;
  const outer = frames.at(-1);
  const top = outer ? keysAt(lines, outer) : new Map<string, string>();
  const listed =
    /List$/.test(unquoted(top.get('kind') ?? '')) && path[0] === 'items' && typeof path[1] === 'number';
  const inner = listed ? frames.at(-2) : outer;
  const own = !listed ? top : inner ? keysAt(lines, inner) : new Map<string, string>();
  const innermost = frames[0];
  const value = (key: string): string | undefined => unquoted(own.get(key) ?? '') || undefined;
  return {
    document,
    apiVersion: value('apiVersion'),
    kind: value('kind'),
    object: listed ? path.slice(0, 2) : [],
    path: listed ? path.slice(2) : path,
    keys: innermost ? keysAt(lines, innermost) : new Map<string, string>(),
    typed: text.slice(place.range.start, offset),
    flow: false,
    lead: '',
    ...place,
  };
}

/** The lines above one that hold something, the nearest first. */
function* above(lines: readonly Line[], from: number): Generator<readonly [line: Line, index: number]> {
  for (let i = from - 1; i >= 0; i--) {
    const line = lines[i];
    if (line && line.indent >= 0) yield [line, i];
  }
}

/** From the map whose keys stand at `column` in the line up to the document's root; undefined where the lines make no sense. */
function climb({ lines }: Here, from: number, at: number): Climbed | undefined {
  const steps: Step[] = [];
  const frames: Frame[] = [{ line: from, column: at }];
  let bracket: number | undefined;
  let index = from;
  let column = at;
  let dashes: readonly number[] = at === lines[from]?.column ? lines[from].dashes : [];
  for (;;) {
    const up = dashes.length > 0 ? listOf(lines, index, dashes) : ownerOf(lines, index, column);
    if (!up) return undefined;
    if (up.count !== undefined) steps.push(up.count);
    if (up.owner === 'none') return { path: steps.reverse(), frames, bracket };
    const line = lines[up.owner];
    if (!line) return undefined;
    index = up.owner;
    dashes = up.dashes ?? line.dashes;
    // Still the same item, or a list in a list.
    if (up.same) continue;
    if (line.key === undefined) return undefined;
    if (/^[[{]/.test(line.value)) {
      bracket = index;
      steps.length = 0;
      frames.length = 0;
    } else if (!opensBlock(line.value)) return undefined;
    steps.push(line.key);
    column = line.column;
    frames.push({ line: index, column });
  }
}

/** A step towards the root: the line that holds what the place at hand belongs to. */
interface Up {
  readonly owner: number | 'none';
  /** The place among the items of a list. */
  readonly count?: number;
  /** The owner is no key: its dashes (or these) go on. */
  readonly same?: boolean;
  readonly dashes?: readonly number[];
}

/** What a map at `column` belongs to: its key, or the dash of the item that it is. */
function ownerOf(lines: readonly Line[], from: number, column: number): Up | undefined {
  for (const [line, owner] of above(lines, from)) {
    if (line.dashes.length > 0 && line.column === column) return { owner, same: true };
    if (line.indent >= column) continue;
    return line.column < column ? { owner } : undefined;
  }
  return { owner: 'none' };
}

/** The place of the last of a line's dashes in its list, and the key that the list belongs to. */
function listOf(lines: readonly Line[], from: number, dashes: readonly number[]): Up {
  if (dashes.length > 1) return { owner: from, count: 0, same: true, dashes: dashes.slice(0, -1) };
  const [dash = 0] = dashes;
  let count = 0;
  for (const [line, owner] of above(lines, from)) {
    if (line.indent > dash) continue;
    if (line.dashes.includes(dash)) count++;
    else if (line.column <= dash) return { owner, count };
  }
  return { owner: 'none', count };
}

/** The keys of a map, with their values as written. */
function keysAt(lines: readonly Line[], { line: from, column }: Frame): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  const first = firstOf(lines, from, column);
  for (let i = first; i < lines.length; i++) {
    const line = lines[i];
    if (!line || line.indent < 0) continue;
    if (i > first && line.indent < column) break;
    const isOwn = line.column === column && (line.dashes.length === 0 || i === first);
    if (isOwn && line.key !== undefined) keys.set(line.key, line.value);
  }
  return keys;
}

/** The line where a map begins of which `from` is a line: for an item that of its dash. */
function firstOf(lines: readonly Line[], from: number, column: number): number {
  let first = from;
  for (const [line, index] of above(lines, from + 1)) {
    if (line.indent < column && line.column !== column) break;
    first = index;
    if (line.dashes.length > 0 && line.column === column) break;
  }
  return first;
}

/** Whether a key that is begun at `column` leaves what stands around it in its place. */
function fits({ lines, index }: Here, column: number, { frames }: Climbed): boolean {
  const after = lines.slice(index + 1).find((line) => line.indent >= 0);
  if (after && after.indent > column) return false;
  if (after && after.indent === column && after.dashes.length > 0) return isList(lines, index, column);
  // The first line of the same map, above or below, tells the column of them all.
  let deeper = false;
  for (const [line] of above(lines, index)) {
    if (line.column === column || line.indent === column) return true;
    if (line.indent < column) break;
    deeper = true;
  }
  if (deeper) return false;
  if (after && after.indent >= column) return after.column === column;
  // Nothing of the map is written yet: what follows must not be of a map in between.
  const outer = frames[1]?.column;
  return outer === undefined ? column === 0 : !after || after.indent <= outer;
}

/** Whether the lines at `column` around are items alone: then another may be begun. */
function isList(lines: readonly Line[], index: number, column: number): boolean {
  for (const [line] of above(lines, index)) {
    if (line.indent <= column) return line.indent < column || line.dashes.length > 0;
  }
  return false;
}

import type { TextEdit } from '../base/text.ts';
import {
  blockText,
  columnOf,
  keyColumn,
  markedStart,
  endOf,
  eolOf,
  flowText,
  inFlow,
  lineEnd,
  lineStart,
  nextLine,
} from './layout.ts';
import { scalarText, styleOf, type Style } from './layout.ts';
import {
  entryOf,
  type Json,
  type MapEntry,
  type MapNode,
  type ScalarNode,
  type SeqNode,
  type YamlNode,
} from './nodes.ts';
import type { ManifestDocument } from './parse.ts';
import type { Scalar } from './scalars.ts';
import { skipTrivia } from './trivia.ts';

// Edits change what they name and nothing else: comments, quotes, order and indentation around them stay byte for byte. `text` is
// always the whole file, nodes are those of its current parse.

function replace(start: number, end: number, text: string): TextEdit {
  return { range: { start, end }, text };
}

function rootOf(node: YamlNode): YamlNode {
  let root = node;
  while (root.parent) root = root.parent.node;
  return root;
}

/** Replaces a scalar's value; a quoted string stays quoted the same way. */
export function setScalar(node: ScalarNode, value: Scalar): TextEdit[] {
  const { start, end } = node.range;
  if (typeof value === 'string' && node.style === 'single' && !/[\r\n]/.test(value)) {
    return [replace(start, end, `'${value.replaceAll("'", "''")}'`)];
  }
  if (typeof value === 'string' && node.style === 'double')
    return [replace(start, end, JSON.stringify(value))];
  const text = scalarText(value, inFlow(node));
  return [replace(start, end, start === end ? ` ${text}` : text)];
}

/** Another key for an entry, its quotes kept. */
export function setKey(text: string, { keyRange }: MapEntry, key: string): TextEdit[] {
  const quote = /^['"]/.exec(text.slice(keyRange.start, keyRange.end))?.[0];
  const written = quote === undefined ? scalarText(key, true) : `${quote}${key}${quote}`;
  return [replace(keyRange.start, keyRange.end, written)];
}

export interface Position {
  /** The key after which the new one goes; at the end where it is absent. */
  readonly after?: string;
}

/** Adds a key that the map does not have, in the map's own style. */
export function insertKey(
  text: string,
  map: MapNode,
  key: string,
  value: Json,
  position: Position = {},
): TextEdit[] {
  const style = styleOf(text, rootOf(map));
  const last = map.entries.findLast((entry) => entry.key === position.after) ?? map.entries.at(-1);
  if (map.flow)
    return insertIntoFlow(text, map, last, flowText({ [key]: value }).slice(1, -1), { [key]: value }, style);
  if (!last) return [];
  const column = keyColumn(text, last.keyRange.start);
  const at = lineEnd(text, endOf(last));
  return [replace(at, at, style.eol + ' '.repeat(column) + blockText({ [key]: value }, column, style))];
}

/** Adds an item at the end of a sequence, in its own style. */
export function insertItem(text: string, seq: SeqNode, value: Json): TextEdit[] {
  const style = styleOf(text, rootOf(seq));
  const last = seq.items.at(-1);
  if (seq.flow) return insertIntoFlow(text, seq, last, flowText(value), [value], style);
  if (!last) return [];
  const column = columnOf(text, seq.range.start);
  const at = lineEnd(text, endOf(last));
  return [replace(at, at, style.eol + ' '.repeat(column) + blockText([value], column, style))];
}

function insertIntoFlow(
  text: string,
  node: MapNode | SeqNode,
  last: MapEntry | SeqNode['items'][number] | undefined,
  piece: string,
  whole: Json,
  style: Style,
): TextEdit[] {
  if (last) return [replace(endOf(last), endOf(last), `, ${piece}`)];
  const entry = entryOf(node);
  // An empty `{}` or `[]` of a block map becomes a block itself.
  if (entry && node.parent && !inFlow(node.parent.node)) return [nestUnder(text, entry, whole, style)];
  const inside = node.kind === 'map' ? `{${piece}}` : `[${piece}]`;
  return [replace(node.range.start, node.range.end, inside)];
}

/** Replaces the value of a block map's entry by a block of its own, a comment on the key's line kept. */
function nestUnder(text: string, entry: MapEntry, value: Json, style: Style): TextEdit {
  const own = keyColumn(text, entry.keyRange.start);
  const column = Array.isArray(value) && style.atKey ? own : own + 2;
  const block = style.eol + ' '.repeat(column) + blockText(value, column, style);
  const from = skipTrivia(text, entry.keyRange.end) + 1;
  const end = Math.max(from, endOf(entry));
  const rest = text.slice(end, lineEnd(text, end));
  return replace(from, end + rest.length, rest.trimEnd() + block);
}

function isNothing(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

/**
 * Sets the value at `path` below `map`, creating the maps on the way; a scalar that is there is replaced. `position` places a key
 * that has to be added to the innermost map that exists. [] where something else stands in the way.
 */
export function putIn(
  text: string,
  map: MapNode,
  path: readonly string[],
  value: Json,
  position?: Position,
): TextEdit[] {
  const [key, ...rest] = path;
  if (key === undefined) return [];
  const nested = rest.reduceRight<Json>((inner, step) => ({ [step]: inner }), value);
  const entry = map.byKey.get(key);
  if (!entry || !map.entries.includes(entry)) return entry ? [] : insertKey(text, map, key, nested, position);
  if (rest.length > 0 && !isNothing(entry.value)) {
    return entry.value.kind === 'map' ? putIn(text, entry.value, rest, value, position) : [];
  }
  return replaceValue(text, map, entry, nested);
}

function replaceValue(text: string, map: MapNode, entry: MapEntry, value: Json): TextEdit[] {
  const whole = typeof value === 'object' && value !== null;
  if (entry.value.kind === 'scalar' && !entry.alias && !whole) return setScalar(entry.value, value);
  if (whole && !inFlow(map)) return [nestUnder(text, entry, value, styleOf(text, rootOf(map)))];
  const from = skipTrivia(text, entry.keyRange.end) + 1;
  return [replace(from, endOf(entry), ` ${whole ? flowText(value) : scalarText(value, inFlow(map))}`)];
}

/** Removes a key with its value. What was the only key of a map leaves `{}`. */
export function removeKey(text: string, map: MapNode, key: string): TextEdit[] {
  const index = map.entries.findLastIndex((entry) => entry.key === key);
  const entry = map.entries[index];
  if (!entry) return [];
  if (map.entries.length === 1) return [replaceWhole(text, map, '{}')];
  if (map.flow) return [removeFromFlow(map.entries, index, entry.keyRange.start)];
  return [removeLines(text, markedStart(text, entry.keyRange.start), endOf(entry))];
}

/** Removes an item. What was the only item leaves `[]`. */
export function removeItem(text: string, seq: SeqNode, index: number): TextEdit[] {
  const item = seq.items[index];
  if (!item) return [];
  if (seq.items.length === 1) return [replaceWhole(text, seq, '[]')];
  if (seq.flow) return [removeFromFlow(seq.items, index, startOf(item))];
  const before = seq.items[index - 1];
  const dash = before ? skipTrivia(text, endOf(before)) : seq.range.start;
  return [removeLines(text, dash, Math.max(endOf(item), dash + 1))];
}

function startOf(held: MapEntry | SeqNode['items'][number]): number {
  return 'keyRange' in held ? held.keyRange.start : (held.alias ?? held.value.range).start;
}

function replaceWhole(text: string, node: MapNode | SeqNode, nothing: string): TextEdit {
  const entry = node.flow ? undefined : entryOf(node);
  if (!entry) return replace(node.range.start, node.range.end, nothing);
  return replace(skipTrivia(text, entry.keyRange.end) + 1, node.range.end, ` ${nothing}`);
}

function removeFromFlow(
  all: readonly (MapEntry | SeqNode['items'][number])[],
  index: number,
  start: number,
): TextEdit {
  const held = all[index];
  const next = all[index + 1];
  const before = all[index - 1];
  if (next) return replace(start, startOf(next), '');
  return replace(before ? endOf(before) : start, held ? endOf(held) : start, '');
}

/** Removes whole lines; where `start` follows a `- `, what comes next moves up to it. */
function removeLines(text: string, start: number, end: number): TextEdit {
  const from = lineStart(text, start);
  if (text.slice(from, start).trim().replace('\uFEFF', '') !== '') {
    let next = nextLine(text, end);
    while (next < text.length && /\s/.test(text.charAt(next))) next++;
    return replace(start, next, '');
  }
  const to = nextLine(text, end);
  // At the end of a text without a last line break, the one before goes instead.
  if (to === text.length && !/[\r\n]$/.test(text) && from > 0) {
    return replace(from - (text.startsWith('\r\n', from - 2) ? 2 : 1), to, '');
  }
  return replace(from, to, '');
}

/** Removes a document with its `---`. */
export function removeDocument(document: ManifestDocument): TextEdit[] {
  return [replace(document.range.start, document.range.end, '')];
}

function markerEnd(text: string, document: ManifestDocument): number | undefined {
  const { start } = document.range;
  return /^---[ \t]*(?:#[^\r\n]*)?$/.test(text.slice(start, lineEnd(text, start)))
    ? nextLine(text, start)
    : undefined;
}

/** Adds a document before another, comments above that one left with it. */
export function insertDocumentBefore(text: string, document: ManifestDocument, value: Json): TextEdit[] {
  const eol = eolOf(text);
  const added = blockText(value, 0, document.root ? styleOf(text, document.root) : { eol, atKey: true });
  const after = markerEnd(text, document);
  if (after !== undefined) return [replace(after, after, `${added}${eol}---${eol}`)];
  const start = document.range.start + (text.charAt(document.range.start) === '\uFEFF' ? 1 : 0);
  const explicit = text.startsWith('---', start);
  return [replace(start, start, explicit ? `---${eol}${added}${eol}` : `${added}${eol}---${eol}`)];
}

/** Adds a document after another. */
export function insertDocumentAfter(text: string, document: ManifestDocument, value: Json): TextEdit[] {
  const eol = eolOf(text);
  const added = blockText(value, 0, document.root ? styleOf(text, document.root) : { eol, atKey: true });
  const { end } = document.range;
  const lead = /[\r\n]$/.test(text.slice(0, end)) ? '' : eol;
  return [replace(end, end, `${lead}---${eol}${added}${eol}`)];
}

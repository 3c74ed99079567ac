import { dump } from 'js-yaml';
import { walk, type Json, type MapEntry, type SeqItem, type YamlNode } from './nodes.ts';
import { resolvePlain } from './scalars.ts';

/** The line break that a text uses: that of its first line. */
export function eolOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

export function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && !/[\r\n]/.test(text.charAt(at - 1))) at--;
  return at;
}

/** Where the line that holds `offset` ends, before its line break. */
export function lineEnd(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && !/[\r\n]/.test(text.charAt(at))) at++;
  return at;
}

/** The start of the line after the one that holds `offset`. */
export function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  return end + (text.startsWith('\r\n', end) ? 2 : end < text.length ? 1 : 0);
}

export function columnOf(text: string, offset: number): number {
  const start = lineStart(text, offset);
  // Only the file's first character is a byte order mark; elsewhere it is part of a key.
  return offset - start - (start === 0 && text.startsWith('\uFEFF') ? 1 : 0);
}

/** Where a block map's key begins: an anchor or a tag before it on its line is part of it. */
export function markedStart(text: string, keyStart: number): number {
  const before = text.slice(lineStart(text, keyStart), keyStart);
  const marks = /(?:[&!]\S*[ \t]+)+$/.exec(before)?.[0] ?? '';
  return keyStart - marks.length;
}

/** The column at which a block map's keys stand. */
export function keyColumn(text: string, keyStart: number): number {
  return columnOf(text, markedStart(text, keyStart));
}

/** Where the text of an entry or item ends: its value, or the alias that stands for it. */
export function endOf(held: MapEntry | SeqItem): number {
  const end = held.alias?.end ?? held.value.range.end;
  return 'keyRange' in held ? Math.max(end, held.keyRange.end) : end;
}

/** Whether `node` stands inside brackets, where commas and brackets end a plain scalar. */
export function inFlow(node: YamlNode): boolean {
  for (let next: YamlNode | undefined = node; next; next = next.parent?.node) {
    if (next.kind !== 'scalar' && next.flow) return true;
  }
  return false;
}

/** Whether the sequences of a document start at their key's column, as kubectl prints them. True where there is none to see. */
export function sequencesAtKey(text: string, root: YamlNode): boolean {
  for (const node of walk(root)) {
    if (node.kind !== 'seq' || node.flow || node.parent?.node.kind !== 'map') continue;
    const { step, node: map } = node.parent;
    const entry = map.entries.find((candidate) => candidate.key === step);
    if (entry) return columnOf(text, entry.keyRange.start) === columnOf(text, node.range.start);
  }
  return true;
}

export interface Style {
  readonly eol: string;
  /** Sequences at their key's column. */
  readonly atKey: boolean;
}

export function styleOf(text: string, root: YamlNode): Style {
  return { eol: eolOf(text), atKey: sequencesAtKey(text, root) };
}

/** A value as YAML lines, each but the first indented by `column`; no line break at the end. */
export function blockText(value: Json, column: number, style: Style): string {
  const text = dump(value, { indent: 2, seqNoIndent: style.atKey, lineWidth: -1, noRefs: true });
  return text.trimEnd().replaceAll('\n', style.eol + ' '.repeat(column));
}

/** A value on one line, as it can stand inside brackets. */
export function flowText(value: Json): string {
  return dump([value], { flowLevel: 0, lineWidth: -1, noRefs: true }).trim().slice(1, -1);
}

/** A scalar on one line, quoted only where it has to be. */
export function scalarText(value: string | number | boolean | null, flow: boolean): string {
  if (typeof value !== 'string') return String(value);
  const text = flow || /[\r\n]/.test(value) ? flowText(value) : dump(value, { lineWidth: -1 }).trim();
  const plain = !/^['"]/.test(text);
  return plain && resolvePlain(text) !== value ? `'${value.replaceAll("'", "''")}'` : text;
}

import type { TextRange } from '../base/text.ts';
import type { Scalar } from './scalars.ts';

/** A step of a path: a key of a map, or an index of a sequence. */
export type Step = string | number;
export type Path = readonly Step[];

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

interface NodeBase {
  /** The value alone, without anchor and tag; for quoted scalars with the quotes, for block scalars with the `|`. UTF-16 offsets in the file. */
  readonly range: TextRange;
  /** Where it stands; undefined for a document's root. An aliased node stands where its anchor is. */
  readonly parent: Parent | undefined;
  /** Levels of nesting below and including this node, aliases followed. */
  readonly height: number;
}

export interface Parent {
  readonly node: MapNode | SeqNode;
  readonly step: Step;
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  /** As Kubernetes reads it. */
  readonly value: Scalar;
  /** The decoded text before it was resolved: `0400`, `yes`. '' where nothing is written. */
  readonly text: string;
  readonly style: ScalarStyle;
}

export interface MapEntry {
  /** The key as JSON has it. */
  readonly key: string;
  readonly keyRange: TextRange;
  /** The value; for an alias the node that the anchor names. */
  readonly value: YamlNode;
  /** Where `*name` is written, when the value is an alias. */
  readonly alias?: TextRange;
}

export interface MapNode extends NodeBase {
  readonly kind: 'map';
  readonly flow: boolean;
  /** The keys that are written here, in order, `<<` not among them; of duplicates all. */
  readonly entries: readonly MapEntry[];
  /** What counts: merge keys folded in, of duplicates the last. */
  readonly byKey: ReadonlyMap<string, MapEntry>;
  /** Entries that repeat a key of this map. */
  readonly duplicates: readonly MapEntry[];
}

export interface SeqItem {
  readonly value: YamlNode;
  readonly alias?: TextRange;
}

export interface SeqNode extends NodeBase {
  readonly kind: 'seq';
  readonly flow: boolean;
  readonly items: readonly SeqItem[];
}

export type YamlNode = ScalarNode | MapNode | SeqNode;

export type Json = Scalar | readonly Json[] | { readonly [key: string]: Json };

function child(node: YamlNode | undefined, step: Step): YamlNode | undefined {
  if (node?.kind === 'map') return node.byKey.get(String(step))?.value;
  if (node?.kind === 'seq' && typeof step === 'number') return node.items[step]?.value;
  return undefined;
}

/** The node at the end of `path` below `node`; undefined where there is none. */
export function at(node: YamlNode | undefined, ...path: Path): YamlNode | undefined {
  return path.reduce<YamlNode | undefined>(child, node);
}

export function mapAt(node: YamlNode | undefined, ...path: Path): MapNode | undefined {
  const found = at(node, ...path);
  return found?.kind === 'map' ? found : undefined;
}

export function seqAt(node: YamlNode | undefined, ...path: Path): SeqNode | undefined {
  const found = at(node, ...path);
  return found?.kind === 'seq' ? found : undefined;
}

export function scalarAt(node: YamlNode | undefined, ...path: Path): ScalarNode | undefined {
  const found = at(node, ...path);
  return found?.kind === 'scalar' ? found : undefined;
}

/** The text at `path` when Kubernetes reads a string there. */
export function stringAt(node: YamlNode | undefined, ...path: Path): string | undefined {
  const value = scalarAt(node, ...path)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** The maps among the items of the sequence at `path`, each with its index; [] where there is no sequence. */
export function mapsAt(
  node: YamlNode | undefined,
  ...path: Path
): readonly { map: MapNode; index: number }[] {
  const maps: { map: MapNode; index: number }[] = [];
  seqAt(node, ...path)?.items.forEach(({ value }, index) => {
    if (value.kind === 'map') maps.push({ map: value, index });
  });
  return maps;
}

/** The entry that holds `node`, when it is written as a map's value. */
export function entryOf(node: YamlNode): MapEntry | undefined {
  if (node.parent?.node.kind !== 'map') return undefined;
  return node.parent.node.entries.find((entry) => entry.value === node && !entry.alias);
}

/** One token that stands for the node: the value of a scalar, else the key (or the first character) of what holds more. */
export function tokenOf(node: YamlNode): TextRange {
  if (node.kind === 'scalar' && node.style !== 'literal' && node.style !== 'folded') {
    if (node.range.end > node.range.start) return node.range;
  }
  const entry = entryOf(node);
  if (entry) return entry.keyRange;
  const first = node.kind === 'map' ? node.entries[0]?.keyRange : undefined;
  return first ?? { start: node.range.start, end: Math.min(node.range.end, node.range.start + 1) };
}

/** The steps from the document's root to `node`. */
export function stepsOf(node: YamlNode): Path {
  const steps: Step[] = [];
  for (let parent = node.parent; parent; parent = parent.node.parent) steps.unshift(parent.step);
  return steps;
}

/** A path as the API server writes it: `spec.containers[0].env`, `data[a.b]` for a key that is no identifier. */
export function formatPath(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[\w-]+$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${step}]`;
  }
  return text;
}

export function pathOf(node: YamlNode): string {
  return formatPath(stepsOf(node));
}

/** The value as JSON would have it. Aliased parts are shared, not copied. */
export function toJs(node: YamlNode, seen = new Map<YamlNode, Json>()): Json {
  if (node.kind === 'scalar') return node.value;
  const known = seen.get(node);
  if (known !== undefined) return known;
  let value: Json;
  if (node.kind === 'seq') value = node.items.map((item) => toJs(item.value, seen));
  else value = Object.fromEntries([...node.byKey].map(([key, entry]) => [key, toJs(entry.value, seen)]));
  seen.set(node, value);
  return value;
}

/** The node and all that is written below it, each once: aliases are not followed. */
export function* walk(node: YamlNode): Generator<YamlNode> {
  const open: YamlNode[] = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    yield next;
    if (next.kind === 'scalar') continue;
    const below = next.kind === 'map' ? next.entries : next.items;
    for (let i = below.length - 1; i >= 0; i--) {
      const held = below[i];
      if (held && !held.alias) open.push(held.value);
    }
  }
}

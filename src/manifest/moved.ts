import type { TextRange } from '../base/text.ts';
import type { MapEntry, MapNode, Parent, SeqItem, SeqNode, YamlNode } from './nodes.ts';

/** The same range `by` UTF-16 units further on. */
export function movedRange(range: TextRange, by: number): TextRange {
  return { start: range.start + by, end: range.end + by };
}

/** A copy of a document's tree that stands `by` UTF-16 units further on in its file: as if it had been parsed there. */
export class Mover {
  readonly #by: number;
  readonly #copies = new Map<YamlNode, YamlNode>();

  constructor(by: number) {
    this.#by = by;
  }

  /** The copy of a node; what it is part of and what it refers to are copied with it, each once. */
  node(original: YamlNode): YamlNode {
    const known = this.#copies.get(original);
    if (known) return known;
    const parent = original.parent && {
      node: this.node(original.parent.node) as Parent['node'],
      step: original.parent.step,
    };
    // What holds it may have come to it already.
    return this.#copies.get(original) ?? this.#copy(original, parent);
  }

  #copy(original: YamlNode, parent: Parent | undefined): YamlNode {
    const range = movedRange(original.range, this.#by);
    if (original.kind === 'scalar') {
      const copy = { ...original, range, parent };
      this.#copies.set(original, copy);
      return copy;
    }
    if (original.kind === 'seq') {
      const items: SeqItem[] = [];
      const copy: SeqNode = { ...original, range, parent, items };
      this.#copies.set(original, copy);
      original.items.forEach((item, step) => items.push(this.#held(item, { node: copy, step })));
      return copy;
    }
    return this.#copyMap(original, range, parent);
  }

  #copyMap(original: MapNode, range: TextRange, parent: Parent | undefined): MapNode {
    const entries: MapEntry[] = [];
    const duplicates: MapEntry[] = [];
    const byKey = new Map<string, MapEntry>();
    const copy: MapNode = { ...original, range, parent, entries, duplicates, byKey };
    this.#copies.set(original, copy);
    const copies = new Map<MapEntry, MapEntry>();
    for (const entry of original.entries) {
      const made = this.#entry(entry, copy);
      copies.set(entry, made);
      entries.push(made);
    }
    for (const entry of original.duplicates) duplicates.push(copies.get(entry) ?? this.#entry(entry, copy));
    for (const [key, entry] of original.byKey) byKey.set(key, copies.get(entry) ?? this.#entry(entry, copy));
    return copy;
  }

  #entry(entry: MapEntry, map: MapNode): MapEntry {
    const { key, keyRange } = entry;
    return { key, keyRange: movedRange(keyRange, this.#by), ...this.#held(entry, { node: map, step: key }) };
  }

  #held({ value, alias }: SeqItem, parent: Parent): SeqItem {
    if (alias) return { value: this.node(value), alias: movedRange(alias, this.#by) };
    return { value: this.#copies.get(value) ?? this.#copy(value, parent) };
  }
}

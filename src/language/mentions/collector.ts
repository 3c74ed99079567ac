import type { TextRange } from '../../base/text.ts';
import { successorOf } from '../../lint/fields/kinds.ts';
import { typedOf, type Typed, type TypedObject } from '../../lint/fields/typed.ts';
import type { MapEntry, MapNode, ScalarNode, SeqItem, SeqNode } from '../../manifest/nodes.ts';
import type { KubeObject } from '../../manifest/parse.ts';
import type { Mention } from '../occurrence.ts';

/** What a mention says beside its place and its name. */
export type Meaning = Pick<Mention, 'kind' | 'role'> &
  Partial<Pick<Mention, 'namespace' | 'pod' | 'of' | 'selecting' | 'host'>>;

/** Gathers the names in one object. */
export class Collector {
  readonly object: KubeObject;
  readonly mentions: Mention[] = [];
  /** The text of the object's file. */
  readonly text: string;
  readonly #parts: TypedObject;

  constructor(object: KubeObject, text: string) {
    // Versions that are no longer served have the names where their successors have them.
    const apiVersion = successorOf(object.apiVersion, object.kind) || object.apiVersion;
    this.#parts = typedOf(apiVersion === object.apiVersion ? object : { ...object, apiVersion });
    this.object = object;
    this.text = text;
  }

  typed(type: string): readonly Typed[] {
    return this.#parts.byType.get(type) ?? [];
  }

  /** The text of a field, if there is one that is not empty. */
  field(map: MapNode | undefined, field: string, meaning: Meaning): void {
    const entry = map?.byKey.get(field);
    if (entry) this.item(entry, meaning);
  }

  items(seq: SeqNode | undefined, meaning: Meaning): void {
    for (const item of seq?.items ?? []) this.item(item, meaning);
  }

  item({ value, alias }: SeqItem, meaning: Meaning): void {
    if (value.kind !== 'scalar' || typeof value.value !== 'string' || value.value === '') return;
    this.#add(value, value.value, this.#inner(value.range, value.value), alias, meaning);
  }

  key(map: MapNode, entry: MapEntry, meaning: Meaning): void {
    // Through `<<` the key is written elsewhere too.
    const alias = map.entries.includes(entry) ? undefined : entry.alias;
    this.#add(entry, entry.key, this.#inner(entry.keyRange, entry.key), alias, meaning);
  }

  /** A piece of a scalar's text; `start` counts in the file. */
  part(node: ScalarNode, alias: TextRange | undefined, start: number, name: string, meaning: Meaning): void {
    this.#add(node, name, { start, end: start + name.length }, alias, meaning, true);
  }

  #add(
    written: Mention['written'],
    name: string,
    range: TextRange,
    alias: TextRange | undefined,
    meaning: Meaning,
    part?: true,
  ): void {
    this.mentions.push({
      namespace: this.object.namespace,
      ...meaning,
      name,
      object: this.object,
      range,
      written,
      ...(alias ? { alias } : {}),
      ...(part ? { part } : {}),
    });
  }

  /** Without the quotes, where the text between them is the value as it is. */
  #inner(range: TextRange, value: string): TextRange {
    const quoted = /^['"]/.test(this.text.charAt(range.start));
    const inner = { start: range.start + 1, end: range.end - 1 };
    return quoted && this.text.slice(inner.start, inner.end) === value ? inner : range;
  }
}

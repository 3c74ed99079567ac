import type { MapNode, YamlNode } from '../../manifest/nodes.ts';
import type { KubeObject } from '../../manifest/parse.ts';
import { fieldsOf, type Field } from './fields.ts';
import { knownKind } from './kinds.ts';

/** A map of a manifest whose Kubernetes type is known. */
export interface Typed {
  /** `Container`, `PodSpec` …: the name of the field table. */
  readonly type: string;
  readonly node: MapNode;
  /** What it is a part of; undefined for an object. */
  readonly owner: Typed | undefined;
  /** The owner's field that it stands in (`initContainers`); '' for an object. */
  readonly field: string;
}

export interface TypedObject {
  /** Every map of a known type, the outer ones first. */
  readonly all: readonly Typed[];
  readonly byType: ReadonlyMap<string, readonly Typed[]>;
}

const none: TypedObject = { all: [], byType: new Map() };
const computed = new WeakMap<KubeObject, TypedObject>();

/** The object's maps with their Kubernetes types; empty for a kind without a table. Computed once for a parse. */
export function typedOf(object: KubeObject): TypedObject {
  let known = computed.get(object);
  if (!known) computed.set(object, (known = compute(object)));
  return known;
}

function compute(object: KubeObject): TypedObject {
  const kind = knownKind(object.apiVersion, object.kind);
  if (!kind) return none;
  const all: Typed[] = [];
  collect({ type: kind.kind, node: object.node, owner: undefined, field: '' }, all, new Set());
  const byType = new Map<string, Typed[]>();
  for (const typed of all) {
    const same = byType.get(typed.type);
    if (same) same.push(typed);
    else byType.set(typed.type, [typed]);
  }
  return { all, byType };
}

function collect(typed: Typed, all: Typed[], seen: Set<MapNode>): void {
  // What an anchor shares is looked at once: it has one place in the text, and aliases of aliases grow without bound.
  if (seen.has(typed.node)) return;
  seen.add(typed.node);
  all.push(typed);
  const fields = fieldsOf(typed.type);
  for (const [key, { value }] of typed.node.byKey) {
    const field = fields?.get(key);
    if (!field || !fieldsOf(field.type)) continue;
    for (const node of held(field, value)) {
      if (node.kind === 'map') collect({ type: field.type, node, owner: typed, field: key }, all, seen);
    }
  }
}

/** The values that a field's value holds: its items, the values of its map, or itself. What is of another form holds nothing. */
export function held(field: Field, value: YamlNode): readonly YamlNode[] {
  if (field.holds === 'one') return [value];
  if (field.holds === 'list') return value.kind === 'seq' ? value.items.map((item) => item.value) : [];
  if (value.kind !== 'map') return [];
  const values = [...value.byKey.values()].map((entry) => entry.value);
  if (field.holds === 'map') return values;
  return values.flatMap((one) => (one.kind === 'seq' ? one.items.map((item) => item.value) : []));
}

/** The nearest part of the given type that `typed` is in, itself included. */
export function within(typed: Typed, type: string): Typed | undefined {
  for (let next: Typed | undefined = typed; next; next = next.owner) if (next.type === type) return next;
  return undefined;
}

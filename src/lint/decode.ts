import type { MapEntry, MapNode, ScalarNode, YamlNode } from '../manifest/nodes.ts';
import type { KubeObject } from '../manifest/parse.ts';
import { fieldsOf, type Field } from './fields/fields.ts';
import { typedOf, type Typed } from './fields/typed.ts';
import { isQuantity, jsonNumber } from './values/quantity.ts';

// An object as the API server's strict decoder sees it (sigs.k8s.io/json into the types of k8s.io/api): keys are case-sensitive, `null`
// is nothing everywhere, a number is no text and a text is no number.

/** A key that its type does not have. */
export interface UnknownField {
  readonly typed: Typed;
  readonly entry: MapEntry;
}

/** A value that can't be decoded into its field. */
export interface Misfit {
  readonly node: YamlNode;
  /** What the decoder wants at this place: a list, a map, or a scalar type. */
  readonly want: Want;
  readonly field: Field;
  readonly typed: Typed;
}

export type Want =
  'list' | 'map' | 'text' | 'bool' | 'integer' | 'number' | 'quantity' | 'time' | 'intOrString';

interface Decoded {
  readonly unknown: readonly UnknownField[];
  readonly misfits: readonly Misfit[];
}

const computed = new WeakMap<KubeObject, Decoded>();

/** What the decoder refuses of an object of a known kind; nothing for others. Computed once for a parse. */
export function decodedOf(object: KubeObject): Decoded {
  let known = computed.get(object);
  if (!known) computed.set(object, (known = decode(typedOf(object).all)));
  return known;
}

function decode(all: readonly Typed[]): Decoded {
  const unknown = new Map<MapEntry, UnknownField>();
  const misfits = new Map<YamlNode, Misfit>();
  for (const typed of all) {
    const fields = fieldsOf(typed.type);
    for (const [key, entry] of typed.node.byKey) {
      const field = fields?.get(key);
      if (!field) {
        if (!isDirective(key)) unknown.set(entry, { typed, entry });
        continue;
      }
      if (fitsAtOnce(field, entry.value)) continue;
      for (const [node, want] of misfitsOf(field, entry.value)) {
        if (!misfits.has(node)) misfits.set(node, { node, want, field, typed });
      }
    }
  }
  return { unknown: [...unknown.values()], misfits: [...misfits.values()] };
}

/** The usual: a scalar in its own field. */
function fitsAtOnce(field: Field, value: YamlNode): boolean {
  if (field.holds !== 'one') return false;
  if (value.kind !== 'scalar') return value.kind === 'map' && !scalars[field.type];
  return value.value === null || (scalars[field.type]?.fits(value) ?? false);
}

/** What strategic merge patches say to the one who applies them; it never comes to the decoder. */
function isDirective(key: string): boolean {
  return /^\$(?:patch|retainKeys|(?:setElementOrder|deleteFromPrimitiveList)\/.*)$/.test(key);
}

function* misfitsOf(field: Field, value: YamlNode): Generator<readonly [YamlNode, Want]> {
  if (isNull(value) || field.type === 'any') return;
  if (field.holds === 'one') {
    const want = wantOf(field.type, value);
    if (want) yield [value, want];
  } else if (field.holds === 'list') {
    yield* misfitItems(field.type, value);
  } else if (value.kind !== 'map') {
    yield [value, 'map'];
  } else {
    yield* misfitValues(field, value);
  }
}

function* misfitItems(type: string, value: YamlNode): Generator<readonly [YamlNode, Want]> {
  if (value.kind !== 'seq') {
    yield [value, 'list'];
    return;
  }
  for (const item of value.items) {
    const want = isNull(item.value) ? undefined : wantOf(type, item.value);
    if (want) yield [item.value, want];
  }
}

function* misfitValues(field: Field, map: MapNode): Generator<readonly [YamlNode, Want]> {
  for (const { value } of map.byKey.values()) {
    if (isNull(value)) continue;
    if (field.holds === 'lists') {
      yield* misfitItems(field.type, value);
      continue;
    }
    const want = wantOf(field.type, value);
    if (want) yield [value, want];
  }
}

/** What is wanted where a value does not fit; undefined where it fits. */
function wantOf(type: string, node: YamlNode): Want | undefined {
  const check = scalars[type];
  if (!check) return fieldsOf(type) && node.kind !== 'map' ? 'map' : undefined;
  // Bytes can be decoded from a list of numbers too.
  if (type === 'bytes' && node.kind === 'seq') return undefined;
  return node.kind === 'scalar' && check.fits(node) ? undefined : check.want;
}

interface ScalarCheck {
  readonly want: Want;
  fits(node: ScalarNode): boolean;
}

const text: ScalarCheck = { want: 'text', fits: ({ value }) => typeof value === 'string' };
const scalars: Readonly<Record<string, ScalarCheck>> = {
  string: text,
  bytes: text,
  boolean: { want: 'bool', fits: ({ value }) => typeof value === 'boolean' },
  int32: { want: 'integer', fits: ({ value }) => isWithin(value, 2 ** 31) },
  int64: { want: 'integer', fits: ({ value }) => isWithin(value, 2 ** 63) },
  double: { want: 'number', fits: ({ value }) => typeof value === 'number' },
  intOrString: {
    want: 'intOrString',
    fits: ({ value }) => typeof value === 'string' || isWithin(value, 2 ** 31),
  },
  quantity: {
    want: 'quantity',
    fits: ({ value }) => value !== null && typeof value !== 'boolean' && isQuantity(jsonNumber(value)),
  },
  time: { want: 'time', fits: ({ value }) => typeof value === 'string' && isTime(value) },
};

function isWithin(value: unknown, limit: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= -limit && value < limit;
}

/** RFC 3339, as Go's `time.Parse` takes it. */
function isTime(value: string): boolean {
  const form = /^\d{4}-\d\d-\d\d[T]\d{1,2}:\d\d:\d\d(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d)$/;
  return form.test(value) && !Number.isNaN(Date.parse(value.replace(/[.,]\d+/, '')));
}

function isNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

/** The integer of a misfit that is merely too large for its field, as a text of its bounds; undefined for other misfits. */
export function boundsOf({ node, want, field }: Misfit): readonly [string, string] | undefined {
  if (want !== 'integer' && want !== 'intOrString') return undefined;
  if (node.kind !== 'scalar' || typeof node.value !== 'number' || !Number.isInteger(node.value))
    return undefined;
  return field.type === 'int64'
    ? ['-9223372036854775808', '9223372036854775807']
    : ['-2147483648', '2147483647'];
}

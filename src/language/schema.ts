import { fieldsOf, type Field } from '../lint/fields/fields.ts';
import { knownKind, kinds } from '../lint/fields/kinds.ts';
import { requiredFields } from '../lint/fields/required.ts';
import type { Path } from '../manifest/nodes.ts';

/** What the field tables say of a place below an object. */
export interface SchemaPlace {
  /** The type that is held there: a scalar's, or a table's name. */
  readonly type: string;
  readonly holds: Field['holds'];
  /** The field that it is the value of, or an item or an entry of. */
  readonly field: Field;
  /** The type that has the field: `Container`. */
  readonly owner: string;
}

const root = (kind: string): SchemaPlace => ({
  type: kind,
  holds: 'one',
  field: { name: '', holds: 'one', type: kind, required: true },
  owner: '',
});

/** The table of an object; of one whose kind or version is not written (right) yet, what any object has. */
export function objectType(apiVersion: string | undefined, kind: string | undefined): string | undefined {
  const known = kind === undefined ? undefined : knownKind(apiVersion ?? '', kind);
  if (known) return known.kind;
  return apiVersion === undefined ? kinds.find((one) => one.kind === kind)?.kind : undefined;
}

/** The place at `path` below an object of the type; undefined where the tables know nothing. */
export function placeAt(type: string, path: Path): SchemaPlace | undefined {
  let place: SchemaPlace | undefined = root(type);
  for (const step of path) {
    if (!place) return undefined;
    place = typeof step === 'number' ? itemOf(place) : entryOf(place, step);
  }
  return place;
}

function itemOf(place: SchemaPlace): SchemaPlace | undefined {
  return place.holds === 'list' ? { ...place, holds: 'one' } : undefined;
}

function entryOf(place: SchemaPlace, key: string): SchemaPlace | undefined {
  if (place.holds === 'map') return { ...place, holds: 'one' };
  if (place.holds === 'lists') return { ...place, holds: 'list' };
  if (place.holds === 'list') return undefined;
  const field = fieldsOf(place.type)?.get(key);
  return field && { type: field.type, holds: field.holds, field, owner: place.type };
}

/** Whether the API server refuses a map of the type without the field. */
export function isRequired(type: string, field: Field): boolean {
  return requiredFields.get(type)?.includes(field.name) ?? field.required;
}

/** A field's type as a person reads it: `list of Container`, `map of string`. */
export function typeText({ holds, type }: Pick<Field, 'holds' | 'type'>): string {
  if (holds === 'one') return type;
  return holds === 'list' ? `[]${type}` : holds === 'map' ? `map[string]${type}` : `map[string][]${type}`;
}

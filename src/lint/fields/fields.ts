import tables from './tables.json' with { type: 'json' };

/** A field as the API server decodes it. */
export interface Field {
  readonly name: string;
  /** How the value is held: as it is, in a list, in a map of any keys, or in a map of lists. */
  readonly holds: 'one' | 'list' | 'map' | 'lists';
  /** What is held: a scalar's type or the name of another table. */
  readonly type: ScalarType | (string & {});
  /** As the typings say; the API server accepts the absence of some. */
  readonly required: boolean;
}

export type ScalarType =
  'string' | 'bytes' | 'boolean' | 'int32' | 'int64' | 'double' | 'quantity' | 'intOrString' | 'time' | 'any';

const parsed = new Map<string, ReadonlyMap<string, Field>>();

/** The fields of a Kubernetes type (`PodSpec`), by name; undefined for a scalar. */
export function fieldsOf(type: string): ReadonlyMap<string, Field> | undefined {
  const known = parsed.get(type);
  if (known) return known;
  const table: string | undefined = (tables as Readonly<Record<string, string>>)[type];
  if (table === undefined) return undefined;
  const fields = new Map<string, Field>();
  for (const word of table === '' ? [] : table.split(' ')) {
    const [, name = '', holds = '', of = '', required] = /^(.*?):((?:\[\]|\{\})*)(\w+)(!?)$/.exec(word) ?? [];
    fields.set(name, { name, holds: holding[holds] ?? 'one', type: of, required: required === '!' });
  }
  parsed.set(type, fields);
  return fields;
}

const holding: Readonly<Record<string, Field['holds']>> = { '[]': 'list', '{}': 'map', '{}[]': 'lists' };

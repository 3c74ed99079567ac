// Writes src/lint/fields/tables.json and src/language/fieldDocs.json from the typings of @kubernetes/client-node: `node
// scripts/fieldTables.ts`. A test asserts that the files are current, so that they follow the dependency.
import { readFileSync, writeFileSync } from 'node:fs';
import * as client from '@kubernetes/client-node';
import { kinds } from '../src/lint/fields/kinds.ts';

interface Attribute {
  /** The property's name in the typings: `_continue` for `continue`. */
  readonly name: string;
  readonly baseName: string;
  readonly type: string;
  readonly format: string;
}

const models = new URL('../node_modules/@kubernetes/client-node/dist/gen/models/', import.meta.url);

// The typings know a quantity only as a string (k8s.io/api: `resource.Quantity`, `ResourceList`).
const quantities = new Set([
  'EmptyDirVolumeSource.sizeLimit',
  'HPAScalingRules.tolerance',
  'MetricTarget.averageValue',
  'MetricTarget.value',
  'MetricValueStatus.averageValue',
  'MetricValueStatus.value',
  'PersistentVolumeClaimStatus.allocatedResources',
  'PersistentVolumeClaimStatus.capacity',
  'PersistentVolumeSpec.capacity',
  'PodSpec.overhead',
  'ContainerStatus.allocatedResources',
  'PodStatus.allocatedResources',
  'ResourceFieldSelector.divisor',
  'ResourceRequirements.limits',
  'ResourceRequirements.requests',
  'VolumeResourceRequirements.limits',
  'VolumeResourceRequirements.requests',
]);

/** `V1Container` → `Container`, as Kubernetes' own types are called. */
function nameOf(model: string): string {
  return model.replace(/^(?:[A-Z][a-z]+)?V\d+(?:(?:alpha|beta)\d+)?(?=[A-Z])/, '');
}

const scalars: Readonly<Record<string, string>> = {
  'string|': 'string',
  'string|byte': 'bytes',
  'string|int-or-string': 'intOrString',
  'number|int32': 'int32',
  'number|int64': 'int64',
  'number|double': 'double',
  'boolean|': 'boolean',
  'any|': 'any',
  'Date|date-time': 'time',
  'V1MicroTime|date-time-micro': 'time',
  'IntOrString|int-or-string': 'intOrString',
};

/** A field's type in the tables' own words: `[]` for lists, `{}` for maps, then a scalar or another type. */
function wordOf(type: string, format: string, found: (model: string) => void): string {
  const list = /^Array<(.*)>$/.exec(type);
  if (list?.[1]) return `[]${wordOf(list[1], format, found)}`;
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type);
  if (map?.[1]) return `{}${wordOf(map[1], format, found)}`;
  const scalar = scalars[`${type}|${format}`];
  if (scalar) return scalar;
  if (!(type in client)) throw new Error(`What is "${type}" of format "${format}"?`);
  found(type);
  return nameOf(type);
}

function tableOf(model: string, found: (model: string) => void): string {
  const typings = readFileSync(new URL(`${model}.d.ts`, models), 'utf8');
  const required = new Set([...typings.matchAll(/^ {4}'([^']+)': /gm)].map((match) => match[1]));
  const { attributeTypeMap } = (client as unknown as Record<string, { attributeTypeMap: Attribute[] }>)[
    model
  ] ?? { attributeTypeMap: [] };
  return attributeTypeMap
    .map(({ name, baseName, type, format }) => {
      let word = wordOf(type, format, found);
      if (quantities.has(`${nameOf(model)}.${baseName}`)) word = word.replace('string', 'quantity');
      return `${baseName}:${word}${required.has(name) ? '!' : ''}`;
    })
    .join(' ');
}

/** Every type that the kinds of `kinds.ts` reach, each with its model and as `name:type` words; `!` marks what the typings require. */
function reached(): ReadonlyMap<string, { readonly model: string; readonly table: string }> {
  const types = new Map<string, { model: string; table: string }>();
  const seen = new Set<string>();
  const open = kinds.map(({ model }) => model);
  for (let model = open.pop(); model; model = open.pop()) {
    if (seen.has(model)) continue;
    seen.add(model);
    const name = nameOf(model);
    if (types.has(name)) throw new Error(`Two types are called ${name}; one is ${model}.`);
    types.set(name, { model, table: tableOf(model, (other) => open.push(other)) });
  }
  return new Map([...types].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function fieldTables(): Readonly<Record<string, string>> {
  const tables = Object.fromEntries([...reached()].map(([name, { table }]) => [name, table]));
  for (const field of quantities) {
    const [type = '', name] = field.split('.');
    if (!new RegExp(`(?:^| )${name}:\\S*quantity`).test(tables[type] ?? ''))
      throw new Error(`No quantity: ${field}`);
  }
  return tables;
}

/** The types that a person writes: those that are not reached through a `status` alone. */
function written(types: ReturnType<typeof reached>): ReadonlySet<string> {
  const found = new Set<string>();
  const open = kinds.map(({ kind }) => kind);
  for (let name = open.pop(); name; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    for (const [, field, type = ''] of types.get(name)?.table.matchAll(/(\S+?):(?:\[\]|\{\})*(\w+)/g) ?? []) {
      if (field !== 'status' && field !== 'managedFields' && types.has(type)) open.push(type);
    }
  }
  return found;
}

/** What the typings say of each type (`''`) and of its fields. What only a server writes is left out. */
export function fieldDocs(): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const docs: Record<string, Record<string, string>> = {};
  const types = reached();
  const own = written(types);
  for (const [name, { model }] of types) {
    if (!own.has(name)) continue;
    const typings = readFileSync(new URL(`${model}.d.ts`, models), 'utf8');
    const fields: Record<string, string> = {};
    for (const [, text = '', field] of typings.matchAll(
      /\/\*\*\s*\n([^/]*(?:\/(?<!\*\/)[^/]*)*?)\*\/\n(?:export declare class \w+|\s+'([^']+)')/g,
    )) {
      fields[field ?? ''] = plain(text);
    }
    docs[name] = fields;
  }
  return docs;
}

/** A comment's text without its stars and escapes. */
function plain(comment: string): string {
  return comment
    .replace(/^\s*\* ?/gm, '')
    .replace(/\\(['"])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

if (import.meta.main) {
  const write = (path: string, data: unknown): void =>
    writeFileSync(new URL(`../src/${path}`, import.meta.url), `${JSON.stringify(data, null, 2)}\n`);
  write('lint/fields/tables.json', fieldTables());
  write('language/fieldDocs.json', fieldDocs());
}

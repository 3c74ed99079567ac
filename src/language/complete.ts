import * as l10n from '@vscode/l10n';
import { enums } from '../lint/fields/enums.ts';
import { fieldsOf } from '../lint/fields/fields.ts';
import { labelsIn } from '../lint/selectors.ts';
import { mapAt, stringAt } from '../manifest/nodes.ts';
import { eolOf, scalarText, sequencesAtKey } from '../manifest/layout.ts';
import { documentAt } from '../manifest/locate.ts';
import { literal, type Completion } from './completion.ts';
import { cursorAt, type Cursor } from './cursor.ts';
import { fieldKeys, type Layout } from './fieldKeys.ts';
import { kindValues, versionValues } from './kindValues.ts';
import { labelPairs, labelPlace, nodeLabels } from './labels.ts';
import { objectType, placeAt, type SchemaPlace } from './schema.ts';
import type { Sources, Value, Writing } from './sources.ts';
import { valuesOf } from './values.ts';
import { isBegun, wholeObjects } from './wholeObjects.ts';

export interface CompletionRequest extends Sources {
  readonly offset: number;
  /** Whether keys and enum values are wanted, which any YAML server with a schema offers too. */
  readonly fields: boolean;
}

/** What could be written at the offset, the best first in the order of `sort`. */
export async function complete(request: CompletionRequest): Promise<readonly Completion[]> {
  const { text } = request.file.manifest;
  const cursor = cursorAt(text, request.offset);
  if (!cursor) return [];
  const eol = eolOf(text);
  if (isBegun(text, cursor) && cursor.object.length === 0 && !cursor.flow) {
    const other = request.fields && cursor.expects === 'key' ? fieldsAt(cursor, request, eol) : [];
    return [...wholeObjects(text, cursor, eol), ...other];
  }
  const only = cursor.path.length === 1 && cursor.expects === 'value' ? cursor.path[0] : undefined;
  if (only === 'kind') return kindValues(text, cursor, eol);
  if (only === 'apiVersion') return versionValues(cursor);
  return [...(await known(cursor, request)), ...(request.fields ? fieldsAt(cursor, request, eol) : [])];
}

function typeOf({ apiVersion, kind }: Cursor): string {
  // Of a kind that is not known yet the keys that all have are.
  return objectType(apiVersion, kind) ?? 'Namespace';
}

function placeOf(cursor: Cursor): SchemaPlace | undefined {
  const known = objectType(cursor.apiVersion, cursor.kind) !== undefined;
  // An object of a kind of its own has fields of its own, all but its metadata.
  if (!known && (cursor.kind !== undefined || cursor.path.length > 0) && cursor.path[0] !== 'metadata')
    return undefined;
  return placeAt(typeOf(cursor), cursor.path);
}

/** The keys of the type at the cursor, and the words that its field can have. */
function fieldsAt(cursor: Cursor, { file: { manifest } }: Sources, eol: string): readonly Completion[] {
  const place = placeOf(cursor);
  if (!place) return [];
  const root = documentAt(manifest, cursor.document.start)?.root;
  const layout: Layout = { eol, atKey: root ? sequencesAtKey(manifest.text, root) : false };
  const begins = listBegins(cursor, place);
  if (fieldsOf(place.type)) {
    if (cursor.expects === 'value') return [];
    if (begins) return fieldKeys({ ...cursor, keys: new Map() }, place.type, layout, '- ');
    return place.holds === 'one' ? fieldKeys(cursor, place.type, layout) : [];
  }
  return place.holds === 'one' || begins ? wordsOf(cursor, place, begins ? '- ' : '') : [];
}

/** An item could be begun on this line, though its dash is not typed yet. */
function listBegins(cursor: Cursor, place: SchemaPlace): boolean {
  return cursor.expects === 'key' && place.holds === 'list' && !cursor.colon && !cursor.flow;
}

function wordsOf(cursor: Cursor, place: SchemaPlace, dash: string): readonly Completion[] {
  if (cursor.expects === 'key' && dash === '') return [];
  const name = `${place.owner}.${place.field.name}`;
  const words = place.type === 'boolean' ? ['true', 'false'] : (allowed(name, cursor) ?? []);
  return words.map((word, i) => ({
    ...replacing(cursor, word, dash, place.type === 'boolean'),
    kind: 'enum' as const,
    sort: `2${String(i).padStart(2, '0')}`,
  }));
}

/** A set's pods are restarted always; a Job's never are. */
function allowed(name: string, { kind, path }: Cursor): readonly string[] | undefined {
  const words = enums.get(name)?.values;
  if (name !== 'PodSpec.restartPolicy' || kind === 'Pod') return words;
  const job = kind === 'Job' || kind === 'CronJob';
  return path.includes('template') ? words?.filter((word) => (word === 'Always') !== job) : words;
}

/** What only the workspace and the cluster know. */
async function known(cursor: Cursor, request: CompletionRequest): Promise<readonly Completion[]> {
  const place = placeOf(cursor);
  if (!place || fieldsOf(place.type)) return [];
  const { field, owner } = place;
  const writing = writingAt(cursor, request);
  const map = cursor.expects === 'key' && !cursor.colon && place.holds === 'map';
  if (field.holds === 'map') return labels(cursor, place, { map, writing, request });
  if (cursor.expects === 'key') return [];
  const name = owner === 'LocalObjectReference' && cursor.path.includes('imagePullSecrets');
  const values = await valuesOf(name ? 'PodSpec.imagePullSecrets' : `${owner}.${field.name}`, {
    cursor,
    sources: request,
    writing,
  });
  return (values ?? []).map((value, i) => named(cursor, value, i, place.type));
}

function named(cursor: Cursor, { value, from }: Value, i: number, type: string): Completion {
  return {
    ...replacing(cursor, value, '', type === 'intOrString' && /^\d+$/.test(value)),
    kind: 'reference',
    ...(from === undefined ? {} : { detail: from }),
    sort: `1${String(i).padStart(4, '0')}`,
  };
}

function writingAt({ document, object: steps }: Cursor, { file: { manifest } }: Sources): Writing {
  const found = manifest.documents.find(
    ({ range }) => range.start < document.end && document.start < range.end,
  );
  const node = mapAt(found?.root, ...steps);
  const object = found?.objects.find((one) => one.node === node);
  return { object, node, namespace: stringAt(node, 'metadata', 'namespace') };
}

/** Pairs for a map of labels, or the values of one key. */
async function labels(
  cursor: Cursor,
  { owner, field }: SchemaPlace,
  {
    map,
    writing,
    request,
  }: { readonly map: boolean; readonly writing: Writing; readonly request: CompletionRequest },
): Promise<readonly Completion[]> {
  const path = map ? cursor.path : cursor.path.slice(0, -1);
  const place = labelPlace(owner, field.name, path);
  if (!place || (!map && cursor.expects === 'key')) return [];
  const pairs =
    place === 'node'
      ? [...(await nodeLabels(request))].flatMap(([key, values]) =>
          (values.size === 0 ? [''] : [...values]).map((value) => ({
            key,
            value,
            from: l10n.t('node label'),
          })),
        )
      : labelPairs(place, request, writing);
  const written = labelsIn(mapAt(writing.node, ...path));
  const sorted = (i: number): string => `1${String(i).padStart(4, '0')}`;
  if (map) {
    return pairs
      .filter(({ key }) => !cursor.keys.has(key) && !written.has(key))
      .map(({ key, value, from }, i) => ({
        ...pair(cursor, key, value),
        detail: from,
        sort: sorted(i),
      }));
  }
  const own = pairs.filter(({ key, value }) => key === cursor.path.at(-1) && value !== '');
  return own.map(({ value, from }, i) => ({
    ...named(cursor, { value, from }, i, 'string'),
    sort: sorted(i),
  }));
}

function pair(cursor: Cursor, key: string, value: string): Omit<Completion, 'sort'> {
  const text = `${scalarText(key, cursor.flow)}: ${value === '' ? '""' : scalarText(value, cursor.flow)}`;
  const { range } = cursor;
  return {
    label: `${key}: ${value}`,
    kind: 'value',
    snippet: literal(text),
    range,
    filter: quoted(cursor, key),
  };
}

/** Puts a value in the place of what is typed, quoted as that is, or where it has to be; `plain`: it is no text. */
function replacing(
  cursor: Cursor,
  value: string,
  dash: string,
  plain: boolean,
): Pick<Completion, 'label' | 'snippet' | 'range' | 'filter'> {
  const text = plain ? value : inQuotes(cursor, value);
  const { range, lead } = cursor;
  return { label: value, snippet: lead + dash + literal(text), range, filter: quoted(cursor, value) };
}

function inQuotes({ typed, flow }: Cursor, value: string): string {
  if (typed.startsWith('"')) return JSON.stringify(value);
  if (typed.startsWith("'")) return `'${value.replaceAll("'", "''")}'`;
  return scalarText(value, flow);
}

function quoted({ typed }: Cursor, value: string): string {
  return (/^["']/.exec(typed)?.[0] ?? '') + value;
}

import * as l10n from '@vscode/l10n';
import { fieldsOf, type Field } from '../lint/fields/fields.ts';
import type { Completion } from './completion.ts';
import type { Cursor } from './cursor.ts';
import { isRequired, typeText } from './schema.ts';

/** What the server fills in; nobody writes it. */
const filledIn: ReadonlySet<string> = new Set(
  `creationTimestamp deletionTimestamp deletionGracePeriodSeconds generation managedFields resourceVersion selfLink uid`.split(
    ' ',
  ),
);

function isFilledIn(type: string, field: Field): boolean {
  return type === 'ObjectMeta'
    ? filledIn.has(field.name)
    : field.name === 'status' && field.type.endsWith('Status');
}

const scalars: ReadonlySet<string> = new Set(
  'string bytes boolean int32 int64 double quantity intOrString time any'.split(' '),
);

/** How the manifest is laid out around a key. */
export interface Layout {
  readonly eol: string;
  /** Lists start at their key's column. */
  readonly atKey: boolean;
}

/** The keys that a map of the type does not have yet, those that it must have first. */
export function fieldKeys(cursor: Cursor, type: string, layout: Layout, lead = ''): readonly Completion[] {
  const completions: Completion[] = [];
  const column = cursor.column + lead.length;
  for (const field of fieldsOf(type)?.values() ?? []) {
    if (cursor.keys.has(field.name) || isFilledIn(type, field)) continue;
    const required = isRequired(type, field);
    const text = typeText(field);
    completions.push({
      label: field.name,
      kind: 'field',
      detail: required ? l10n.t('{0}, required', text) : text,
      docs: `${type}.${field.name}`,
      snippet: lead + cursor.lead + (cursor.colon ? field.name : body(field, cursor, column, layout)),
      range: cursor.range,
      sort: `${required ? 0 : 1}${field.name}`,
      ...(cursor.colon ? {} : { again: true }),
    });
  }
  return completions;
}

/** The key with its colon, and what has to follow for its value to be typed. */
function body({ name, holds, type }: Field, cursor: Cursor, column: number, { eol, atKey }: Layout): string {
  const scalar = holds === 'one' && scalars.has(type);
  if (scalar) return `${name}: $0`;
  if (cursor.flow) return holds === 'list' ? `${name}: [$0]` : `${name}: {$0}`;
  if (holds === 'list') return `${name}:${eol}${' '.repeat(atKey ? column : column + 2)}- $0`;
  return `${name}:${eol}${' '.repeat(column + 2)}$0`;
}

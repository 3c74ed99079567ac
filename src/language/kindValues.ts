import { kinds } from '../lint/fields/kinds.ts';
import type { TextEdit } from '../base/text.ts';
import type { Completion } from './completion.ts';
import type { Cursor } from './cursor.ts';

/** The kinds that go with the version that is written; where none is, each brings its own. */
export function kindValues(text: string, cursor: Cursor, eol: string): readonly Completion[] {
  const { apiVersion, range, lead } = cursor;
  const fitting = kinds.filter((one) => apiVersion === undefined || one.apiVersion === apiVersion);
  return fitting.map((one) => ({
    label: one.kind,
    kind: 'enum' as const,
    detail: one.apiVersion,
    snippet: lead + one.kind,
    range,
    sort: `0${one.kind}`,
    ...(cursor.keys.has('apiVersion') || cursor.flow
      ? {}
      : { also: [versionAbove(text, cursor, one.apiVersion, eol)] }),
  }));
}

function versionAbove(text: string, { range, column }: Cursor, apiVersion: string, eol: string): TextEdit {
  const line = Math.max(text.lastIndexOf('\n', range.start - 1), text.lastIndexOf('\r', range.start - 1)) + 1;
  const at = line + column;
  return { range: { start: at, end: at }, text: `apiVersion: ${apiVersion}${eol}${' '.repeat(column)}` };
}

/** The versions of the kind that is written, or all. */
export function versionValues({ kind, range, lead }: Cursor): readonly Completion[] {
  const fitting = kinds.filter((one) => one.kind === kind);
  const versions = new Set((fitting.length > 0 ? fitting : kinds).map((one) => one.apiVersion));
  return [...versions].map((apiVersion) => ({
    label: apiVersion,
    kind: 'enum',
    snippet: lead + apiVersion,
    range,
    sort: `0${apiVersion}`,
  }));
}

import kubernetes from '../../snippets/kubernetes.json' with { type: 'json' };
import parts from '../../snippets/parts.json' with { type: 'json' };
import type { Completion } from './completion.ts';
import type { Cursor } from './cursor.ts';

interface Whole {
  readonly kind: string;
  readonly description: string;
  readonly body: string;
}

/** The snippets that are whole objects, by the kind that they are for: the last word of their name. */
const wholes: readonly Whole[] = Object.entries({ ...kubernetes, ...parts }).flatMap(
  ([name, { description, body }]) =>
    body[0]?.startsWith('apiVersion:')
      ? [{ kind: name.slice(name.lastIndexOf(' ') + 1), description, body: body.join('\n') }]
      : [],
);

/** What is typed in an empty document that could be the beginning of one: `kind: Stat`, `Stat`. */
const begun = /^(kind:[ \t]*)?([A-Za-z]*)$/;

/** Whether nothing but the beginning of an object is written in the document. */
export function isBegun(text: string, { document }: Pick<Cursor, 'document'>): boolean {
  return begun.test(contentOf(text, document).trimEnd());
}

function contentOf(text: string, { start, end }: Cursor['document']): string {
  return text
    .slice(start, end)
    .replace(/^\uFEFF?(?:---[^\r\n]*)?/, '')
    .replace(/^[ \t]*#[^\r\n]*$/gm, '')
    .trimStart();
}

/** A whole object for each kind, in the place of what is begun in an otherwise empty document. */
export function wholeObjects(text: string, cursor: Cursor, eol: string): readonly Completion[] {
  const [, prefix = '', word = ''] = begun.exec(contentOf(text, cursor.document).trimEnd()) ?? [];
  const start = cursor.range.start - (cursor.expects === 'value' ? lineBefore(text, cursor.range.start) : 0);
  const range = {
    start,
    end: Math.max(cursor.range.end, cursor.range.start + (cursor.typed === '' ? 0 : word.length)),
  };
  return wholes.map(({ kind, description, body }) => ({
    label: kind,
    kind: 'object' as const,
    detail: description,
    snippet: body.replaceAll('\n', eol),
    range,
    filter: `${prefix}${kind}`,
    sort: `0${kind}`,
  }));
}

function lineBefore(text: string, offset: number): number {
  return offset - (Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1);
}

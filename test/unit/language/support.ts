import { complete } from '../../../src/language/complete.ts';
import type { Completion } from '../../../src/language/completion.ts';
import { hoverAt } from '../../../src/language/hover.ts';
import docs from '../../../src/language/fieldDocs.json' with { type: 'json' };
import type { ClusterNames } from '../../../src/language/sources.ts';
import { Scope } from '../../../src/lint/scope.ts';
import { parse, type Manifest } from '../../../src/manifest/parse.ts';
import { catalogue } from '../../../src/scaffold/catalogue.ts';
import { scaffold } from '../../../src/scaffold/scaffold.ts';
import { expandSnippet } from '../../support/expandSnippet.ts';

/** The text of a `¦`-marked one, and where the mark was. */
export function marked(text: string): { readonly text: string; readonly offset: number } {
  const offset = text.indexOf('¦');
  if (offset < 0) throw new Error(`No ¦ in ${text}`);
  return { text: text.replace('¦', ''), offset };
}

export interface Around {
  readonly others?: readonly string[];
  readonly fields?: boolean;
  readonly cluster?: ClusterNames;
}

let last = parse('');

/** A parse that knows the one before, as the editor's does. */
export function parsed(text: string): Manifest {
  if (last.text !== text) last = parse(text, last);
  return last;
}

export async function completeAt(
  text: string,
  offset: number,
  { others = [], fields = true, cluster }: Around = {},
): Promise<readonly Completion[]> {
  const file = { uri: 'file:///work/here.yaml', manifest: parsed(text) };
  const beside = others.map((other, i) => ({ uri: `file:///work/other${i}.yaml`, manifest: parse(other) }));
  return complete({ file, scope: new Scope(file, beside), offset, fields, cluster });
}

/** What is offered at the mark, in its order. */
export async function offered(textWithMark: string, around: Around = {}): Promise<readonly Completion[]> {
  const { text, offset } = marked(textWithMark);
  const found = await completeAt(text, offset, around);
  return [...found].sort((a, b) => (a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : 0));
}

export async function labels(textWithMark: string, around: Around = {}): Promise<readonly string[]> {
  return (await offered(textWithMark, around)).map(({ label }) => label);
}

/** The text once a completion is accepted and nothing more is typed. */
export function accepted(text: string, { snippet, range, also = [] }: Completion): string {
  const edits = [{ range, text: expandSnippet(snippet) }, ...also];
  edits.sort((a, b) => b.range.start - a.range.start);
  return edits.reduce(
    (now, edit) => now.slice(0, edit.range.start) + edit.text + now.slice(edit.range.end),
    text,
  );
}

/** What accepting the completion of this label at the mark makes of the text. */
export async function accepting(textWithMark: string, label: string, around: Around = {}): Promise<string> {
  const one = (await offered(textWithMark, around)).find((candidate) => candidate.label === label);
  if (!one) throw new Error(`${label} is not offered`);
  return accepted(marked(textWithMark).text, one);
}

/** The hover at the mark, its parts apart. */
export function hovered(textWithMark: string): readonly string[] {
  const { text, offset } = marked(textWithMark);
  return hoverAt(parse(text), offset, docs)?.markdown ?? [];
}

/** Every system's manifest, and what it is of. */
export function scaffolds(): readonly { readonly id: string; readonly text: string }[] {
  return catalogue().map((system) => ({
    id: system.id,
    text: scaffold(system, { name: 'thing', namespace: 'space' }, (size) => new Uint8Array(size)).text,
  }));
}

import { YAMLException } from 'js-yaml';
import type { TextRange } from '../base/text.ts';
import { Composer, type Problem } from './compose.ts';
import { readEvents } from './events.ts';
import { Mover, movedRange } from './moved.ts';
import { mapAt, seqAt, stringAt, toJs, type Json, type MapNode, type YamlNode } from './nodes.ts';
import { recover } from './recover.ts';
import { splitDocuments, type Piece } from './split.ts';
import { templateSign, type TemplateSign } from './template.ts';

/** A document that is no YAML: the parser's reason (English) and the token at which it gave up. */
export interface SyntaxProblem {
  readonly reason: string;
  readonly range: TextRange;
}

/** One Kubernetes object: a document's root, or an item of a `kind: List`. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** Undefined where it is not (yet) written, or is no string. */
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly node: MapNode;
  readonly document: ManifestDocument;
  toJs(): Json;
}

export interface ManifestDocument {
  /** From 0, counting the documents that hold something. */
  readonly index: number;
  /** With its `---` line, up to the next document's. */
  readonly range: TextRange;
  /** Where the comments begin that stand before its `---`. */
  readonly lead: number;
  /** Set where the document can't be parsed; then `root` is what can be read without the line at fault, if anything. */
  readonly error?: SyntaxProblem;
  /** What shows a document with a syntax error to be a template. */
  readonly template?: TemplateSign;
  /** What YAML accepts, but Kubernetes' reading of it does not. */
  readonly problems: readonly Problem[];
  readonly root?: YamlNode;
  readonly objects: readonly KubeObject[];
}

export interface Manifest {
  readonly text: string;
  readonly documents: readonly ManifestDocument[];
  /** A Helm or Go template: not YAML before it is rendered, so nothing is said about it. */
  readonly templated: boolean;
}

/**
 * Everything of one file. Never throws; see {@link ManifestDocument} for what is broken. Documents that were in `before` word for
 * word, wherever they stood, are taken from there and not parsed again; `before` stays as it is, and the result is the same.
 */
export function parse(text: string, before?: Manifest): Manifest {
  const known = before && new KnownDocuments(before);
  const documents = splitDocuments(text).map((piece, index) => {
    const same = known?.take(text.slice(piece.start, piece.end));
    return same ? moveDocument(same, piece, index) : parseDocument(text, piece, index);
  });
  const templated = documents.some((document) => isTemplate(text, document));
  const manifest = { text, documents, templated };
  for (const document of documents) manifests.set(document, manifest);
  return manifest;
}

const manifests = new WeakMap<ManifestDocument, Manifest>();

/** The last parse that the document came out of. */
export function manifestOf(document: ManifestDocument): Manifest | undefined {
  return manifests.get(document);
}

class KnownDocuments {
  readonly #byText = new Map<string, ManifestDocument[]>();

  constructor({ text, documents }: Manifest) {
    for (const document of documents) {
      const own = text.slice(document.range.start, document.range.end);
      const same = this.#byText.get(own);
      if (same) same.push(document);
      else this.#byText.set(own, [document]);
    }
  }

  /** The first document of this text that has not been taken yet. */
  take(text: string): ManifestDocument | undefined {
    return this.#byText.get(text)?.shift();
  }
}

/** The same document at another place of its file. */
function moveDocument(document: ManifestDocument, piece: Piece, index: number): ManifestDocument {
  const by = piece.start - document.range.start;
  if (by === 0 && index === document.index && piece.lead === document.lead) return document;
  const { error, template, problems, root } = document;
  return complete({
    index,
    range: { start: piece.start, end: piece.end },
    lead: piece.lead,
    problems: problems.map((problem) => ({ ...problem, range: movedRange(problem.range, by) })),
    ...(error ? { error: { ...error, range: movedRange(error.range, by) } } : {}),
    ...(template ? { template } : {}),
    ...(root ? { root: by === 0 ? root : new Mover(by).node(root) } : {}),
  });
}

function complete(parts: Omit<ManifestDocument, 'objects'>): ManifestDocument {
  const document = { ...parts, objects: [] as KubeObject[] };
  if (parts.root) document.objects.push(...objectsOf(parts.root, document));
  return document;
}

interface Composed {
  readonly root: YamlNode | undefined;
  readonly problems: readonly Problem[];
}

function compose(text: string, base: number): Composed {
  const composer = new Composer(text, base);
  for (const event of readEvents(text)) composer.add(event);
  return composer;
}

function parseDocument(file: string, piece: Piece, index: number): ManifestDocument {
  const text = file.slice(piece.start, piece.end);
  const range = { start: piece.start, end: piece.end };
  let composed: Composed = { root: undefined, problems: [] };
  let error: SyntaxProblem | undefined;
  let template: TemplateSign | undefined;
  try {
    composed = compose(text, piece.start);
  } catch (thrown) {
    const at = syntaxError(thrown);
    const recovered = recover(text, at, (patched) => tryCompose(patched, piece.start));
    error = { reason: at.reason, range: faultAt(text, at, recovered.offset, piece.start) };
    composed = { root: recovered.value, problems: [] };
    template = templateSign(file, { range, fault: error.range }, readsAlone);
  }
  return complete({
    index,
    range,
    lead: piece.lead,
    problems: composed.problems,
    ...(error ? { error } : {}),
    ...(template ? { template } : {}),
    ...(composed.root ? { root: composed.root } : {}),
  });
}

/** The root, or the offset at which the parser gave up. */
function tryCompose(text: string, base: number): { value: YamlNode | undefined } | number {
  try {
    return { value: compose(text, base).root };
  } catch (thrown) {
    return syntaxError(thrown).offset;
  }
}

function readsAlone(line: string): boolean {
  try {
    return compose(line.trim(), 0).problems.length === 0;
  } catch (thrown) {
    syntaxError(thrown);
    return false;
  }
}

interface SyntaxFault {
  readonly reason: string;
  readonly offset: number;
}

function syntaxError(thrown: unknown): SyntaxFault {
  if (!(thrown instanceof YAMLException)) throw thrown;
  return { reason: thrown.reason, offset: thrown.mark?.position ?? 0 };
}

/** The token at fault. Of a bracket that is not closed the parser tells only where it has had enough. */
function faultAt(text: string, fault: SyntaxFault, offset: number, base: number): TextRange {
  const within = { start: 0, end: text.length };
  const flow = /\bflow (?:collection|sequence|mapping)\b/.test(fault.reason);
  const open = flow ? openBracket(text, fault.offset) : undefined;
  if (open !== undefined) return { start: base + open, end: base + open + 1 };
  const tabs = /\b(?:tab|indentation)\b/.test(fault.reason) ? tabsAt(text, offset) : undefined;
  return movedRange(tabs ?? tokenAt(text, offset, within), base);
}

/** The tabs among what a line begins with, of the line at `offset` or, where that one ends there, of the next. */
function tabsAt(text: string, offset: number): TextRange | undefined {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  const found = /^ *\t+/.exec(text.slice(line, offset + 1));
  if (found) return { start: line + found[0].indexOf('\t'), end: line + found[0].length };
  const next = text.indexOf('\n', offset) + 1;
  const then = next > 0 && text.slice(offset, next).trim() === '' ? /^ *\t+/.exec(text.slice(next)) : null;
  return then ? { start: next + then[0].indexOf('\t'), end: next + then[0].length } : undefined;
}

/** The innermost bracket that is open at `offset`, where it stands on a line before. */
function openBracket(text: string, offset: number): number | undefined {
  let closed = 0;
  let lines = 0;
  for (let i = Math.min(offset, text.length) - 1; i >= 0; i--) {
    const c = text.charAt(i);
    if (c === '\n') lines++;
    else if (c === ']' || c === '}') closed++;
    else if (c !== '[' && c !== '{') continue;
    else if (closed > 0) closed--;
    else if (/[\s,:[{-]/.test(text.charAt(i - 1) || ' ')) return lines > 0 ? i : undefined;
  }
  return undefined;
}

/** The token at `offset`; where a line ends there, the last token before it. Never empty but in an empty document. */
function tokenAt(text: string, offset: number, within: TextRange): TextRange {
  let start = Math.max(within.start, Math.min(offset, within.end));
  while (start > within.start && (start >= within.end || /\s/.test(text.charAt(start)))) start--;
  while (start > within.start && !/\s/.test(text.charAt(start - 1))) start--;
  let end = Math.min(start + 1, within.end);
  while (end < within.end && !/\s/.test(text.charAt(end))) end++;
  return { start, end };
}

function objectsOf(root: YamlNode, document: ManifestDocument): KubeObject[] {
  const object = objectOf(root, document);
  if (!object) return [];
  // kubectl takes apart whatever is called a list and has items (meta.IsListType).
  const items = object.kind.endsWith('List') ? seqAt(root, 'items') : undefined;
  if (!items) return [object];
  return items.items.flatMap((item) => {
    const inner = item.alias ? undefined : objectOf(item.value, document);
    return inner ? [inner] : [];
  });
}

function objectOf(node: YamlNode, document: ManifestDocument): KubeObject | undefined {
  const apiVersion = stringAt(node, 'apiVersion');
  const kind = stringAt(node, 'kind');
  if (node.kind !== 'map' || apiVersion === undefined || kind === undefined) return undefined;
  const metadata = mapAt(node, 'metadata');
  return {
    apiVersion,
    kind,
    name: stringAt(metadata, 'name'),
    namespace: stringAt(metadata, 'namespace'),
    node,
    document,
    toJs: () => toJs(node),
  };
}

const templateLine = /^[ \t]*(?:- +)*(?:[\w./-]+:[ \t]+)?\{\{/m;

function isTemplate(file: string, document: ManifestDocument): boolean {
  if (document.template) return true;
  return document.problems.some(
    (problem) => problem.code === 'bad-key' && templateLine.test(lineOf(file, problem.range.start)),
  );
}

function lineOf(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return text.slice(start, end < 0 ? text.length : end);
}

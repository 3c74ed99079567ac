import * as l10n from '@vscode/l10n';
import type { TextEdit } from '../base/text.ts';
import { setScalar } from '../manifest/edits.ts';
import { columnOf, eolOf } from '../manifest/layout.ts';
import { mapAt, tokenOf, type MapEntry, type MapNode, type ScalarNode } from '../manifest/nodes.ts';
import type { KubeObject, ManifestDocument } from '../manifest/parse.ts';
import { kinds, knownKind, successorOf } from './fields/kinds.ts';
import { isServed, kindLike, type KindLike } from './fields/served.ts';
import { nearest } from './nearest.ts';
import type { Fix, Problem, Rule } from './rule.ts';
import { apiVersionMissing } from './rules/shape/api-version-missing.ts';
import { kindMissing } from './rules/shape/kind-missing.ts';
import { kindUnknown } from './rules/shape/kind-unknown.ts';

// What tells an object's type: `apiVersion` and `kind`. Without them, or with others than the API server has, no rule is asked.

type TypeField = 'apiVersion' | 'kind';

/** What is wrong with the types of a document's objects, or with a document that would be one if it had a type. */
export function* typeProblems(text: string, document: ManifestDocument): Generator<readonly [Rule, Problem]> {
  for (const problem of missingType(text, document, 'apiVersion')) yield [apiVersionMissing, problem];
  for (const problem of missingType(text, document, 'kind')) yield [kindMissing, problem];
  for (const object of document.objects) {
    for (const problem of unknownType(object)) yield [kindUnknown, problem];
  }
}

/** The document's map, if it is meant as an object of Kubernetes and lacks a part of its type. */
export function untyped({ root, objects }: ManifestDocument): MapNode | undefined {
  if (root?.kind !== 'map' || objects.length > 0) return undefined;
  const has = root.byKey.has('metadata') || root.byKey.has('spec') || root.byKey.has('data');
  if (!has || isPatchList(root)) return undefined;
  const kind = wordOf(root, 'kind');
  const version = wordOf(root, 'apiVersion');
  const likeKind = kind !== undefined && kindLike(kind)?.kind === kind;
  const likeVersion = version !== undefined && kinds.some((one) => one.apiVersion === version);
  const named = mapAt(root, 'metadata') !== undefined;
  return (likeKind && (named || version !== undefined)) || (likeVersion && named) ? root : undefined;
}

function isPatchList(root: MapNode): boolean {
  return root.byKey.has('resources') || root.byKey.has('patches') || root.byKey.has('services');
}

/** The text under a key, whatever its case. */
function wordOf(root: MapNode, field: TypeField): string | undefined {
  const value = entryLike(root, field)?.value;
  return value?.kind === 'scalar' && typeof value.value === 'string' && value.value !== ''
    ? value.value
    : undefined;
}

function entryLike(root: MapNode, field: TypeField): MapEntry | undefined {
  const exact = root.byKey.get(field);
  if (exact) return exact;
  return root.entries.find((entry) => entry.key.toLowerCase() === field.toLowerCase());
}

/** The problem with a field of the type that a document lacks, if it lacks it. */
function* missingType(text: string, document: ManifestDocument, field: TypeField): Generator<Problem> {
  const root = untyped(document);
  if (!root) return;
  const entry = entryLike(root, field);
  const value = entry?.value;
  if (
    entry?.key === field &&
    value?.kind === 'scalar' &&
    typeof value.value === 'string' &&
    value.value !== ''
  )
    return;
  const known = kindLike(wordOf(root, 'kind') ?? '');
  if (!entry || entry.key === field) {
    const message = l10n.t(
      '{0} is missing: the API server can not tell what this is, and refuses it.',
      field,
    );
    const fixes = () =>
      field === 'apiVersion' && known ? [versionFix(text, root, entry, known.apiVersion)].flat() : [];
    const range = entry ? tokenOf(entry.value) : tokenOf(root);
    yield { range, path: field, message, fixes };
    return;
  }
  const quote = /^['"]/.exec(text.slice(entry.keyRange.start))?.[0] ?? '';
  yield {
    range: entry.keyRange,
    path: field,
    message: l10n.t(
      '"{0}" is written {1}: the API server can not tell what this is, and refuses it.',
      entry.key,
      field,
    ),
    fixes: () => [
      {
        title: l10n.t('Change to "{0}"', field),
        edits: [{ range: entry.keyRange, text: `${quote}${field}${quote}` }],
        preferred: true,
      },
    ],
  };
}

function versionFix(
  text: string,
  root: MapNode,
  entry: MapEntry | undefined,
  apiVersion: string,
): readonly Fix[] {
  const title = l10n.t('Set apiVersion to {0}', apiVersion);
  if (entry) {
    if (entry.value.kind !== 'scalar' || entry.alias) return [];
    return [{ title, edits: setScalar(entry.value, apiVersion), preferred: true }];
  }
  return [{ title, edits: atTop(text, root, 'apiVersion', apiVersion), preferred: true }];
}

/** A key before all others of a map. */
function atTop(text: string, root: MapNode, key: string, value: string): readonly TextEdit[] {
  const [first] = root.entries;
  if (!first) return [];
  const { start } = first.keyRange;
  const quoted = text.charAt(start) === '"' ? `"${key}": "${value}"` : `${key}: ${value}`;
  const between = root.flow ? ', ' : eolOf(text) + ' '.repeat(columnOf(text, start));
  return [{ range: { start, end: start }, text: quoted + between }];
}

/** The problem with an object whose kind no API server has in its version. */
function* unknownType({ apiVersion, kind, node }: KubeObject): Generator<Problem> {
  if (knownKind(apiVersion, kind) || successorOf(apiVersion, kind) !== undefined) return;
  // `${VERSION}` is filled in before anyone reads it.
  if (!/^[\w./-]+$/.test(apiVersion + kind)) return;
  const served = isServed(apiVersion, kind);
  if (served === 'yes' || served === 'unknown') return;
  const meant = kindLike(kind) ?? kindNear(kind);
  // Groups of one's own are nobody's business, unless the kind is well known.
  if (served === 'unlikely' && meant?.kind !== kind) return;
  const kindNode = scalarOf(node, 'kind');
  const versionNode = scalarOf(node, 'apiVersion');
  if (!kindNode || !versionNode) return;
  const ofKind = meant !== undefined && meant.kind !== kind;
  yield {
    range: (ofKind ? kindNode : versionNode).range,
    path: ofKind ? 'kind' : 'apiVersion',
    message: unknownMessage(apiVersion, kind, meant),
    ...(served === 'unlikely' ? { severity: 'warning' as const } : {}),
    fixes: () => (meant ? typeFix(versionNode, kindNode, meant) : []),
  };
}

function unknownMessage(apiVersion: string, kind: string, meant: KindLike | undefined): string {
  return meant
    ? l10n.t(
        'There is no {0} in {1}, but a {2} in {3}: the API server refuses the object.',
        kind,
        apiVersion,
        meant.kind,
        meant.apiVersion,
      )
    : l10n.t('There is no {0} in {1}: the API server refuses the object.', kind, apiVersion);
}

function typeFix(version: ScalarNode, kind: ScalarNode, meant: KindLike): readonly Fix[] {
  const edits = [
    ...(meant.kind === kind.value ? [] : setScalar(kind, meant.kind)),
    ...(meant.apiVersion === version.value ? [] : setScalar(version, meant.apiVersion)),
  ];
  const title = l10n.t('Change to {0} in {1}', meant.kind, meant.apiVersion);
  return edits.length === 0 ? [] : [{ title, edits, preferred: true }];
}

function kindNear(kind: string): KindLike | undefined {
  const near = nearest(
    kind,
    kinds.map((one) => one.kind),
  );
  return near === undefined ? undefined : kindLike(near);
}

function scalarOf(node: MapNode, key: TypeField): ScalarNode | undefined {
  const entry = node.byKey.get(key);
  return entry?.value.kind === 'scalar' && !entry.alias ? entry.value : undefined;
}

import * as l10n from '@vscode/l10n';
import { mapAt, type MapNode } from '../manifest/nodes.ts';
import type { Manifest } from '../manifest/parse.ts';
import { nameOf, type ObjectName } from './layout.ts';
import { problemOf, scaffold } from './scaffold.ts';
import type { Answers, OfferedKind, System } from './system.ts';

/** An object that there is already. */
export interface KnownObject extends ObjectName {
  /** In words: a file's name, or a cluster's context. */
  readonly where: string;
  /** A Secret's keys. */
  readonly keys?: readonly string[];
}

/** The objects of manifests; `where` is the file. What has no name yet is left out. */
export function objectsOf(
  files: Iterable<{ readonly where: string; readonly manifest: Manifest }>,
): readonly KnownObject[] {
  return [...files].flatMap(({ where, manifest }) =>
    manifest.documents.flatMap(({ objects }) =>
      objects.flatMap(({ kind, name, namespace, node }) =>
        name === undefined
          ? []
          : [{ kind, name, namespace, where, ...(kind === 'Secret' ? { keys: keysOf(node) } : {}) }],
      ),
    ),
  );
}

function keysOf(secret: MapNode): readonly string[] {
  const entries = ['data', 'stringData'].flatMap((field) => mapAt(secret, field)?.entries ?? []);
  return [...new Set(entries.map(({ key }) => key))];
}

/** A name that can be chosen, and what is known of it. */
export interface Offer {
  readonly value: string;
  readonly detail: string;
}

/** The names of a kind that can be chosen; of namespaced kinds, those in `namespace` or written without one. */
export function offers(
  kind: OfferedKind,
  namespace: string | undefined,
  known: readonly KnownObject[],
): readonly Offer[] {
  const names = new Map<string, string>();
  for (const object of known) {
    if (object.kind !== kind || names.has(object.name)) continue;
    if (object.namespace !== undefined && object.namespace !== namespace) continue;
    const keys = object.keys?.length ? l10n.t('keys: {0}', object.keys.join(', ')) : '';
    names.set(object.name, [keys, object.where].filter(Boolean).join(' · '));
  }
  return [...names]
    .map(([value, detail]) => ({ value, detail }))
    .sort((a, b) => (a.value < b.value ? -1 : 1));
}

const zeroes = (count: number): Uint8Array => new Uint8Array(count);

/**
 * Says which object of the scaffold there is already, or `undefined`. That forbids nothing: it may be meant to take its place.
 * Answers that are not valid (yet) say nothing.
 */
export function taken(system: System, answers: Answers, known: readonly KnownObject[]): string | undefined {
  if (known.length === 0) return undefined;
  const valid = system.questions.every((q) => problemOf(q, answers[q.id] ?? q.default) === undefined);
  if (!valid) return undefined;
  const made = scaffold(system, answers, zeroes)
    .text.split(/^---\n/m)
    .map(nameOf);
  const { namespace: own } = made.find(({ namespace }) => namespace !== undefined) ?? {};
  for (const { kind, name, namespace } of [...made.filter((o) => o.kind === system.kind), ...made]) {
    // What is written without a namespace goes where one applies it, which may be here.
    const there = known.find(
      (o) => o.kind === kind && o.name === name && (o.namespace ?? own) === (namespace ?? own),
    );
    if (there) return l10n.t('{0} {1} is in {2} already.', kind, name, there.where);
  }
  return undefined;
}

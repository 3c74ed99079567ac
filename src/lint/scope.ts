import { stringAt, walk } from '../manifest/nodes.ts';
import { setOf, type SetView } from '../manifest/objects.ts';
import type { KubeObject, Manifest } from '../manifest/parse.ts';
import type { LintFile } from './rule.ts';

/** An object and the file that it is written in. */
export interface Located {
  readonly object: KubeObject;
  readonly file: LintFile;
}

/** What is known of one file, computed once for each parse of it. */
interface Contents {
  readonly byKind: ReadonlyMap<string, readonly KubeObject[]>;
  /** The claims that anything in the file mounts by name. */
  readonly claimNames: ReadonlySet<string>;
}

const contents = new WeakMap<Manifest, Contents>();

function contentsOf(manifest: Manifest): Contents {
  const known = contents.get(manifest);
  if (known) return known;
  const byKind = new Map<string, KubeObject[]>();
  const claimNames = new Set<string>();
  for (const document of manifest.documents) {
    for (const object of document.objects) {
      const same = byKind.get(object.kind);
      if (same) same.push(object);
      else byKind.set(object.kind, [object]);
    }
    if (!document.root || document.objects.length === 0) continue;
    for (const node of walk(document.root)) {
      const name = node.kind === 'map' ? stringAt(node, 'claimName') : undefined;
      if (name !== undefined) claimNames.add(name);
    }
  }
  const computed = { byKind, claimNames };
  contents.set(manifest, computed);
  return computed;
}

/** The objects among which references are looked up: those of the file at hand, then those of the other files. */
export class Scope {
  readonly #files: readonly LintFile[];

  /** `own` comes first: what is written in the same file is meant before what is elsewhere. */
  constructor(own: LintFile, others: readonly LintFile[]) {
    this.#files = [own, ...others.filter((file) => file.uri !== own.uri)];
  }

  *all(kind: string): Generator<Located> {
    for (const file of this.#files) {
      for (const object of contentsOf(file.manifest).byKind.get(kind) ?? []) yield { object, file };
    }
  }

  /**
   * The objects of a kind and name that may be in `namespace`. An object that names no namespace can land in any: it may be the one
   * that is meant.
   */
  named(kind: string, namespace: string | undefined, name: string): readonly Located[] {
    return [...this.all(kind)].filter(
      ({ object }) => object.name === name && mayShareNamespace(object.namespace, namespace),
    );
  }

  *sets(kind: SetView['kind']): Generator<{ readonly set: SetView; readonly file: LintFile }> {
    for (const { object, file } of this.all(kind)) {
      const set = setOf(object);
      if (set) yield { set, file };
    }
  }

  /** Whether a pod, or anything that makes pods, mounts the claim by its name. */
  mountsClaim(name: string): boolean {
    return this.#files.some((file) => contentsOf(file.manifest).claimNames.has(name));
  }
}

export function mayShareNamespace(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

import { isKustomization } from '../manifest/kustomization.ts';
import { stringAt, walk, type YamlNode } from '../manifest/nodes.ts';
import { setOf, type SetView } from '../manifest/objects.ts';
import type { KubeObject, Manifest, ManifestDocument } from '../manifest/parse.ts';
import { Kustomizations, type WrittenKustomization } from './kustomizations.ts';
import type { LintFile } from './rule.ts';
import { hasAll } from './selectors.ts';
import { identityOf, workloadOf, type Workload } from './workloads.ts';

/** An object and the file that it is written in. */
export interface Located {
  readonly object: KubeObject;
  readonly file: LintFile;
}

/** Something that makes pods, or a pod, and the file that it is written in. */
export interface LocatedWorkload extends Located {
  readonly workload: Workload;
}

/** A set and the file that it is written in. */
export interface LocatedSet {
  readonly set: SetView;
  readonly file: LintFile;
}

/** What is known of one file, computed once for each parse of it. */
interface Contents {
  readonly objects: readonly KubeObject[];
  /** The claims that anything in the file mounts by name. */
  readonly claimNames: ReadonlySet<string>;
}

const contents = new WeakMap<Manifest, Contents>();

function contentsOf(manifest: Manifest): Contents {
  const known = contents.get(manifest);
  if (known) return known;
  const objects: KubeObject[] = [];
  const claimNames = new Set<string>();
  for (const document of manifest.documents) {
    objects.push(...document.objects);
    for (const name of claimNamesIn(document)) claimNames.add(name);
  }
  const computed = { objects, claimNames };
  contents.set(manifest, computed);
  return computed;
}

const claims = new WeakMap<ManifestDocument, readonly string[]>();

function claimNamesIn(document: ManifestDocument): readonly string[] {
  const known = claims.get(document);
  if (known) return known;
  const names: string[] = [];
  if (document.root && document.objects.length > 0) {
    for (const node of walk(document.root)) {
      const name = node.kind === 'map' ? stringAt(node, 'claimName') : undefined;
      if (name !== undefined) names.push(name);
    }
  }
  claims.set(document, names);
  return names;
}

/** The objects of some files by what they are looked up by. */
class Index {
  readonly byKind = new Map<string, Located[]>();
  readonly byName = new Map<string, Located[]>();
  readonly workloads: LocatedWorkload[] = [];
  readonly byLabel = new Map<string, LocatedWorkload[]>();
  /** StatefulSets by the Service that they name. */
  readonly byService = new Map<string, LocatedSet[]>();
  readonly claimNames = new Set<string>();
  readonly writtenKustomizations: WrittenKustomization[] = [];
  #kustomizations: Kustomizations | undefined;

  get kustomizations(): Kustomizations {
    return (this.#kustomizations ??= new Kustomizations(this.writtenKustomizations));
  }

  constructor(files: readonly LintFile[]) {
    for (const file of files) {
      const { objects, claimNames } = contentsOf(file.manifest);
      for (const name of claimNames) this.claimNames.add(name);
      for (const object of objects) this.#add({ object, file });
      const kustomization = kustomizationIn(file);
      if (kustomization) this.writtenKustomizations.push({ uri: file.uri, node: kustomization });
    }
  }

  #add(located: Located): void {
    const { object } = located;
    addTo(this.byKind, object.kind, located);
    if (object.name !== undefined) addTo(this.byName, `${object.kind}/${object.name}`, located);
    const workload = workloadOf(object);
    if (!workload) return;
    const set = object.kind === 'StatefulSet' ? setOf(object) : undefined;
    const service = set?.serviceName?.value;
    if (set && typeof service === 'string') addTo(this.byService, service, { set, file: located.file });
    const made = { ...located, workload };
    this.workloads.push(made);
    for (const [key, value] of workload.labels) addTo(this.byLabel, `${key}=${value}`, made);
  }
}

/** A kustomization is known by its file's name; it need not say its kind. */
function kustomizationIn({ uri, manifest }: LintFile): YamlNode | undefined {
  const said = contentsOf(manifest).objects.find(
    ({ kind }) => kind === 'Kustomization' || kind === 'Component',
  );
  return said?.node ?? (isKustomization(uri) ? manifest.documents[0]?.root : undefined);
}

function addTo<T>(map: Map<string, T[]>, key: string, item: T): void {
  const same = map.get(key);
  if (same) same.push(item);
  else map.set(key, [item]);
}

interface Indexed {
  readonly files: readonly LintFile[];
  readonly index: Index;
}

// By the first file's parse. While a person types in one file the others stay as they are, though the list of them may be a new one.
const indexes = new WeakMap<Manifest, Indexed>();

function indexOf(files: readonly LintFile[]): Index {
  const first = files[0]?.manifest;
  const known = first && indexes.get(first);
  if (known?.files.length === files.length && known.files.every((file, i) => same(file, files[i]))) {
    return known.index;
  }
  const index = new Index(files);
  if (first) indexes.set(first, { files, index });
  return index;
}

function same(a: LintFile, b: LintFile | undefined): boolean {
  return a.manifest === b?.manifest && a.uri === b.uri;
}

/** The objects among which references are looked up: those of the file at hand, then those of the other files. */
export class Scope {
  readonly kustomizations: Kustomizations;
  readonly #uri: string;
  readonly #own: Index;
  readonly #others: Index;
  readonly #named = new Map<string, readonly Located[]>();
  readonly #labelled = new Map<string, readonly LocatedWorkload[]>();
  readonly #ownUnlike = new Map<string, readonly LocatedWorkload[]>();

  /** `own` comes first: what is written in the same file is meant before what is elsewhere. */
  constructor(own: LintFile, others: readonly LintFile[]) {
    this.#own = indexOf([own]);
    this.#others = indexOf(others.filter((file) => file.uri !== own.uri));
    this.#uri = own.uri;
    const written = this.#own.writtenKustomizations;
    this.kustomizations =
      written.length === 0
        ? this.#others.kustomizations
        : new Kustomizations([...written, ...this.#others.writtenKustomizations]);
  }

  *all(kind: string): Generator<Located> {
    yield* this.#own.byKind.get(kind) ?? [];
    yield* this.#others.byKind.get(kind) ?? [];
  }

  /**
   * The objects of a kind and name that may be in `namespace`, as it is written in `from`. An object that names no namespace can land in
   * any: it may be the one that is meant.
   */
  named(kind: string, namespace: string | undefined, name: string, from = this.#uri): readonly Located[] {
    const asked = [kind, name, namespace, from].join(' ');
    let found = this.#named.get(asked);
    if (!found) {
      const own = this.#namespaceIn(from, namespace);
      found = this.anywhere(kind, name).filter((one) => mayShareNamespace(this.namespaceOf(one), own));
      this.#named.set(asked, found);
    }
    return found;
  }

  /** The objects of a kind and name in any namespace, or of a kind that has none. */
  anywhere(kind: string, name: string): readonly Located[] {
    const key = `${kind}/${name}`;
    return [...(this.#own.byName.get(key) ?? []), ...(this.#others.byName.get(key) ?? [])];
  }

  /** The namespace of an object: what its kustomizations make of it, else what is written. */
  namespaceOf({ object, file }: Located): string | undefined {
    return this.#namespaceIn(file.uri, object.namespace);
  }

  #namespaceIn(uri: string, written: string | undefined): string | undefined {
    return this.kustomizations.namespaceOf(uri) ?? written;
  }

  /**
   * Those of `found` that are meant from the file at hand, or another one: the ones in the same file, else those of the nearest
   * kustomization that applies it, else the ones in the same folder, else the only one there is. A workspace often holds several
   * examples or environments with the same names.
   */
  closest<T extends { readonly file: LintFile }>(found: readonly T[], from = this.#uri): readonly T[] {
    return closest(found, from, this.kustomizations);
  }

  *sets(kind: SetView['kind']): Generator<LocatedSet> {
    for (const { object, file } of this.all(kind)) {
      const set = setOf(object);
      if (set) yield { set, file };
    }
  }

  *workloads(): Generator<LocatedWorkload> {
    yield* this.#own.workloads;
    yield* this.#others.workloads;
  }

  /** The workloads whose pods have all the labels; none for no labels. */
  labelled(labels: ReadonlyMap<string, string>): readonly LocatedWorkload[] {
    const pairs = [...labels].map(([key, value]) => `${key}=${value}`);
    const asked = pairs.join();
    let found = this.#labelled.get(asked);
    if (!found) {
      found = [this.#own, this.#others].flatMap(({ byLabel }) => {
        const those = pairs.map((pair) => byLabel.get(pair) ?? []);
        const [fewest = []] = those.sort((a, b) => a.length - b.length);
        return fewest.filter(({ workload }) => hasAll(workload.labels, labels));
      });
      this.#labelled.set(asked, found);
    }
    return found;
  }

  /**
   * The workloads of the file at hand whose pods have all the labels (all of them for no labels): of those that are the same to
   * whatever selects pods, such as the variants of one manifest, only the first.
   */
  ownUnlike(labels: ReadonlyMap<string, string> = new Map()): readonly LocatedWorkload[] {
    const asked = [...labels].map((pair) => pair.join('=')).join();
    let found = this.#ownUnlike.get(asked);
    if (!found) {
      const those = labels.size > 0 ? this.labelled(labels) : this.#own.workloads;
      const firsts = new Map<string, LocatedWorkload>();
      for (const one of those) {
        if (one.file.uri !== this.#uri) break; // those of the own file come first
        const identity = identityOf(one.workload);
        if (!firsts.has(identity)) firsts.set(identity, one);
      }
      found = [...firsts.values()];
      this.#ownUnlike.set(asked, found);
    }
    return found;
  }

  /** The StatefulSets that name the Service as their own, in any namespace. */
  *governed(service: string): Generator<LocatedSet> {
    yield* this.#own.byService.get(service) ?? [];
    yield* this.#others.byService.get(service) ?? [];
  }

  /** Whether a pod, or anything that makes pods, mounts the claim by its name. */
  mountsClaim(name: string): boolean {
    return this.#own.claimNames.has(name) || this.#others.claimNames.has(name);
  }
}

export function mayShareNamespace(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

/** See {@link Scope.closest}. */
export function closest<T extends { readonly file: LintFile }>(
  found: readonly T[],
  from: string,
  kustomizations: Pick<Kustomizations, 'beside'>,
): readonly T[] {
  if (found.length === 0) return found;
  const same = found.filter(({ file }) => file.uri === from);
  if (same.length > 0) return same;
  for (const uris of kustomizations.beside(from)) {
    const applied = found.filter(({ file }) => uris.has(file.uri));
    if (applied.length > 0) return applied;
  }
  const folder = folderOf(from);
  const beside = found.filter(({ file }) => folderOf(file.uri) === folder);
  return beside.length > 0 || found.length > 1 ? beside : found;
}

/** What the kustomizations among some files apply. */
export function kustomizationsIn(files: readonly LintFile[]): Kustomizations {
  return new Kustomizations(
    files.flatMap((file) => {
      const node = kustomizationIn(file);
      return node ? [{ uri: file.uri, node }] : [];
    }),
  );
}

export function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}

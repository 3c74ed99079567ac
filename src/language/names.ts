import type { Kustomizations } from '../lint/kustomizations.ts';
import type { LintFile } from '../lint/rule.ts';
import { closest, folderOf, kustomizationsIn, mayShareNamespace } from '../lint/scope.ts';
import { workloadOf } from '../lint/workloads.ts';
import { mapsAt, scalarAt } from '../manifest/nodes.ts';
import { setOf } from '../manifest/objects.ts';
import type { KubeObject } from '../manifest/parse.ts';
import { namesIn, type FileNames } from './fileNames.ts';
import {
  isClusterWide,
  keyOf,
  placeOf,
  type NameKind,
  type Occurrence,
  type Selecting,
} from './occurrence.ts';

/** From where a name is looked for, and what narrows it down. */
export interface Asked extends Partial<Pick<Occurrence, 'namespace' | 'of' | 'pod'>> {
  readonly file: LintFile;
}

/** The names in some files, and what means the same. Cheap to make: what is read from a file is kept with its parse. */
export class Names {
  readonly files: readonly LintFile[];
  readonly kustomizations: Kustomizations;
  readonly #files: readonly FileNames[];
  readonly #selected = new Map<Selecting, ReadonlySet<KubeObject>>();
  readonly #meant = new Map<Occurrence, readonly Occurrence[]>();

  constructor(files: readonly LintFile[]) {
    this.files = files;
    this.#files = files.map(namesIn);
    this.kustomizations = kustomizationsIn(files);
  }

  /** What a file names; of a text that only might be a host name, only where it is one. */
  in(uri: string): readonly Occurrence[] {
    const names = this.#files.find(({ file }) => file.uri === uri);
    return names?.all.filter((one) => this.#isOne(one)) ?? [];
  }

  /** The innermost name at an offset, its end included; a definition before references that share its text. */
  at(uri: string, offset: number): Occurrence | undefined {
    const there = this.in(uri).filter((one) => {
      const { start, end } = placeOf(one);
      return start <= offset && offset <= end;
    });
    const size = (one: Occurrence): number => {
      const { start, end } = placeOf(one);
      return (end - start) * 2 + (one.role === 'definition' ? 0 : 1);
    };
    return there.sort((a, b) => size(a) - size(b))[0];
  }

  /** All definitions of a kind that may be meant from a place, for a choice among them. */
  defined(kind: NameKind, { file, namespace, of, pod }: Asked): readonly Occurrence[] {
    const byName = new Map<string, Occurrence[]>();
    for (const { all } of this.#files) {
      for (const one of all) {
        if (one.kind !== kind || one.role !== 'definition') continue;
        if (pod && one.pod !== pod) continue;
        if (of !== undefined && one.of !== of) continue;
        if (!isClusterWide(kind) && !mayShareNamespace(one.namespace, namespace)) continue;
        const same = byName.get(one.name);
        if (same) same.push(one);
        else byName.set(one.name, [one]);
      }
    }
    return [...byName.values()].flatMap((same) => this.#closest(file, same));
  }

  /** What an occurrence means: a reference's definitions; of a definition itself and what defines the same beside it. */
  definitions(one: Occurrence): readonly Occurrence[] {
    let known = this.#meant.get(one);
    if (!known) this.#meant.set(one, (known = this.#isOne(one) ? this.#findMeant(one) : []));
    return known;
  }

  /**
   * All occurrences that mean the same as this one, itself among them. What is defined nowhere is the same where the namespace is, or
   * else in one folder.
   */
  same(one: Occurrence): readonly Occurrence[] {
    const all = this.#ofKey(keyOf(one)).filter((other) => this.#isOne(other));
    const definitions = new Set(this.definitions(one));
    if (definitions.size === 0) {
      return all.filter((other) => this.definitions(other).length === 0 && isBeside(one, other));
    }
    const found = new Set<Occurrence>();
    for (let before = -1; before < found.size + definitions.size;) {
      before = found.size + definitions.size;
      for (const other of all) {
        if (found.has(other)) continue;
        const meant = this.definitions(other);
        if (!meant.some((definition) => definitions.has(definition))) continue;
        found.add(other);
        for (const definition of meant) definitions.add(definition);
      }
    }
    return [...found];
  }

  #ofKey(key: string): readonly Occurrence[] {
    return this.#files.flatMap(({ byKey }) => byKey.get(key) ?? []);
  }

  #definitionsOf(key: string): readonly Occurrence[] {
    return this.#ofKey(key).filter(({ role }) => role === 'definition');
  }

  #findMeant(one: Occurrence): readonly Occurrence[] {
    const candidates = this.#definitionsOf(keyOf(one));
    switch (one.kind) {
      case 'volume':
      case 'container':
      case 'port':
        if (one.pod) return candidates.filter(({ pod }) => pod === one.pod);
        return this.#amongSelected(one, candidates);
      case 'labelKey':
      case 'labelValue':
        if (one.role === 'definition') return [one];
        return this.#amongSelected(one, candidates);
      case 'SecretKey':
      case 'ConfigMapKey':
        return this.#keys(one, candidates);
      default:
        return this.#nearest(one, candidates);
    }
  }

  #amongSelected(
    { selecting = [], file }: Occurrence,
    candidates: readonly Occurrence[],
  ): readonly Occurrence[] {
    return candidates.filter(({ object }) =>
      selecting.some((one) => this.#selectedBy(one, file).has(object)),
    );
  }

  #keys(one: Occurrence, candidates: readonly Occurrence[]): readonly Occurrence[] {
    const kind = one.kind === 'SecretKey' ? 'Secret' : 'ConfigMap';
    const holders = this.#nearest(one, this.#definitionsOf(keyOf({ kind, name: one.of ?? '' })));
    return candidates.filter((key) =>
      holders.some(({ object, namespace }) => object === key.object && namespace === key.namespace),
    );
  }

  /** The workloads whose pods a selector selects, where it is clear which are meant. */
  #selectedBy(selecting: Selecting, file: LintFile): ReadonlySet<KubeObject> {
    let known = this.#selected.get(selecting);
    if (!known) {
      this.#selected.set(selecting, (known = new Set(this.#select(selecting, file))));
    }
    return known;
  }

  #select({ own, pairs, namespaces, matches }: Selecting, file: LintFile): readonly KubeObject[] {
    if (own) return [own];
    const found = this.#labelled(pairs).filter(({ object }) => {
      const workload = workloadOf(object);
      if (!workload || !matches(workload.labels)) return false;
      return !namespaces || namespaces.some((one) => mayShareNamespace(one, object.namespace));
    });
    const folder = folderOf(file.uri);
    const sure = found.filter(
      ({ object, file: other }) =>
        object.namespace !== undefined &&
        namespaces?.includes(object.namespace) &&
        folderOf(other.uri) === folder,
    );
    return [...this.#closest(file, found), ...sure].map(({ object }) => object);
  }

  /** The workloads that have the first of the pairs; all that have labels where there is none. */
  #labelled(pairs: Selecting['pairs']): readonly Occurrence[] {
    for (const [of, name] of pairs) {
      if (name !== '') return this.#definitionsOf(keyOf({ kind: 'labelValue', name, of }));
    }
    const seen = new Set<KubeObject>();
    return this.#files.flatMap(({ all }) =>
      all.filter(({ kind, role, object }) => {
        if (kind !== 'labelKey' || role !== 'definition' || seen.has(object)) return false;
        seen.add(object);
        return true;
      }),
    );
  }

  /** Whether what might be a host name is one. */
  #isOne({ host, namespace, name, file }: Occurrence): boolean {
    if (!host) return true;
    if ('set' in host) {
      return this.#nearest(
        { namespace, file },
        this.#definitionsOf(keyOf({ kind: 'StatefulSet', name: host.set })),
      ).some(({ object }) => setOf(object)?.serviceName?.value === host.service);
    }
    const services = this.#nearest(
      { namespace, file },
      this.#definitionsOf(keyOf({ kind: 'Service', name })),
    );
    return services.some(
      ({ object }) =>
        host.port === undefined ||
        mapsAt(object.node, 'spec', 'ports').some(({ map }) => scalarAt(map, 'port')?.value === host.port),
    );
  }

  /** Of definitions those that are meant from a place: in the same namespace before those in none. */
  #nearest(
    { namespace, file, kind }: Pick<Occurrence, 'namespace' | 'file'> & Partial<Pick<Occurrence, 'kind'>>,
    candidates: readonly Occurrence[],
  ): readonly Occurrence[] {
    if (kind && isClusterWide(kind)) return this.#closest(file, candidates);
    const found = this.#closest(
      file,
      candidates.filter((one) => mayShareNamespace(one.namespace, namespace)),
    );
    const equal = found.filter((one) => one.namespace === namespace);
    return equal.length > 0 ? equal : found;
  }

  #closest<T extends { readonly file: LintFile }>(file: LintFile, found: readonly T[]): readonly T[] {
    return closest(found, file.uri, this.kustomizations);
  }
}

function isBeside(one: Occurrence, other: Occurrence): boolean {
  if (one.pod ?? other.pod) return one.pod === other.pod;
  // A label, or a port, that no pod has.
  if (one.selecting ?? other.selecting) return one.object === other.object;
  if (isClusterWide(one.kind)) return true;
  if (one.namespace !== undefined && one.namespace === other.namespace) return true;
  return (
    mayShareNamespace(one.namespace, other.namespace) && folderOf(one.file.uri) === folderOf(other.file.uri)
  );
}

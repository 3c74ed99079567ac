import { isKustomization, kustomizationNames } from '../manifest/kustomization.ts';
import { seqAt, stringAt, type YamlNode } from '../manifest/nodes.ts';

/** A kustomization as it is written, and its file. */
export interface WrittenKustomization {
  readonly uri: string;
  readonly node: YamlNode;
}

interface Kustomization extends WrittenKustomization {
  /** The files whose objects are applied: its own resources, and those of the kustomizations that it builds upon. */
  readonly applied: ReadonlySet<string>;
  /** The files that it names itself. */
  readonly resources: ReadonlySet<string>;
  readonly patches: ReadonlySet<string>;
  /** The kustomizations that it builds upon. */
  readonly bases: readonly Kustomization[];
}

/**
 * What the kustomizations of some files say of the files beside them. Paths are resolved against the uri of the kustomization; what is
 * remote, or not among the files, is passed over.
 */
export class Kustomizations {
  readonly #all: readonly Kustomization[];
  readonly #namespaces = new Map<string, { readonly namespace: string | undefined }>();
  readonly #rings = new Map<string, readonly (readonly Kustomization[])[]>();

  constructor(found: readonly WrittenKustomization[]) {
    const byUri = new Map(found.map(({ uri, node }) => [uri, node]));
    const built = new Map<string, Kustomization>();
    const build = (uri: string, node: YamlNode): Kustomization => {
      const known = built.get(uri);
      if (known) return known;
      const applied = new Set<string>();
      const bases: Kustomization[] = [];
      const resources = new Set(filesIn({ uri, node }, ['resources', 'bases', 'components', 'crds']));
      const patches = new Set(
        filesIn({ uri, node }, ['patches', 'patchesStrategicMerge', 'patchesJson6902']),
      );
      const kustomization = { node, uri, applied, resources, patches, bases };
      built.set(uri, kustomization); // before what it names: a circle ends here
      for (const path of resources) {
        const other = [path, ...kustomizationNames.map((name) => `${path.replace(/\/$/, '')}/${name}`)].find(
          (one) => byUri.has(one),
        );
        const base = other === undefined ? undefined : byUri.get(other);
        if (other === undefined || !base) {
          applied.add(path);
          continue;
        }
        const below = build(other, base);
        bases.push(below);
        for (const file of below.applied) applied.add(file);
      }
      return kustomization;
    };
    this.#all = [...byUri].map(([uri, node]) => build(uri, node));
  }

  /**
   * The files that are applied together with one: those of the kustomizations that name it, then of those that build upon these, and
   * so on outwards.
   */
  beside(uri: string): readonly ReadonlySet<string>[] {
    return this.#ringsOf(uri).map((ring) => new Set(ring.flatMap(({ applied }) => [...applied])));
  }

  /** The namespace that all ways of applying the file give to its objects; undefined where none does, or they differ. */
  namespaceOf(uri: string): string | undefined {
    const known = this.#namespaces.get(uri);
    if (known) return known.namespace;
    const given = new Set<string | undefined>();
    const seen = new Set<string>();
    const outwards = (one: Kustomization, inner: string | undefined): void => {
      // The outermost has the last word.
      const namespace = stringAt(one.node, 'namespace') ?? inner;
      if (seen.has(`${one.uri} ${namespace}`)) return;
      seen.add(`${one.uri} ${namespace}`);
      const above = this.#all.filter(({ bases }) => bases.includes(one));
      if (above.length === 0) given.add(namespace);
      for (const next of above) outwards(next, namespace);
    };
    for (const one of this.#ringsOf(uri)[0] ?? []) outwards(one, undefined);
    const namespace = given.size === 1 ? [...given][0] : undefined;
    this.#namespaces.set(uri, { namespace });
    return namespace;
  }

  /** Whether a kustomization names the file as a patch, or stands beside it and does not name it among its resources. */
  isPatch(uri: string): boolean {
    return this.#all.some((one) => {
      if (one.patches.has(uri)) return true;
      if (!isKustomization(one.uri) || folderOf(one.uri) !== folderOf(uri)) return false;
      return !one.resources.has(uri);
    });
  }

  /** The kustomizations that apply or patch the file, the innermost first. */
  around(uri: string): readonly (WrittenKustomization & { readonly patches: ReadonlySet<string> })[] {
    return this.#ringsOf(uri).flat();
  }

  #ringsOf(uri: string): readonly (readonly Kustomization[])[] {
    const known = this.#rings.get(uri);
    if (known) return known;
    const rings: Kustomization[][] = [];
    const seen = new Set<Kustomization>();
    let ring = this.#all.filter(({ resources, patches }) => resources.has(uri) || patches.has(uri));
    while (ring.length > 0) {
      rings.push(ring);
      for (const one of ring) seen.add(one);
      ring = this.#all.filter((one) => !seen.has(one) && one.bases.some((base) => seen.has(base)));
    }
    this.#rings.set(uri, rings);
    return rings;
  }
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1);
}

/** The uris of a list of files, or of things with a `path`; what is written in place is no path. */
function filesIn({ node, uri }: WrittenKustomization, keys: readonly string[]): string[] {
  const folder = folderOf(uri);
  return keys
    .flatMap((key) => seqAt(node, key)?.items ?? [])
    .flatMap(({ value }) => {
      const path = value.kind === 'scalar' ? value.text : stringAt(value, 'path');
      if (path === undefined || path.includes('\n') || !URL.canParse(path, folder)) return [];
      return [new URL(path, folder).href];
    });
}

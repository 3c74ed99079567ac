import { setOf, type SetView } from '../manifest/objects.ts';
import type { KubeObject, Manifest, ManifestDocument } from '../manifest/parse.ts';
import type { ClusterFacts } from './facts.ts';
import { typedOf, type Typed, type TypedObject } from './fields/typed.ts';
import { isHidden } from './pods.ts';
import { given } from './given.ts';
import type { LintOptions } from './lint.ts';
import type { LintFile, RuleContext } from './rule.ts';
import type { Scope } from './scope.ts';

const nothing: readonly Typed[] = [];

/** A rule's view of one object, which notices whether the rule looks beyond the text of the object's own document. */
export class ObjectContext implements RuleContext {
  looked = false;
  readonly object: KubeObject;
  readonly document: ManifestDocument;
  readonly set: SetView | undefined;
  readonly partial: boolean;
  readonly file: LintFile;
  readonly #parts: TypedObject;
  /** Whether a claim template hides a volume. */
  readonly #hides: boolean;
  readonly #scope: Scope;
  readonly #options: Pick<LintOptions, 'facts' | 'before'>;

  constructor(
    object: KubeObject,
    file: LintFile,
    scope: Scope,
    options: Pick<LintOptions, 'facts' | 'before'>,
  ) {
    const set = setOf(object);
    this.object = object;
    this.document = object.document;
    this.set = set?.partial ? undefined : set;
    this.partial = set?.partial ?? isPartialWorkload(object);
    this.file = { uri: file.uri, manifest: this.#noticed(file.manifest) };
    this.#parts = typedOf(object);
    this.#hides = this.#parts.byType.get('Volume')?.some(isHidden) ?? false;
    this.#scope = scope;
    this.#options = options;
  }

  readonly typed = (type: string): readonly Typed[] => {
    const parts = this.#parts.byType.get(type) ?? nothing;
    return this.#hides ? parts.filter((part) => !isHidden(part)) : parts;
  };

  /** The file's text is there for edits, and a rule has no reason to look in it for what is not its document's. */
  #noticed(manifest: Manifest): Manifest {
    const look = (): void => void (this.looked = true);
    return {
      text: manifest.text,
      get documents() {
        look();
        return manifest.documents;
      },
      get templated() {
        look();
        return manifest.templated;
      },
    };
  }

  get scope(): Scope {
    this.looked = true;
    return this.#scope;
  }

  get facts(): ClusterFacts | undefined {
    this.looked = true;
    return this.#options.facts;
  }

  get before(): KubeObject | undefined {
    this.looked = true;
    return this.#options.before && sameObject(this.#options.before, this.object);
  }
}

/** As a set's: a workload of another kind of which a piece is written. */
function isPartialWorkload(object: KubeObject): boolean {
  if (!/^(?:Deployment|ReplicaSet|Job|CronJob)$/.test(object.kind)) return false;
  const { byType } = typedOf(object);
  const selects = [...(byType.get('DeploymentSpec') ?? []), ...(byType.get('ReplicaSetSpec') ?? [])];
  return (
    !(byType.get('Container') ?? []).some(({ node }) => given(node, 'image')) &&
    !selects.some(({ node }) => given(node, 'selector'))
  );
}

/** The object of the same identity in another version of its file. */
function sameObject(manifest: Manifest, { kind, name, namespace }: KubeObject): KubeObject | undefined {
  if (name === undefined || manifest.templated) return undefined;
  for (const document of manifest.documents) {
    for (const object of document.error ? [] : document.objects) {
      if (object.kind === kind && object.name === name && object.namespace === namespace) return object;
    }
  }
  return undefined;
}

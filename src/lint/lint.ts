import { setOf, type SetView } from '../manifest/objects.ts';
import type { KubeObject, Manifest, ManifestDocument } from '../manifest/parse.ts';
import type { ClusterFacts } from './facts.ts';
import { isKnown } from './fields/kinds.ts';
import { typedOf, type Typed } from './fields/typed.ts';
import { given } from './given.ts';
import { ignores } from './ignore.ts';
import type { LintMemory, NoticingContext } from './memory.ts';
import type { Finding, LintFile, Problem, Rule, SeveritySetting } from './rule.ts';
import { rules } from './rules.ts';
import { Scope } from './scope.ts';
import { syntaxProblems, yamlSyntax } from './syntax.ts';
import { typeProblems, untyped } from './typeMeta.ts';

export interface LintOptions {
  /** By code; a code that is not named has its rule's own severity. */
  readonly severities?: Readonly<Record<string, SeveritySetting>>;
  readonly facts?: ClusterFacts;
  /** The file as it was applied before, such as its version of the last commit: what an update would be refused for is found. */
  readonly before?: Manifest;
  /** What earlier versions of this file were found to have: only what has changed is looked at again. */
  readonly memory?: LintMemory;
}

/**
 * The findings of one file, in the order of their places. References are looked up in the file itself, then in `scope` (other files;
 * the file's own uri in it is passed over). A pure function; what it derives from a manifest is kept for the next call.
 */
export function lint(
  file: LintFile,
  scope: readonly LintFile[],
  options: LintOptions = {},
): readonly Finding[] {
  const { manifest } = file;
  if (manifest.templated || !speaksKubernetes(manifest)) return [];
  const around = new Scope(file, scope);
  const memory = options.memory?.next(file);
  const found: Finding[] = [];
  const add = (
    rule: Pick<Rule, 'code' | 'severity' | 'basis'>,
    document: ManifestDocument,
    problem: Problem,
  ): void => {
    const setting = options.severities?.[rule.code] ?? problem.severity ?? rule.severity;
    if (setting === 'off') return;
    const { code, basis } = rule;
    found.push({ ...problem, code, basis, severity: setting, document: document.index });
  };
  for (const document of manifest.documents) {
    for (const problem of syntaxProblems(document, manifest.text)) add(yamlSyntax, document, problem);
    // Of a document that can't be read whole, nothing can be said for sure.
    if (document.error) continue;
    for (const [rule, problem] of typeProblems(manifest.text, document)) add(rule, document, problem);
    const said = memory?.document(document);
    for (const [i, object] of document.objects.entries()) {
      // What is not Kubernetes' own, or of a version that nothing is known of, is left alone.
      if (!isKnown(object.apiVersion, object.kind)) continue;
      const context = new ObjectContext(object, file, around, options);
      for (const [n, rule] of rulesOf(object.kind).entries()) {
        if (options.severities?.[rule.code] === 'off') continue;
        const problems = said ? said.problems(rule, n, context, i) : rule.check(context);
        for (const problem of problems) add(rule, document, problem);
      }
    }
  }
  const ignored = ignores(manifest);
  return found
    .filter((f) => !ignored(manifest.documents[f.document] as ManifestDocument, f.code, f.range.start))
    .sort((a, b) => a.range.start - b.range.start);
}

class ObjectContext implements NoticingContext {
  looked = false;
  readonly object: KubeObject;
  readonly #file: LintFile;
  readonly #scope: Scope;
  readonly #options: LintOptions;

  constructor(object: KubeObject, file: LintFile, scope: Scope, options: LintOptions) {
    this.object = object;
    this.#file = file;
    this.#scope = scope;
    this.#options = options;
  }

  readonly typed = (type: string): readonly Typed[] => typedOf(this.object).byType.get(type) ?? [];

  get document(): ManifestDocument {
    return this.object.document;
  }

  get set(): SetView | undefined {
    const set = setOf(this.object);
    return set?.partial ? undefined : set;
  }

  get partial(): boolean {
    return setOf(this.object)?.partial ?? isPartialWorkload(this.object);
  }

  get file(): LintFile {
    this.looked = true;
    return this.#file;
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

const byKind = new Map<string, readonly Rule[]>();

function rulesOf(kind: string): readonly Rule[] {
  let those = byKind.get(kind);
  if (!those)
    byKind.set(kind, (those = rules.filter((rule) => rule.kinds === 'any' || rule.kinds.includes(kind))));
  return those;
}

/** A file without any Kubernetes object is somebody else's; one that is only broken shows by its first lines what it is meant to be. */
function speaksKubernetes({ documents, text }: Manifest): boolean {
  if (documents.some((document) => document.objects.length > 0 || untyped(document))) return true;
  return documents.some(({ error, range }) => {
    if (!error) return false;
    const own = text.slice(range.start, range.end);
    return /^apiVersion:[ \t]*\S/m.test(own) && /^kind:[ \t]*\S/m.test(own);
  });
}

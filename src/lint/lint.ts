import type { Manifest, ManifestDocument } from '../manifest/parse.ts';
import { ObjectContext } from './context.ts';
import type { ClusterFacts } from './facts.ts';
import { isKnown } from './fields/kinds.ts';
import { ignores } from './ignore.ts';
import { LintMemory } from './memory.ts';
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
  const memory = (options.memory ?? new LintMemory()).next(file);
  const isOff = (rule: Rule): boolean => options.severities?.[rule.code] === 'off';
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
    const said = memory.document(document);
    for (const [i, object] of document.objects.entries()) {
      // What is not Kubernetes' own, or of a version that nothing is known of, is left alone.
      if (!isKnown(object.apiVersion, object.kind)) continue;
      const context = new ObjectContext(object, file, around, options);
      said.ask(rulesOf(object.kind), i, context, isOff, (rule, problem) => add(rule, document, problem));
    }
  }
  const ignored = ignores(manifest);
  return found
    .filter((f) => !ignored(manifest.documents[f.document] as ManifestDocument, f.code, f.range.start))
    .sort((a, b) => a.range.start - b.range.start);
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

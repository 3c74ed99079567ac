import type { TextEdit, TextRange } from '../base/text.ts';
import type { SetView } from '../manifest/objects.ts';
import type { KubeObject, Manifest, ManifestDocument } from '../manifest/parse.ts';
import type { ClusterFacts } from './facts.ts';
import type { Typed } from './fields/typed.ts';
import type { Scope } from './scope.ts';

export type Severity = 'error' | 'warning' | 'info' | 'hint';
/** What a person may set for a code. */
export type SeveritySetting = Severity | 'off';

/** What stands behind a finding: the API server refuses it; it is accepted, but can't work; or it is a matter of policy. */
export type Basis = 'api' | 'runtime' | 'policy';

/** A change that makes its finding go away and no other appear. Edits are of the finding's own file. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** The one that a person most likely wants; at most one a finding. */
  readonly preferred?: boolean;
}

export interface Related {
  readonly uri: string;
  readonly range: TextRange;
  readonly message: string;
}

/** What a rule has to say about one token. */
export interface Problem {
  /** One token, in the context's file. */
  readonly range: TextRange;
  /** The field from the document's root, as the API server writes it. */
  readonly path: string;
  /** What the server would do, or what will happen. */
  readonly message: string;
  /** Where it differs from the rule's. */
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly tags?: readonly ('unnecessary' | 'deprecated')[];
  /** Computed when asked for. */
  readonly fixes?: () => readonly Fix[];
}

export interface Finding extends Problem {
  readonly code: string;
  readonly severity: Severity;
  readonly basis: Basis;
  /** The document's index in its file. */
  readonly document: number;
}

/** A file as the linter sees it. */
export interface LintFile {
  readonly uri: string;
  readonly manifest: Manifest;
}

/** What a rule may look at. */
export interface RuleContext {
  readonly file: LintFile;
  readonly document: ManifestDocument;
  readonly object: KubeObject;
  /** The object as a set, if it is a whole one. */
  readonly set: SetView | undefined;
  /** A piece of an object, as kustomize patches are: nothing can be concluded from what is not there. */
  readonly partial: boolean;
  /**
   * The object's parts of a Kubernetes type (`Container`, `PodSpec`, `StatefulSetSpec` …) that the API server validates, in the order
   * of the text: not those of volumes that a claim template hides.
   */
  typed(type: string): readonly Typed[];
  /** Everything that is known beside this object. */
  readonly scope: Scope;
  /** The cluster, where one is connected. */
  readonly facts: ClusterFacts | undefined;
  /** The object as it was before the file was changed, where that is known. */
  readonly before: KubeObject | undefined;
}

export interface RuleDocs {
  readonly title: string;
  /** What goes wrong, and what to do; Markdown. */
  readonly why: string;
  /** A manifest that has the finding, and only this one; its first fix leads to one without findings. */
  readonly bad: string;
  readonly good: string;
  /** What the file was before, for a rule that is about the change. */
  readonly before?: string;
}

/** One thing to find. A rule is a file in `rules/`, named as its code, and a line in `rules.ts`. */
export interface Rule {
  /** Stable: settings, comments and links name it. */
  readonly code: string;
  readonly severity: Severity;
  readonly basis: Basis;
  readonly docs: RuleDocs;
  /** The kinds of the objects that it is asked about; `any` for all whose fields are known. */
  readonly kinds: readonly string[] | 'any';
  check(context: RuleContext): Iterable<Problem>;
}

import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import type { Clock } from '../base/timers.ts';
import { LineMap } from '../base/text.ts';
import type { Finding, Related } from '../lint/rule.ts';
import type { Manifest } from '../manifest/parse.ts';
import type { Documents } from './documents.ts';
import type { LintStatus } from './lintStatus.ts';
import type { Linter } from './linter.ts';
import { lintSection } from './lintSettings.ts';
import { toRange } from './ranges.ts';
import type { WorkspaceManifests } from './workspaceManifests.ts';

/** The name under which findings stand in the Problems view. */
const source = 'Kube Sets';

/** How long typing has to pause (ms): findings are there within 150 ms of it. */
const pause = 100;

export interface DiagnosticsDeps {
  readonly documents: Documents;
  readonly linter: Linter;
  readonly status: LintStatus;
  readonly workspace: WorkspaceManifests;
  readonly clock: Clock;
  /** The page that explains a finding. */
  readonly ruleDocs: (code: string) => vscode.Uri;
}

/** Shows the linter's findings on open manifests, a moment after typing pauses. Does nothing until one is open. */
export function registerDiagnostics(deps: DiagnosticsDeps): Disposable {
  const store = new DisposableStore();
  const collection = store.add(vscode.languages.createDiagnosticCollection('kubesets'));
  const round = store.add(new Round(deps, collection));
  const { linter } = deps;
  const everything = (): void => {
    linter.invalidate();
    round.request();
  };
  store.add(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && document.languageId === 'yaml') everything();
    }),
  );
  store.add(
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (document.languageId === 'yaml') everything();
    }),
  );
  store.add(
    vscode.workspace.onDidCloseTextDocument((document) => {
      collection.delete(document.uri);
      if (document.languageId === 'yaml') everything();
    }),
  );
  store.add(
    vscode.workspace.onDidChangeConfiguration((e) => {
      if (!e.affectsConfiguration(lintSection)) return;
      linter.forget();
      everything();
    }),
  );
  store.add(linter.onDidChange(() => round.request()));
  round.request();
  return store;
}

/** One look at every open manifest, what is on screen first, one document a turn of the event loop. */
class Round implements Disposable {
  readonly #deps: DiagnosticsDeps;
  readonly #collection: vscode.DiagnosticCollection;
  readonly #lines = new WeakMap<Manifest, LineMap>();
  #next: Disposable | undefined;

  constructor(deps: DiagnosticsDeps, collection: vscode.DiagnosticCollection) {
    this.#deps = deps;
    this.#collection = collection;
  }

  /** Starts a round after the pause; one that waits or is under way is given up for it. */
  request(): void {
    this.#next?.dispose();
    this.#deps.status.waits();
    this.#next = this.#deps.clock.after(pause, () => this.#step(byScreen()));
  }

  #step([document, ...rest]: readonly vscode.TextDocument[]): void {
    if (!document) return;
    this.#show(document);
    if (document === vscode.window.activeTextEditor?.document) this.#deps.status.update();
    this.#next = this.#deps.clock.after(0, () => this.#step(rest));
  }

  #show(document: vscode.TextDocument): void {
    const { documents, linter, workspace, ruleDocs } = this.#deps;
    const manifest = documents.get(document);
    if (!manifest) return this.#collection.delete(document.uri);
    if (manifest.documents.some(({ objects }) => objects.length > 0)) workspace.start();
    void linter.load(document);
    const findings = linter.findings(document);
    this.#collection.set(
      document.uri,
      findings.map((finding) => {
        const diagnostic = toDiagnostic(document, finding, ruleDocs(finding.code));
        diagnostic.relatedInformation = (finding.related ?? []).flatMap((related) => this.#related(related));
        return diagnostic;
      }),
    );
  }

  #related({ uri, range, message }: Related): readonly vscode.DiagnosticRelatedInformation[] {
    const manifest = this.#deps.linter.manifestOf(uri);
    if (!manifest) return [];
    let lines = this.#lines.get(manifest);
    if (!lines) this.#lines.set(manifest, (lines = new LineMap(manifest.text)));
    const [start, end] = [lines.positionAt(range.start), lines.positionAt(range.end)];
    const place = new vscode.Range(start.line, start.character, end.line, end.character);
    return [
      new vscode.DiagnosticRelatedInformation(new vscode.Location(vscode.Uri.parse(uri), place), message),
    ];
  }

  dispose(): void {
    this.#next?.dispose();
  }
}

function byScreen(): readonly vscode.TextDocument[] {
  const visible = vscode.window.visibleTextEditors.map((editor) => editor.document);
  return [...new Set([...visible, ...vscode.workspace.textDocuments])].filter((d) => d.languageId === 'yaml');
}

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
} as const;

const tags = {
  unnecessary: vscode.DiagnosticTag.Unnecessary,
  deprecated: vscode.DiagnosticTag.Deprecated,
} as const;

function toDiagnostic(
  document: vscode.TextDocument,
  finding: Finding,
  target: vscode.Uri,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    toRange(document, finding.range),
    finding.message,
    severities[finding.severity],
  );
  diagnostic.source = source;
  diagnostic.code = { value: finding.code, target };
  if (finding.tags) diagnostic.tags = finding.tags.map((tag) => tags[tag]);
  return diagnostic;
}

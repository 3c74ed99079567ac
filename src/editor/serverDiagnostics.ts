import * as vscode from 'vscode';
import type { Manifest } from '../manifest/parse.ts';
import type { ApplyOutcome } from '../worker/protocol.ts';
import { toRange } from './ranges.ts';
import { serverFindings } from './serverFindings.ts';

/** What the API server said at the last apply, until the document is next edited or closed. */
export class ServerDiagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('kubesets-server');
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor() {
    this.#subscriptions = [
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        // Also told when only the dirty state changes, as on saving.
        if (contentChanges.length > 0) this.#collection.delete(document.uri);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#collection.delete(uri)),
    ];
  }

  /**
   * Replaces what is shown for `document`: one outcome for each object of `manifest`, in the order written. Where the person has
   * typed since the manifest was read, nothing is shown, for the lines may have moved.
   */
  show(
    { document, manifest }: { readonly document: vscode.TextDocument; readonly manifest: Manifest },
    outcomes: readonly ApplyOutcome[],
  ): void {
    if (document.isClosed || document.getText() !== manifest.text) {
      this.#collection.delete(document.uri);
      return;
    }
    const diagnostics = serverFindings(manifest, outcomes).map(({ range, severity, message, field }) => {
      const diagnostic = new vscode.Diagnostic(
        toRange(document, range),
        message,
        severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
      );
      diagnostic.source = vscode.l10n.t('API server');
      if (field) diagnostic.code = field;
      return diagnostic;
    });
    this.#collection.set(document.uri, diagnostics);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#collection.dispose();
  }
}

import type * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import { systemClock } from '../base/timers.ts';
import type { Manifest } from '../manifest/parse.ts';
import type { ApplyOutcome } from '../worker/protocol.ts';
import { registerDiagnostics } from './diagnostics.ts';
import { Documents } from './documents.ts';
import { Linter } from './linter.ts';
import { registerQuickFixes } from './quickFixes.ts';
import { ServerDiagnostics } from './serverDiagnostics.ts';
import { registerSetActions } from './setActions.ts';
import { WorkspaceManifests } from './workspaceManifests.ts';

export interface EditorDeps {
  /** The page that explains a finding. */
  readonly ruleDocs: (code: string) => vscode.Uri;
  readonly log: (message: string) => void;
}

export interface Editor extends Disposable {
  /** Shows what the server said to an apply: one outcome for each object of the manifest, in the order written. */
  showServerFindings(
    open: { readonly document: vscode.TextDocument; readonly manifest: Manifest },
    outcomes: readonly ApplyOutcome[],
  ): void;
}

/** Everything that happens inside an open manifest. Reads nothing and parses nothing until there is one. */
export function registerEditor({ ruleDocs, log }: EditorDeps): Editor {
  const store = new DisposableStore();
  const documents = new Documents();
  const workspace = store.add(new WorkspaceManifests({ log }));
  const linter = new Linter({ documents, workspace });
  store.add(registerDiagnostics({ documents, linter, workspace, clock: systemClock, ruleDocs }));
  store.add(registerQuickFixes({ linter }));
  store.add(registerSetActions({ documents }));
  const server = store.add(new ServerDiagnostics());
  return {
    showServerFindings: (open, outcomes) => server.show(open, outcomes),
    dispose: () => store.dispose(),
  };
}

import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import type { TextEdit } from '../base/text.ts';
import type { Clock } from '../base/timers.ts';
import type { Finding, Fix } from '../lint/rule.ts';
import { fixAll, preferredEdits } from './fixAll.ts';
import type { Linter } from './linter.ts';
import type { LintStatus } from './lintStatus.ts';
import { toRange, toTextEdit } from './ranges.ts';

const quickFix = vscode.CodeActionKind.QuickFix;
const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('kubesets');

/** Saving waits for *Fix All*, and VS Code gives up on all that happens before a save after 1.5 s (ms). */
const mostTime = 750;

export interface QuickFixDeps {
  readonly linter: Linter;
  readonly clock: Clock;
  /** Says what is left to fix. */
  readonly status: Pick<LintStatus, 'fixed'>;
}

/** The fixes of findings under the cursor, and *Fix All* for those with one obvious fix. */
export function registerQuickFixes(deps: QuickFixDeps): Disposable {
  const store = new DisposableStore();
  const yaml = { language: 'yaml' };
  const one = { providedCodeActionKinds: [quickFix] };
  store.add(vscode.languages.registerCodeActionsProvider(yaml, quickFixProvider(deps.linter), one));
  const all = { providedCodeActionKinds: [fixAllKind] };
  store.add(vscode.languages.registerCodeActionsProvider(yaml, fixAllProvider(deps), all));
  return store;
}

function quickFixProvider(linter: Linter): vscode.CodeActionProvider {
  return {
    async provideCodeActions(document, range, context, token) {
      if (context.only && !context.only.contains(quickFix)) return undefined;
      await linter.load(document);
      if (token.isCancellationRequested) return undefined;
      // Not the diagnostics of the context, which may be of an older version: findings of this one.
      return linter
        .findings(document)
        .filter((finding) => toRange(document, finding.range).intersection(range) !== undefined)
        .flatMap((finding) =>
          fixesOf(finding).map((fix) => toAction(document, fix, diagnosticOf(finding, context.diagnostics))),
        );
    },
  };
}

function toAction(
  document: vscode.TextDocument,
  fix: Fix,
  diagnostic: vscode.Diagnostic | undefined,
): vscode.CodeAction {
  const action = new vscode.CodeAction(fix.title, quickFix);
  if (fix.preferred) action.isPreferred = true;
  if (diagnostic) action.diagnostics = [diagnostic];
  action.edit = toWorkspaceEdit(document, fix.edits);
  return action;
}

function diagnosticOf(
  finding: Finding,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.Diagnostic | undefined {
  return diagnostics.find(
    ({ code, message }) =>
      typeof code === 'object' && code.value === finding.code && message === finding.message,
  );
}

function fixAllProvider({ linter, clock, status }: QuickFixDeps): vscode.CodeActionProvider {
  return {
    async provideCodeActions(document, _range, context, token) {
      // Only where it was asked for: on save, by command, in the Source Action menu.
      if (!context.only?.contains(fixAllKind)) return undefined;
      await linter.load(document);
      if (token.isCancellationRequested) return undefined;
      const trial = linter.trial(document);
      const end = clock.now() + mostTime;
      const { edit, unfinished } = fixAll(
        document.getText(),
        (text) => preferredEdits(text, trial(text)),
        () => clock.now() < end,
      );
      if (!edit) return undefined;
      status.fixed(document, unfinished);
      const action = new vscode.CodeAction(
        vscode.l10n.t('Fix all findings that have one obvious fix'),
        fixAllKind,
      );
      action.edit = toWorkspaceEdit(document, [edit]);
      return [action];
    },
  };
}

function fixesOf(finding: Finding): readonly Fix[] {
  return finding.fixes?.() ?? [];
}

function toWorkspaceEdit(document: vscode.TextDocument, edits: readonly TextEdit[]): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit();
  result.set(
    document.uri,
    edits.map((edit) => toTextEdit(document, edit)),
  );
  return result;
}

import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import type { TextEdit } from '../base/text.ts';
import type { Finding, Fix } from '../lint/rule.ts';
import { fixAll } from './fixAll.ts';
import type { Linter } from './linter.ts';
import { toRange, toTextEdit } from './ranges.ts';

const quickFix = vscode.CodeActionKind.QuickFix;
const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('kubesets');

/** The fixes of findings under the cursor, and *Fix All* for those with one obvious fix. */
export function registerQuickFixes({ linter }: { readonly linter: Linter }): Disposable {
  const store = new DisposableStore();
  const yaml = { language: 'yaml' };
  const one = { providedCodeActionKinds: [quickFix] };
  store.add(vscode.languages.registerCodeActionsProvider(yaml, quickFixProvider(linter), one));
  const all = { providedCodeActionKinds: [fixAllKind] };
  store.add(vscode.languages.registerCodeActionsProvider(yaml, fixAllProvider(linter), all));
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

function fixAllProvider(linter: Linter): vscode.CodeActionProvider {
  return {
    async provideCodeActions(document, _range, context, token) {
      // Only where it was asked for: on save, by command, in the Source Action menu.
      if (!context.only?.contains(fixAllKind)) return undefined;
      await linter.load(document);
      if (token.isCancellationRequested) return undefined;
      const nextFix = (text: string): readonly TextEdit[] | undefined => {
        const findings =
          text === document.getText() ? linter.findings(document) : linter.findingsWith(document, text);
        for (const finding of findings) {
          const preferred = fixesOf(finding).find((fix) => fix.preferred);
          if (preferred) return preferred.edits;
        }
        return undefined;
      };
      const edit = fixAll(document.getText(), nextFix);
      if (!edit) return undefined;
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

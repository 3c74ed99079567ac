import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import type { CommandId } from '../host/contributions.ts';
import { largestManifest } from './documents.ts';
import { findingCounts } from './findingCounts.ts';
import type { Linter } from './linter.ts';

const showProblems = 'workbench.actions.view.problems';
const showLog: CommandId = 'kubesets.showLog';

/** What the language status of a manifest says about its findings. There is none for other files. */
export class LintStatus implements Disposable {
  readonly #linter: Linter;
  readonly #store = new DisposableStore();
  #item: vscode.LanguageStatusItem | undefined;
  /** The versions of which *Fix All* has mended a part. */
  readonly #unfinished = new WeakMap<vscode.TextDocument, number>();

  constructor(linter: Linter) {
    this.#linter = linter;
    this.#store.add(vscode.window.onDidChangeActiveTextEditor(() => this.update()));
  }

  /** Says that findings are on their way: cheap, for each keystroke. */
  waits(): void {
    if (this.#item) this.#item.busy = true;
  }

  /** To be called when *Fix All* has made its edit for the document as it is now. */
  fixed(document: vscode.TextDocument, unfinished: boolean): void {
    if (unfinished) this.#unfinished.set(document, document.version + 1);
    else this.#unfinished.delete(document);
  }

  /** Says what is known of the document that is on screen now. */
  update(): void {
    const document = vscode.window.activeTextEditor?.document;
    const state = document && this.#linter.state(document);
    if (!document || state === undefined || state === 'none') {
      this.#item?.dispose();
      this.#item = undefined;
      return;
    }
    const item = (this.#item ??= createItem());
    item.busy = state === 'waiting';
    item.severity = vscode.LanguageStatusSeverity.Information;
    item.detail = '';
    item.command = { command: showProblems, title: vscode.l10n.t('Problems') };
    switch (state) {
      case 'waiting':
        return;
      case 'checked':
        return this.#count(item, document);
      case 'too-large':
        item.text = vscode.l10n.t('Kube Sets: not checked');
        item.detail = vscode.l10n.t(
          'Files of more than {0} characters are left alone',
          largestManifest.toLocaleString('en'),
        );
        return;
      case 'off':
        item.text = vscode.l10n.t('Kube Sets: not checked');
        item.detail = vscode.l10n.t('The linter is switched off in the settings');
        item.command = {
          command: 'workbench.action.openSettings',
          arguments: ['kubesets.lint.enabled'],
          title: vscode.l10n.t('Settings'),
        };
        return;
      case 'failed':
        item.text = vscode.l10n.t('Kube Sets: not checked');
        item.detail = vscode.l10n.t('The linter could not be loaded');
        item.severity = vscode.LanguageStatusSeverity.Error;
        item.command = { command: showLog, title: vscode.l10n.t('Show Log') };
        return;
    }
  }

  #count(item: vscode.LanguageStatusItem, document: vscode.TextDocument): void {
    const findings = this.#linter.findings(document);
    item.text = vscode.l10n.t('Kube Sets: {0}', findingCounts(findings));
    if (document.version <= (this.#unfinished.get(document) ?? -1))
      item.detail = vscode.l10n.t('Fix All ended before it was through: run it again for the rest');
    if (findings.some(({ severity }) => severity === 'error'))
      item.severity = vscode.LanguageStatusSeverity.Error;
    else if (findings.some(({ severity }) => severity === 'warning'))
      item.severity = vscode.LanguageStatusSeverity.Warning;
  }

  dispose(): void {
    this.#item?.dispose();
    this.#store.dispose();
  }
}

function createItem(): vscode.LanguageStatusItem {
  const item = vscode.languages.createLanguageStatusItem('kubesets.findings', { language: 'yaml' });
  item.name = vscode.l10n.t('Kube Sets findings');
  item.text = vscode.l10n.t('Kube Sets: checking');
  return item;
}

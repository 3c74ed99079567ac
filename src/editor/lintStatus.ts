import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import type { CommandId } from '../host/contributions.ts';
import { largestManifest } from './documents.ts';
import type { Linter } from './linter.ts';
import { statusOf, type Status } from './statusWords.ts';

const showProblems = 'workbench.actions.view.problems';
const showLog: CommandId = 'kubesets.showLog';

const severities = {
  information: vscode.LanguageStatusSeverity.Information,
  warning: vscode.LanguageStatusSeverity.Warning,
  error: vscode.LanguageStatusSeverity.Error,
} as const;

const commands: Readonly<Record<Status['leadsTo'], () => vscode.Command>> = {
  problems: () => ({ command: showProblems, title: vscode.l10n.t('Problems') }),
  settings: () => ({
    command: 'workbench.action.openSettings',
    arguments: ['kubesets.lint.enabled'],
    title: vscode.l10n.t('Settings'),
  }),
  log: () => ({ command: showLog, title: vscode.l10n.t('Show Log') }),
};

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
    const unfinished = document.version <= (this.#unfinished.get(document) ?? -1);
    const findings = state === 'checked' ? this.#linter.findings(document) : [];
    const {
      text,
      detail = '',
      severity,
      leadsTo,
    } = statusOf({ state, findings, unfinished, largestManifest });
    item.busy = state === 'waiting';
    if (text !== undefined) item.text = text;
    item.detail = detail;
    item.severity = severities[severity];
    item.command = commands[leadsTo]();
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

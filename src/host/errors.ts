import * as vscode from 'vscode';
import { UserError } from '../base/errors.ts';

/**
 * Shows a failed verb to the person who asked for it: a {@link UserError} with its remedy and *Show Log*; anything else as a
 * bug, with its stack in the log. A cancellation is not shown.
 */
export async function showError(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  if (error instanceof UserError && error.code === 'cancelled') return;
  const showLog = vscode.l10n.t('Show Log');
  let text: string;
  if (error instanceof UserError) {
    const message = /[.!?]$/.test(error.message) ? error.message : `${error.message}.`;
    text = error.remedy ? `${message} ${error.remedy}` : error.message;
    log.error(text);
  } else {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.error(detail);
    text = vscode.l10n.t(
      'Kube Sets failed unexpectedly: {0}',
      error instanceof Error ? error.message : String(error),
    );
  }
  if ((await vscode.window.showErrorMessage(withoutLinks(text), showLog)) === showLog) log.show();
}

/** A notification makes links of `[text](command:…)`, which run commands: a server's words must not be able to. */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

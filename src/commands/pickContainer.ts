import * as vscode from 'vscode';
import { cancelled } from '../base/errors.ts';

/** The only container, or the one that is chosen; undefined where the pod names none. */
export async function pickContainer(containers: readonly string[]): Promise<string | undefined> {
  if (containers.length <= 1) return containers[0];
  const chosen = await vscode.window.showQuickPick([...containers], {
    placeHolder: vscode.l10n.t('Which container?'),
  });
  if (chosen === undefined) throw cancelled();
  return chosen;
}

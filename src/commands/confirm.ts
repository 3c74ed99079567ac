import * as vscode from 'vscode';
import { cancelled } from '../base/errors.ts';

/** A destructive step, as the person is asked about it. */
export interface Confirmation {
  readonly message: string;
  readonly detail: string;
  /** The buttons; the first is the one that Enter takes. */
  readonly actions: readonly string[];
  /** What has to be typed in a protected context. */
  readonly name: string;
  readonly context: string;
  readonly protectedContexts: readonly string[];
}

/** The chosen action's index. @throws `cancelled` where the person did not agree. */
export async function confirm(question: Confirmation): Promise<number> {
  const answer = await vscode.window.showWarningMessage(
    question.message,
    { modal: true, detail: question.detail },
    ...question.actions,
  );
  if (answer === undefined) throw cancelled();
  if (question.protectedContexts.some((pattern) => matches(pattern, question.context))) {
    const typed = await vscode.window.showInputBox({
      title: question.message,
      prompt: vscode.l10n.t(
        '{0} is a protected context. Type {1} to go on.',
        question.context,
        question.name,
      ),
      ignoreFocusOut: true,
      validateInput: (value) =>
        value === question.name ? undefined : vscode.l10n.t('Type {0} exactly.', question.name),
    });
    if (typed !== question.name) throw cancelled();
  }
  return question.actions.indexOf(answer);
}

/** `*` stands for any text; everything else for itself. */
function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}

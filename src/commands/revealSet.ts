import * as vscode from 'vscode';
import { UserError } from '../base/errors.ts';
import type { SetRef } from '../model/rows.ts';
import { requireTrust } from './target.ts';
import type { MakeVerb } from './verb.ts';

/** From the state above a set in a manifest: its row in the Sets view. */
export const revealSet: MakeVerb = ({ views }) => ({
  id: 'kubesets.revealSet',
  async run(arg) {
    requireTrust();
    const set = arg as SetRef;
    await vscode.commands.executeCommand('kubesets.sets.focus', { preserveFocus: true });
    if (await views.revealSet(set)) return;
    throw new UserError({
      code: 'no-such-place',
      message: vscode.l10n.t('{0} is not in the Sets view now.', set.name),
      remedy: vscode.l10n.t('Look at the context and the chosen namespaces, and refresh the view.'),
    });
  },
});

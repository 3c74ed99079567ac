import * as vscode from 'vscode';
import type { Landing } from '../model/known.ts';
import { landingItems } from './landingItems.ts';
import type { MakeVerb } from './verb.ts';

/** From the lens above a DaemonSet: the nodes that it would reach and those that it would not, with the reasons. A list to read. */
export const showLanding: MakeVerb = () => ({
  id: 'kubesets.showLanding',
  async run(name, landing) {
    const items = landingItems(landing as Landing).map(({ heading, label, description }) =>
      heading ? { label, kind: vscode.QuickPickItemKind.Separator } : { label, description },
    );
    await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Where {0} would land', String(name)),
      placeHolder: vscode.l10n.t('Nodes, as the text stands now'),
      matchOnDescription: true,
    });
  },
});

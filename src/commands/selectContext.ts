import * as vscode from 'vscode';
import { requests } from '../worker/protocol.ts';
import { requireTrust } from './target.ts';
import type { MakeVerb } from './verb.ts';

/** *Select Context* for this window; the kubeconfig is not written. */
export const selectContext: MakeVerb = ({ worker, choices, views }) => ({
  id: 'kubesets.selectContext',
  async run() {
    requireTrust();
    const contexts = await worker.request(requests.contexts);
    const chosen = choices.context;
    const items = contexts.map((context) => ({
      label: context.name,
      description:
        context.name === chosen || (chosen === undefined && context.current) ? vscode.l10n.t('chosen') : '',
      detail: `${context.server} · ${context.user}`,
      context,
    }));
    const answer = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Select Context'),
      placeHolder: vscode.l10n.t('For this window only; the kubeconfig stays as it is'),
      matchOnDetail: true,
    });
    if (!answer) return;
    // By name, also where it is the kubeconfig's current one: what was chosen here does not follow `kubectl config use-context`.
    await choices.setContext(answer.context.name);
    await worker.configure();
    views.reset();
  },
});

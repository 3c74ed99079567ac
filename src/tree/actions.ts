import * as l10n from '@vscode/l10n';
import type { CommandId } from '../host/contributions.ts';

/** A row that does something: what a button of a welcome view would, below a message that such a view can't hold. */
export interface Action {
  readonly label: string;
  readonly icon: string;
  readonly command: CommandId | 'workbench.action.openSettings';
  readonly args: readonly string[];
}

/** Which of them fit: the kubeconfig can't be used, or the cluster behind it can't be reached. */
export type Remedies = 'kubeconfig' | 'connection';

/** Pure; localised. */
export function actionsFor(remedies: Remedies | undefined): readonly Action[] {
  if (remedies === undefined) return [];
  const act = (label: string, icon: string, command: Action['command'], ...args: string[]): Action => ({
    label,
    icon,
    command,
    args,
  });
  const settings = act(
    l10n.t('Choose Kubeconfig in Settings'),
    'gear',
    'workbench.action.openSettings',
    'kubesets.kubeconfig',
  );
  return [
    act(l10n.t('Try Again'), 'refresh', 'kubesets.refresh'),
    act(l10n.t('Select Context'), 'plug', 'kubesets.selectContext'),
    ...(remedies === 'kubeconfig' ? [settings] : []),
    act(l10n.t('Show Log'), 'output', 'kubesets.showLog'),
  ];
}

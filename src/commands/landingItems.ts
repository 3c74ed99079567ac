import * as l10n from '@vscode/l10n';
import { visible } from '../base/visible.ts';
import type { Landing } from '../model/known.ts';
import { reasonText } from '../model/reasonText.ts';

/** A node, or (without a description) the heading of those that follow. */
export interface LandingItem {
  readonly heading: boolean;
  readonly label: string;
  readonly description: string;
}

/** The nodes that a DaemonSet would not reach, each with its reasons, then those that it would. */
export function landingItems({ nodes, reaches, reached, excluded }: Landing): readonly LandingItem[] {
  const heading = (label: string): LandingItem => ({ heading: true, label, description: '' });
  const others = excluded.items.flatMap((group) => {
    const why = visible(group.reasons.map(reasonText).join('; '));
    return group.nodes.items.map((label) => ({ heading: false, label: visible(label), description: why }));
  });
  const own = reached.items.map((label) => ({ heading: false, label: visible(label), description: '' }));
  return [
    ...(reaches < nodes ? [heading(l10n.t('{0} excluded', nodes - reaches)), ...others] : []),
    heading(l10n.t('{0} reached', reaches)),
    ...own,
  ];
}

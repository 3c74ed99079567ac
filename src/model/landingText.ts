import * as l10n from '@vscode/l10n';
import type { Landing } from './known.ts';
import { reasonText } from './reasonText.ts';

/** So many different reasons are named in one line. */
const MOST = 2;

/** Where a DaemonSet would land, in a line: `5 of 7 nodes · 2 excluded: taint dedicated=db:NoSchedule is not tolerated`. */
export function landingText({ nodes, reaches, excluded }: Landing): string {
  const counted = l10n.t('{0} of {1} nodes', reaches, nodes);
  if (nodes === reaches) return counted;
  const first = excluded.items.flatMap(({ reasons }) => reasons.slice(0, 1).map(reasonText));
  const reasons = [...new Set(first)];
  const named = reasons.slice(0, MOST).join('; ');
  const more = reasons.length > MOST || !excluded.complete ? '; …' : '';
  return `${counted} · ${l10n.t('{0} excluded: {1}', nodes - reaches, named + more)}`;
}

import * as l10n from '@vscode/l10n';
import { removeItem } from '../../../manifest/edits.ts';
import { mapAt, mapsAt, scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { labelsIn, selects } from '../../selectors.ts';

const surge = `updateStrategy:
  type: RollingUpdate
  rollingUpdate:
    maxSurge: 1
    maxUnavailable: 0
`;
const apart = `affinity:
  podAntiAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
    - topologyKey: kubernetes.io/hostname
      labelSelector:
        matchLabels:
          app: web
`;
const required = 'requiredDuringSchedulingIgnoredDuringExecution';

export const surgeBlocked: Rule = {
  code: 'surge-blocked',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['DaemonSet'],
  docs: {
    title: "maxSurge, and an anti-affinity to the set's own pods",
    why: `With \`maxSurge\` the new pod of a node starts beside the old one. An anti-affinity to the set's own labels forbids exactly that: the new pods stay
Pending, and the update never goes on. A DaemonSet has one pod a node anyway: the anti-affinity is not needed.`,
    bad: setExample('DaemonSet', { spec: surge, pod: apart }),
    good: setExample('DaemonSet', { spec: surge }),
  },
  *check({ set, file }) {
    const most = scalarAt(set?.spec, 'updateStrategy', 'rollingUpdate', 'maxSurge');
    if (!set?.podSpec || !most || most.value === null || /^0+%?$/.test(most.text)) return;
    const labels = labelsIn(set.templateLabels);
    const rules = mapAt(set.podSpec, 'affinity', 'podAntiAffinity')?.byKey.get(required)?.value;
    for (const { map, index } of mapsAt(rules)) {
      const key = scalarAt(map, 'topologyKey');
      if (!key || !selects(mapAt(map, 'labelSelector'), labels) || elsewhere(map, set.namespace)) continue;
      const message = l10n.t(
        'The new pod of a node may not run beside the old one: with maxSurge {0}, an update stands still.',
        most.text,
      );
      yield problemAt(key, message, {
        related: [{ uri: file.uri, range: most.range, message: l10n.t('maxSurge wants both at once.') }],
        fixes: () => {
          const { text } = file.manifest;
          if (rules?.kind !== 'seq') return [];
          return [
            {
              title: l10n.t('Remove the anti-affinity'),
              edits: removeItem(text, rules, index),
              preferred: true,
            },
          ];
        },
      });
    }
  },
};

/** Whether a term speaks of other namespaces than the set's own. */
function elsewhere(term: Parameters<typeof mapAt>[0], own: string | undefined): boolean {
  if (mapAt(term, 'namespaceSelector')) return true;
  const items = term?.kind === 'map' ? term.byKey.get('namespaces')?.value : undefined;
  if (items?.kind !== 'seq' || items.items.length === 0) return false;
  return !items.items.some(({ value }) => value.kind === 'scalar' && value.text === own);
}

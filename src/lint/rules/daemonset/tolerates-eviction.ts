import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { mapsAt, scalarAt, stringAt, type MapNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { given } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

export const toleratesEviction: Rule = {
  code: 'tolerates-eviction',
  severity: 'info',
  basis: 'runtime',
  kinds: ['StatefulSet', 'Deployment'],
  docs: {
    title: 'Tolerates every taint, also those that evict',
    why: `\`operator: Exists\` without key and effect tolerates every taint for ever: the pod is not moved from a node that is unreachable, not ready, out
of service or being emptied. What must run on each node, a DaemonSet, may want that, and nothing is said there. A pod that should go on elsewhere
does not: give the toleration an effect (\`NoSchedule\`), a key, or \`tolerationSeconds\`.`,
    bad: setExample('StatefulSet', { spec: 'serviceName: ""', pod: 'tolerations:\n- operator: Exists\n' }),
    good: setExample('StatefulSet', {
      spec: 'serviceName: ""',
      pod: 'tolerations:\n- operator: Exists\n  effect: NoSchedule\n',
    }),
  },
  *check(context) {
    for (const { node } of context.typed('PodSpec')) {
      const operator = mapsAt(node, 'tolerations').flatMap(({ map }) => everything(map))[0];
      if (!operator) continue;
      const { map, token } = operator;
      yield problemAt(
        token,
        l10n.t('The pod tolerates every taint: it stays on a node that is unreachable or emptied.'),
        {
          fixes: () => [
            {
              title: l10n.t('Tolerate only taints that keep new pods away (NoSchedule)'),
              edits: putIn(context.file.manifest.text, map, ['effect'], 'NoSchedule', { after: 'operator' }),
            },
          ],
        },
      );
    }
  },
};

function everything(map: MapNode) {
  const token = scalarAt(map, 'operator');
  const narrowed = ['effect', 'tolerationSeconds'].some((key) => given(map, key)) || stringAt(map, 'key');
  return token?.value === 'Exists' && !narrowed ? [{ map, token }] : [];
}

import * as l10n from '@vscode/l10n';
import { mapsAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { withoutItem } from '../../fixes.ts';
import { textIn } from '../../given.ts';
import { podsOf } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const constraint = (how: string): string => `- topologyKey: topology.kubernetes.io/zone
  maxSkew: 1
  whenUnsatisfiable: ${how}
  labelSelector:
    matchLabels:
      app: web
`;
const example = (second: string): string =>
  setExample('StatefulSet', {
    pod: `topologySpreadConstraints:\n${constraint('ScheduleAnyway')}${constraint(second)}`,
  });

export const spreadDuplicate: Rule = {
  code: 'spread-duplicate',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'Two spread constraints say the same of a topology',
    why: 'Of each `topologyKey` and `whenUnsatisfiable` together there can be one constraint. The API server refuses a second.',
    bad: example('ScheduleAnyway'),
    good: example('DoNotSchedule'),
  },
  *check(context) {
    for (const { node } of podsOf(context)) {
      const taken = new Set<string>();
      for (const { map } of mapsAt(node, 'topologySpreadConstraints')) {
        const topology = textIn(map, 'topologyKey');
        const how = textIn(map, 'whenUnsatisfiable');
        if (!topology || !how) continue;
        const key = `${topology} ${how}`;
        if (taken.has(key)) {
          yield problemAt(
            map,
            l10n.t('Another constraint has "{0}" and "{1}" too: the API server refuses it.', topology, how),
            { fixes: () => withoutItem(context.file.manifest.text, map) },
          );
        }
        taken.add(key);
      }
    }
  },
};

import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeTo, without } from '../../fixes.ts';
import { given, textIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (how: string): string =>
  setExample('StatefulSet', {
    pod: `topologySpreadConstraints:
- topologyKey: topology.kubernetes.io/zone
  maxSkew: 1
  minDomains: 3
  whenUnsatisfiable: ${how}
  labelSelector:
    matchLabels:
      app: web
`,
  });

export const spreadMinDomains: Rule = {
  code: 'spread-min-domains',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'minDomains of a constraint that is only a wish',
    why: '`minDomains` belongs to constraints that must be met, `whenUnsatisfiable: DoNotSchedule`. The API server refuses it elsewhere.',
    bad: example('ScheduleAnyway'),
    good: example('DoNotSchedule'),
  },
  *check(context) {
    for (const { node } of context.typed('TopologySpreadConstraint')) {
      const domains = given(node, 'minDomains');
      const how = scalarAt(node, 'whenUnsatisfiable');
      if (!domains || !how || textIn(node, 'whenUnsatisfiable') !== 'ScheduleAnyway') continue;
      yield problemAt(
        domains,
        l10n.t('minDomains needs "DoNotSchedule": the API server refuses it with "{0}".', how.text),
        {
          fixes: () => [
            without(context.file.manifest.text, node, 'minDomains', true),
            { ...changeTo(how, 'DoNotSchedule'), preferred: false },
          ],
        },
      );
    }
  },
};

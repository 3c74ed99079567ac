import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setScalar } from '../../../manifest/edits.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { autoscalerExample } from './examples.ts';

export const autoscalerBounds: Rule = {
  code: 'autoscaler-bounds',
  severity: 'error',
  basis: 'api',
  kinds: ['HorizontalPodAutoscaler'],
  docs: {
    title: 'An autoscaler whose least is more than its most',
    why: `\`minReplicas\` can't be more than \`maxReplicas\`: the API server refuses the autoscaler.`,
    bad: autoscalerExample('minReplicas: 5\nmaxReplicas: 3'),
    good: autoscalerExample('minReplicas: 3\nmaxReplicas: 5'),
  },
  *check(context) {
    for (const { node } of context.typed('HorizontalPodAutoscalerSpec')) {
      const least = scalarAt(node, 'minReplicas');
      const most = scalarAt(node, 'maxReplicas');
      if (typeof least?.value !== 'number' || typeof most?.value !== 'number') continue;
      // Both below their own bounds are another fault.
      if (most.value >= least.value || most.value < 1) continue;
      const [a, b] = [least.value, most.value];
      yield problemAt(
        most,
        l10n.t('maxReplicas {0} is less than minReplicas {1}: the API server refuses the autoscaler.', b, a),
        {
          fixes: () => [
            {
              title: l10n.t('Swap them'),
              edits: [...setScalar(least, b), ...setScalar(most, a)],
              preferred: true,
            },
            { title: l10n.t('Set {0} to {1}', 'maxReplicas', a), edits: setScalar(most, a) },
          ],
        },
      );
    }
  },
};

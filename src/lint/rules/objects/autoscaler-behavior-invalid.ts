import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { without } from '../../fixes.ts';
import { given, lengthIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { quantityOf } from '../../values/quantity.ts';
import { autoscalerExample } from './examples.ts';

const example = (policies: string): string =>
  autoscalerExample(
    `maxReplicas: 5\nbehavior:\n  scaleDown:\n    stabilizationWindowSeconds: 600\n${policies}`,
  );

export const autoscalerBehaviorInvalid: Rule = {
  code: 'autoscaler-behavior-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['HorizontalPodAutoscaler'],
  docs: {
    title: 'The pace of an autoscaler is refused',
    why: `\`policies\` of \`scaleUp\` and \`scaleDown\` say how many pods may come or go at once. Left out, there are usual ones; an empty list
is refused by the API server. To forbid a direction, write \`selectPolicy: Disabled\`. \`tolerance\` is not negative.`,
    bad: example('    policies: []'),
    good: example(''),
  },
  *check(context) {
    for (const { node } of context.typed('HPAScalingRules')) {
      const tolerance = scalarAt(node, 'tolerance');
      if (tolerance && (quantityOf(tolerance) ?? 0n) < 0n)
        yield problemAt(
          tolerance,
          l10n.t('A tolerance of {0} is refused by the API server: it is negative.', tolerance.text),
        );
      const policies = given(node, 'policies');
      if (!policies || lengthIn(node, 'policies') !== 0) continue;
      yield problemAt(policies, l10n.t('An empty list of policies is refused by the API server.'), {
        fixes: () => [without(context.file.manifest.text, node, 'policies', true)],
      });
    }
  },
};

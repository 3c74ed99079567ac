import * as l10n from '@vscode/l10n';
import { without } from '../../fixes.ts';
import { given, lengthIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { autoscalerExample } from './examples.ts';

const example = (policies: string): string =>
  autoscalerExample(
    `maxReplicas: 5\nbehavior:\n  scaleDown:\n    stabilizationWindowSeconds: 600\n${policies}`,
  );

export const autoscalerPoliciesEmpty: Rule = {
  code: 'autoscaler-policies-empty',
  severity: 'error',
  basis: 'api',
  kinds: ['HorizontalPodAutoscaler'],
  docs: {
    title: 'An autoscaler without a policy for its pace',
    why: `\`policies\` of \`scaleUp\` and \`scaleDown\` say how many pods may come or go at once. Left out, there are usual ones; an empty list
is refused by the API server. To forbid a direction, write \`selectPolicy: Disabled\`.`,
    bad: example('    policies: []'),
    good: example(''),
  },
  *check(context) {
    for (const { node } of context.typed('HPAScalingRules')) {
      const policies = given(node, 'policies');
      if (!policies || lengthIn(node, 'policies') !== 0) continue;
      yield problemAt(policies, l10n.t('An empty list of policies is refused by the API server.'), {
        fixes: () => [without(context.file.manifest.text, node, 'policies', true)],
      });
    }
  },
};

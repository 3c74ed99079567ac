import * as l10n from '@vscode/l10n';
import { notOne } from '../../oneOf.ts';
import type { Rule } from '../../rule.ts';
import { objectExample } from './examples.ts';

const example = (spec: string): string =>
  objectExample(
    'policy/v1',
    'PodDisruptionBudget',
    `spec:\n  selector:\n    matchLabels:\n      app: web\n${spec}`,
  );

export const disruptionBudgetBoth: Rule = {
  code: 'disruption-budget-both',
  severity: 'error',
  basis: 'api',
  kinds: ['PodDisruptionBudget'],
  docs: {
    title: 'A disruption budget with minAvailable and maxUnavailable',
    why: `A PodDisruptionBudget has \`minAvailable\` or \`maxUnavailable\`, not both: the API server refuses it. \`maxUnavailable: 1\` suits most
sets, and stays right when their number of replicas changes.`,
    bad: example('  minAvailable: 2\n  maxUnavailable: 1'),
    good: example('  maxUnavailable: 1'),
  },
  *check(context) {
    for (const problem of notOne(context, [
      { type: 'PodDisruptionBudgetSpec', fields: ['minAvailable', 'maxUnavailable'], optional: true },
    ]))
      yield {
        ...problem,
        message: l10n.t('minAvailable and maxUnavailable can not both be given: the API server refuses it.'),
      };
  },
};

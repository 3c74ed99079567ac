import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { lengthIn, given } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { autoscalerExample } from './examples.ts';

const example = (seconds: number): string =>
  autoscalerExample(`maxReplicas: 5\nbehavior:\n  scaleDown:\n    stabilizationWindowSeconds: ${seconds}`);

/** Numbers of a type with their bounds (`validateScalingRules`, `validateScalingPolicy`). */
const bounds: readonly (readonly [type: string, key: string, least: number, most: number])[] = [
  ['HPAScalingRules', 'stabilizationWindowSeconds', 0, 3600],
  ['HPAScalingPolicy', 'periodSeconds', 1, 1800],
  ['HPAScalingPolicy', 'value', 1, Infinity],
];

export const autoscalerBehaviorInvalid: Rule = {
  code: 'autoscaler-behavior-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['HorizontalPodAutoscaler'],
  docs: {
    title: "An autoscaler's pace that is refused",
    why: `\`stabilizationWindowSeconds\` goes from 0 to 3600, \`periodSeconds\` from 1 to 1800, \`value\` from 1 on; \`policies\`, where given, is not
empty. The API server refuses the rest.`,
    bad: example(7200),
    good: example(3600),
  },
  *check(context) {
    for (const [type, key, least, most] of bounds) {
      for (const { node } of context.typed(type)) {
        const written = scalarAt(node, key);
        const value = written?.value;
        if (!written || typeof value !== 'number' || (value >= least && value <= most)) continue;
        const message =
          most === Infinity
            ? l10n.t('{0} of {1} is refused by the API server: it is {2} at least.', key, value, least)
            : l10n.t(
                '{0} of {1} is refused by the API server: it goes from {2} to {3}.',
                key,
                value,
                least,
                most,
              );
        yield problemAt(written, message);
      }
    }
    for (const { node } of context.typed('HPAScalingRules')) {
      const policies = given(node, 'policies');
      if (policies && lengthIn(node, 'policies') === 0)
        yield problemAt(
          policies,
          l10n.t('policies may not be empty: the API server refuses it. Leave it out for the usual ones.'),
        );
    }
  },
};

import * as l10n from '@vscode/l10n';
import type { ScalarNode } from '../../../manifest/nodes.ts';
import { changeMaybe } from '../../fixes.ts';
import { given, textIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { percentOf } from '../../values/percent.ts';
import { objectExample } from './examples.ts';

const fields: readonly (readonly [type: string, keys: readonly string[], most: boolean])[] = [
  ['PodDisruptionBudgetSpec', ['minAvailable', 'maxUnavailable'], true],
  ['RollingUpdateDeployment', ['maxUnavailable'], true],
  ['RollingUpdateDeployment', ['maxSurge'], false],
  ['RollingUpdateDaemonSet', ['maxUnavailable', 'maxSurge'], true],
];

const example = (portion: string): string =>
  objectExample(
    'policy/v1',
    'PodDisruptionBudget',
    `spec:\n  selector:\n    matchLabels:\n      app: web\n  maxUnavailable: ${portion}`,
  );

export const portionInvalid: Rule = {
  code: 'portion-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['PodDisruptionBudget', 'Deployment', 'DaemonSet'],
  docs: {
    title: 'A number of pods that is neither a count nor a percentage',
    why: `Budgets and update strategies take a whole number of pods that is not negative, or a percentage such as \`25%\`, at most \`100%\`. A
number in quotes is neither, and the API server refuses it.`,
    bad: example('"1"'),
    good: example('1'),
  },
  *check(context) {
    for (const [type, keys, most] of fields) {
      for (const { node, owner } of context.typed(type)) {
        // Beside OnDelete it is not looked at.
        if (textIn(owner?.node, 'type') === 'OnDelete') continue;
        for (const key of keys) {
          const written = given(node, key);
          const fault = written?.kind === 'scalar' ? faultOf(written, most) : undefined;
          if (fault === undefined || written?.kind !== 'scalar') continue;
          yield problemAt(
            written,
            l10n.t('{0} of {1} is refused by the API server: {2}.', key, written.text, fault),
            {
              fixes: () => fixes(written),
            },
          );
        }
      }
    }
  },
};

function faultOf({ value }: ScalarNode, most: boolean): string | undefined {
  if (typeof value === 'number') return value < 0 ? l10n.t('it is negative') : undefined;
  if (typeof value !== 'string') return undefined;
  const percent = percentOf(value);
  if (percent === undefined) return l10n.t('it is neither a number nor a percentage such as 25%');
  return most && percent > 100 ? l10n.t('it is more than 100%') : undefined;
}

function fixes(node: ScalarNode) {
  const { value } = node;
  if (typeof value !== 'string') return [];
  if (/^[0-9]{1,9}$/.test(value)) return changeMaybe({ ...node, style: 'plain' }, Number(value));
  return changeMaybe(node, (percentOf(value) ?? 0) > 100 ? '100%' : undefined);
}

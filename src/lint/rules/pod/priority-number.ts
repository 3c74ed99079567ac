import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { without } from '../../fixes.ts';
import { integerIn, textIn } from '../../given.ts';
import { podsOf } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Rule, RuleContext } from '../../rule.ts';

const example = (pod: string): string => setExample('StatefulSet', { pod });

/** Those that every cluster has. */
const builtIn: ReadonlyMap<string, number> = new Map([
  ['system-cluster-critical', 2_000_000_000],
  ['system-node-critical', 2_000_001_000],
]);

export const priorityNumber: Rule = {
  code: 'priority-number',
  severity: 'error',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: "A pod's priority is given as a number",
    why: `The API server computes \`priority\` from \`priorityClassName\` (0 without one) and refuses pods that say another number: the set
is accepted, but no pod is ever made. Make a PriorityClass of that value and name it.`,
    bad: example('priority: 1000\n'),
    good: example('priorityClassName: system-cluster-critical\n'),
  },
  *check(context) {
    if (context.partial) return;
    for (const { node } of podsOf(context)) {
      const written = scalarAt(node, 'priority');
      const priority = integerIn(node, 'priority', 0);
      const name = textIn(node, 'priorityClassName');
      if (!written || written.value === null || priority === undefined || name === undefined) continue;
      const values = valuesOf(context, name);
      if (values === undefined || values.includes(priority)) continue;
      yield problemAt(
        written,
        name === ''
          ? l10n.t('Without a priorityClassName the priority is 0: pods that say {0} are refused.', priority)
          : l10n.t('"{0}" has another priority: pods that say {1} are refused.', name, priority),
        { fixes: () => [without(context.file.manifest.text, node, 'priority', true)] },
      );
    }
  },
};

/** The priorities that a class can have; undefined where the class is not known. */
function valuesOf({ scope }: RuleContext, name: string): readonly number[] | undefined {
  const fixed = builtIn.get(name);
  if (fixed !== undefined) return [fixed];
  const classes = [...scope.all('PriorityClass')].map(({ object }) => object);
  if (name !== '') {
    const named = classes.filter((one) => one.name === name);
    return named.length === 0 ? undefined : named.map((one) => integerIn(one.node, 'value', 0) ?? 0);
  }
  const usual = classes.filter((one) => scalarAt(one.node, 'globalDefault')?.value === true);
  return [0, ...usual.map((one) => integerIn(one.node, 'value', 0) ?? 0)];
}

import * as l10n from '@vscode/l10n';
import { setScalar } from '../../../manifest/edits.ts';
import { scalarAt } from '../../../manifest/nodes.ts';
import { serviceExample, setExample } from '../../examples.ts';
import { integerIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { autoscalerOf, replicasOf } from '../../sets.ts';

const example = (partition: number): string =>
  `${serviceExample('web')}---\n${setExample('StatefulSet', {
    spec: `serviceName: web\nreplicas: 3\nupdateStrategy:\n  type: RollingUpdate\n  rollingUpdate:\n    partition: ${partition}`,
  })}`;

/** UPD002. `stateful_set_control.go`: pods below start + partition keep the old revision. */
export const partitionHoldsBack: Rule = {
  code: 'partition-holds-back',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: 'The partition keeps pods from being updated',
    why: `Only the pods from \`partition\` on are updated, counted from the first ordinal. With a partition of as many as there are replicas, or
more, a change of the template is accepted and reaches no pod; with a smaller one it reaches the last ones, which is how one tries a
change on a few: that is a remark, in case it was left there. Write 0 to let it reach all; *Fix all* leaves it, because that begins a rollout.`,
    bad: example(3),
    good: example(0),
  },
  *check(context) {
    const { set } = context;
    const node = scalarAt(set?.spec, 'updateStrategy', 'rollingUpdate', 'partition');
    const partition = node?.value;
    if (!set?.spec || !node || typeof partition !== 'number' || partition <= 0) return;
    const replicas = replicasOf(set);
    // None are there to be updated, or somebody else says how many.
    if (replicas === undefined || replicas === 0 || autoscalerOf(context)) return;
    if (integerIn(set.spec, 'replicas', -1) === -1 && partition > 1) return;
    const all = partition >= replicas;
    yield problemAt(
      node,
      all
        ? l10n.t(
            'No pod is ever updated: there are {0}, and the first {1} keep their template.',
            replicas,
            partition,
          )
        : l10n.t('The first {0} of {1} pods are not updated.', partition, replicas),
      {
        ...(all ? {} : { severity: 'info' as const }),
        fixes: () => [{ title: l10n.t('Change to "{0}"', '0'), edits: setScalar(node, 0) }],
      },
    );
  },
};

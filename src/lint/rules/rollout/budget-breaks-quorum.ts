import * as l10n from '@vscode/l10n';
import { setScalar } from '../../../manifest/edits.ts';
import { scalarAt } from '../../../manifest/nodes.ts';
import { budgetedSet, scaled, votes } from '../../budgets.ts';
import { databaseExample } from '../../databaseExample.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { replicasOf } from '../../sets.ts';
import { portionOf } from '../../values/percent.ts';

const example = (most: number): string => `${databaseExample({
  name: 'mongodb',
  image: 'mongo:8.0.29',
  replicas: 3,
  container: 'args:\n- --replSet\n- rs0',
  mountPath: '/data/db',
})}---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: mongodb
spec:
  maxUnavailable: ${most}
  selector:
    matchLabels:
      app: mongodb
`;

/** PDB003. */
export const budgetBreaksQuorum: Rule = {
  code: 'budget-breaks-quorum',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['PodDisruptionBudget'],
  docs: {
    title: 'The budget lets a majority go',
    why: `Of members that vote more than half have to be there. A budget that lets half or more of them be evicted at once stops the system
while nodes are drained: of three one may be away, of five two.`,
    bad: example(2),
    good: example(1),
  },
  *check(context) {
    const { object } = context;
    const most = scalarAt(object.node, 'spec', 'maxUnavailable');
    const least = scalarAt(object.node, 'spec', 'minAvailable');
    const node = most ?? least;
    const portion = portionOf(node);
    const set = node && portion ? budgetedSet(context) : undefined;
    const replicas = set && replicasOf(set);
    if (!node || !portion || !set || replicas === undefined || replicas < 3 || !votes(set)) return;
    const may = Math.floor((replicas - 1) / 2);
    const away = node === most ? scaled(portion, replicas) : replicas - scaled(portion, replicas);
    if (away <= may) return;
    yield problemAt(
      node,
      l10n.t(
        '{0} of {1} members may be away at once, but only {2} without losing the majority.',
        Math.min(away, replicas),
        replicas,
        may,
      ),
      {
        fixes: () => {
          const value = node === most ? may : replicas - may;
          return [{ title: l10n.t('Change to {0}', value), edits: setScalar(node, value), preferred: true }];
        },
      },
    );
  },
};

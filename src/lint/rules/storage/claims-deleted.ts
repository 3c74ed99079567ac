import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { databasesOf } from '../../claims.ts';
import { databaseExample } from '../../databaseExample.ts';
import { changeTo } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (what: string): string =>
  databaseExample({
    name: 'cassandra',
    image: 'cassandra:5.0.9',
    mountPath: '/var/lib/cassandra',
    spec: `persistentVolumeClaimRetentionPolicy:\n  whenDeleted: Retain\n  whenScaled: ${what}`,
  });

export const claimsDeleted: Rule = {
  code: 'claims-deleted',
  severity: 'warning',
  basis: 'policy',
  kinds: ['StatefulSet'],
  docs: {
    title: "A database's volumes go with its pods or its set",
    why: `\`whenScaled: Delete\` deletes the claims of the pods that a smaller number of replicas removes, \`whenDeleted: Delete\` all claims with
the set; with the usual reclaim policy the data goes too. What is retained can be deleted later, not the other way round.`,
    bad: example('Delete'),
    good: example('Retain'),
  },
  *check({ set }) {
    if (!set || set.claimTemplates.length === 0) return;
    const [database] = databasesOf(set);
    if (!database) return;
    for (const when of ['whenDeleted', 'whenScaled'] as const) {
      const node = scalarAt(set.spec, 'persistentVolumeClaimRetentionPolicy', when);
      if (node?.value !== 'Delete') continue;
      yield problemAt(
        node,
        when === 'whenScaled'
          ? l10n.t('Scaling down deletes the data of {0} of the pods that go.', database.facts.title)
          : l10n.t('Deleting the set deletes all data of {0}.', database.facts.title),
        { fixes: () => [changeTo(node, 'Retain')] },
      );
    }
  },
};

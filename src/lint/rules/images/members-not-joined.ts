import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setScalar } from '../../../manifest/edits.ts';
import { databaseExample, secretItem } from '../../databaseExample.ts';
import { staysAlone } from '../../joined.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { replicasOf } from '../../sets.ts';
import { known } from '../../startScript.ts';

const example = (replicas: number): string =>
  databaseExample({
    name: 'postgres',
    image: 'postgres:18.6',
    replicas,
    env: secretItem('POSTGRES_PASSWORD', 'postgres', 'password'),
    mountPath: '/var/lib/postgresql',
  });

export const membersNotJoined: Rule = {
  code: 'members-not-joined',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: 'Several databases that do not know of each other',
    why: `More replicas do not make a database that is replicated. Where neither arguments nor variables nor files from a ConfigMap say how
the members find each other, each pod is a database of its own, and a Service spreads clients over all of them: what was written to one
is not in the others. Take one replica, set the system's replication up (MongoDB: \`--replSet\`, a key file and \`rs.initiate\`), or use an
operator for it.`,
    bad: example(3),
    good: example(1),
  },
  *check(context) {
    const { set } = context;
    const replicas = set ? replicasOf(set) : undefined;
    const node = set && scalarAt(set.spec, 'replicas');
    if (!set || !node || replicas === undefined || replicas < 2) return;
    for (const one of known(context)) {
      if (!staysAlone(one)) continue;
      yield problemAt(
        node,
        l10n.t(
          'Nothing tells the {0} pods of {1} of each other: they are {0} separate databases behind one name.',
          replicas,
          one.facts.title,
        ),
        { fixes: () => [{ title: l10n.t('Take one replica'), edits: setScalar(node, 1) }] },
      );
    }
  },
};

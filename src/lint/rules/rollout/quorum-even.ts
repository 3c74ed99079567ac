import * as l10n from '@vscode/l10n';
import { setScalar } from '../../../manifest/edits.ts';
import { scalarAt } from '../../../manifest/nodes.ts';
import { databaseExample } from '../../databaseExample.ts';
import { isVoter } from '../../images.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { replicasOf } from '../../sets.ts';
import { known } from '../../startScript.ts';

const example = (replicas: number): string =>
  databaseExample({
    name: 'mongodb',
    image: 'mongo:8.0.29',
    replicas,
    container: 'args:\n- --replSet\n- rs0',
    mountPath: '/data/db',
  });

/** QRM001. */
export const quorumEven: Rule = {
  code: 'quorum-even',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: 'An even number of members that vote',
    why: `Systems that decide by majority work as long as more than half of their members are there: of three one may be lost, and of four
only one too. So the fourth costs a volume and makes it likelier that one fails, and of two none may be lost. Take an odd number. It is
asked of ZooKeeper, etcd, RabbitMQ, MongoDB with \`--replSet\`, Kafka's controllers, and Consul, Vault and NATS where they are servers of a
cluster; systems that spread copies otherwise (Cassandra, CockroachDB, Elasticsearch, Redis Cluster, MinIO) may have any number.`,
    bad: example(4),
    good: example(3),
  },
  *check(context) {
    const { set } = context;
    const node = scalarAt(set?.spec, 'replicas');
    const replicas = set && replicasOf(set);
    if (!node || replicas === undefined || replicas < 2 || replicas % 2 === 1) return;
    for (const { container, facts } of known(context)) {
      if (!isVoter(container)) continue;
      const lost = Math.floor((replicas - 1) / 2);
      yield problemAt(
        node,
        lost === 0
          ? l10n.t(
              'With {0} members of {1} none may be lost: both are needed for a majority.',
              replicas,
              facts.title,
            )
          : l10n.t(
              'With {0} members of {1} as many may be lost as with {2}: {3}.',
              replicas,
              facts.title,
              replicas - 1,
              lost,
            ),
        {
          fixes: () =>
            [replicas + 1, replicas - 1].map((count) => ({
              title: l10n.t('Change to {0} replicas', count),
              edits: setScalar(node, count),
            })),
        },
      );
      return;
    }
  },
};

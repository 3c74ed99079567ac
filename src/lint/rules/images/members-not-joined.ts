import * as l10n from '@vscode/l10n';
import { at, mapsAt, scalarAt, stringAt } from '../../../manifest/nodes.ts';
import { setScalar } from '../../../manifest/edits.ts';
import { databaseExample, secretItem } from '../../databaseExample.ts';
import { commandLine } from '../../images.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { replicasOf } from '../../sets.ts';
import { known, knowsVariables, type Known } from '../../startScript.ts';

const example = (replicas: number): string =>
  databaseExample({
    name: 'postgres',
    image: 'postgres:18.6',
    replicas,
    env: secretItem('POSTGRES_PASSWORD', 'postgres', 'password'),
    mountPath: '/var/lib/postgresql',
  });

/** What has to be in arguments or variables for members to know of each other; absent where the image can't do it on its own. */
const joins: Readonly<Record<string, RegExp | undefined>> = {
  mongodb: /--replSet\b|--configsvr|--shardsvr/,
  postgres: undefined,
  mysql: /--server-id|--group-replication|--wsrep|--gtid/i,
  mariadb: /--server-id|--wsrep|--gtid|MARIADB_REPLICATION/i,
  redis: /--cluster-enabled|--replicaof|--slaveof|--sentinel/,
  valkey: /--cluster-enabled|--replicaof|--sentinel/,
  zookeeper: /server\.\d+=|ZOO_SERVERS/,
  elasticsearch: /discovery|seed_hosts|initial_master_nodes/,
};

/** IMG013, IMG050, IMG060. */
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
    // Init containers, sidecars and mounted files may do what can't be seen here.
    if (set.containers.length !== 1) return;
    for (const one of known(context, ...Object.keys(joins))) {
      if (joinedElsewhere(one)) continue;
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

function joinedElsewhere({ container, set, facts }: Known): boolean {
  const { node } = container;
  if (at(node, 'command') || at(node, 'lifecycle') || !knowsVariables(container)) return true;
  const sign = joins[facts.system];
  const text = `${commandLine(container)} ${container.env.map(({ name }) => name).join(' ')}`;
  if (sign?.test(text) || /--config|\.conf\b|\.cnf\b|config_file/.test(text)) return true;
  const data = new Set([...set.claimTemplates.map(({ name }) => name)]);
  const empty = mapsAt(set.podSpec, 'volumes').filter(
    ({ map }) => at(map, 'emptyDir') ?? at(map, 'persistentVolumeClaim'),
  );
  for (const { map } of empty) data.add(stringAt(map, 'name'));
  return container.mounts.some(
    ({ name }) => !data.has(typeof name?.value === 'string' ? name.value : undefined),
  );
}

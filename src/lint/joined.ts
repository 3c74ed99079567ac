import { at, mapsAt, stringAt } from '../manifest/nodes.ts';
import { commandLine } from './images.ts';
import { knowsVariables, type Known } from './startScript.ts';

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

/** Whether nothing tells the members of each other, as far as can be seen: each is a system of its own. IMG013, IMG050, IMG060. */
export function staysAlone(one: Known): boolean {
  // Init containers, sidecars and mounted files may do what can't be seen here.
  return one.facts.system in joins && one.set.containers.length === 1 && !joinedElsewhere(one);
}

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

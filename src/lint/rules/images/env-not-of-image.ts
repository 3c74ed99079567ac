import * as l10n from '@vscode/l10n';
import { setScalar } from '../../../manifest/edits.ts';
import { scalarAt, walk, type ScalarNode } from '../../../manifest/nodes.ts';
import { databaseExample, secretItem } from '../../databaseExample.ts';
import type { ImageFacts } from '../../images.ts';
import { nearest } from '../../nearest.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { known, type Known } from '../../startScript.ts';

const password = secretItem('MONGO_INITDB_ROOT_PASSWORD', 'mongodb', 'password');
const user = secretItem('MONGO_INITDB_ROOT_USERNAME', 'mongodb', 'username');

const example = (env: string): string =>
  databaseExample({
    name: 'mongodb',
    image: 'mongo:8.0.29',
    env: user + password + env,
    mountPath: '/data/db',
  });

/** What Bitnami's images call what the official ones call otherwise; '' where these have nothing of the kind. */
const others: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'mongodb MONGODB_ROOT_USER': 'MONGO_INITDB_ROOT_USERNAME',
    'mongodb MONGODB_ROOT_PASSWORD': 'MONGO_INITDB_ROOT_PASSWORD',
    'mongodb MONGODB_DATABASE': 'MONGO_INITDB_DATABASE',
    'mongodb MONGODB_REPLICA_SET_MODE': '',
    'mongodb MONGODB_REPLICA_SET_NAME': '',
    'mongodb MONGODB_REPLICA_SET_KEY': '',
    'postgres POSTGRESQL_USERNAME': 'POSTGRES_USER',
    'postgres POSTGRESQL_PASSWORD': 'POSTGRES_PASSWORD',
    'postgres POSTGRESQL_DATABASE': 'POSTGRES_DB',
    'postgres POSTGRESQL_POSTGRES_PASSWORD': 'POSTGRES_PASSWORD',
    'postgres POSTGRESQL_REPLICATION_MODE': '',
    'mysql MYSQL_REPLICATION_MODE': '',
    'mysql MYSQL_REPLICATION_USER': '',
    'mysql MYSQL_REPLICATION_PASSWORD': '',
    'mysql MYSQL_MASTER_HOST': '',
    'redis REDIS_PASSWORD': '',
    'redis REDIS_REPLICATION_MODE': '',
    'redis REDIS_MASTER_HOST': '',
    'redis ALLOW_EMPTY_PASSWORD': '',
    'zookeeper ALLOW_ANONYMOUS_LOGIN': '',
  }),
);

/** Beginnings of names that only the image's script would read: a slip in one means nothing to anybody else. */
const own: Readonly<Record<string, RegExp>> = {
  mongodb: /^MONGO_?INIT/i,
  postgres: /^POSTGRES_/,
  mysql: /^MYSQL_/,
  mariadb: /^(?:MARIADB|MYSQL)_/,
};

/** IMG070, and slips of the pen. */
export const envNotOfImage: Rule = {
  code: 'env-not-of-image',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: 'A variable that this image does not read',
    why: `The official images and those of Bitnami take their settings from variables of other names: \`POSTGRES_PASSWORD\` there,
\`POSTGRESQL_PASSWORD\` here. A start script passes over what it does not know, and so it does with a name that has a slip in it. The
official image of Redis has no variable for a password at all: give it \`args: [--requirepass, $(REDIS_PASSWORD)]\`. A variable that is
used elsewhere in the container, as \`$(NAME)\` or in a probe, is left alone.`,
    bad: example('- name: MONGO_INITDB_DATABSE\n  value: shop\n'),
    good: example('- name: MONGO_INITDB_DATABASE\n  value: shop\n'),
  },
  *check(context) {
    for (const one of known(context, 'mongodb', 'postgres', 'mysql', 'mariadb', 'redis', 'zookeeper')) {
      const { container, facts } = one;
      if (container.image?.includes('cp-zookeeper')) continue;
      for (const { node, name } of container.env) {
        const at = scalarAt(node, 'name');
        const meant = name === undefined ? undefined : meantBy(name, facts);
        if (!at || name === undefined || meant === undefined || isUsed(one, name, at)) continue;
        const free = meant !== '' && !container.env.some((other) => other.name === meant);
        yield problemAt(
          at,
          meant === ''
            ? l10n.t('The official image of {0} does not read {1}.', facts.title, name)
            : l10n.t('The official image of {0} does not read {1}: it reads {2}.', facts.title, name, meant),
          {
            fixes: () =>
              free
                ? [{ title: l10n.t('Change to "{0}"', meant), edits: setScalar(at, meant), preferred: true }]
                : [],
          },
        );
      }
    }
  },
};

/** The name that is meant, '' where there is none; undefined for a name that may be right. */
function meantBy(name: string, { system, initEnv }: ImageFacts): string | undefined {
  const plain = name.replace(/_FILE$/, '');
  if (initEnv.includes(plain)) return undefined;
  const other = others.get(`${system} ${name}`);
  if (other !== undefined || !own[system]?.test(name)) return other;
  const meant = nearest(plain, initEnv);
  // `POSTGRES_PORT`, `MYSQL_HOST` … are for the author's own scripts.
  return meant !== undefined && isSlip(plain, meant) ? name.replace(plain, meant) : undefined;
}

/** Of the same letters but for two, and not another word of the same length (`POSTGRES_DB_2`, `MYSQL_USERS`). */
function isSlip(name: string, meant: string): boolean {
  if (/\d/.test(name) || name.startsWith(meant)) return false;
  const rest = (text: string): string => text.slice(text.lastIndexOf('_') + 1);
  return (
    rest(name).length > 3 &&
    nearest(rest(name), [rest(meant)]) !== undefined &&
    nearest(name, [meant]) === meant
  );
}

/** Whether anything else in the container, or of the pod, speaks of the variable. */
function isUsed({ set, container }: Known, name: string, own: ScalarNode): boolean {
  const pattern = new RegExp(`\\b${name}\\b`);
  for (const part of walk(set.podSpec ?? container.node)) {
    if (part.kind === 'scalar' && part !== own && pattern.test(part.text) && !isKey(part)) return true;
  }
  return false;
}

/** A reference to a Secret's key of the same name is no use of the variable; nor is another container's own variable. */
function isKey(part: ScalarNode): boolean {
  return part.parent?.step === 'key' || part.parent?.step === 'name';
}

import * as l10n from '@vscode/l10n';
import { databaseExample, secretItem } from '../../databaseExample.ts';
import type { Rule } from '../../rule.ts';
import {
  addVariable,
  known,
  knowsVariables,
  likelySecret,
  startScriptRuns,
  problemOfEnv,
} from '../../startScript.ts';

const database = '- name: MYSQL_DATABASE\n  value: shop\n';

const example = (env: string): string =>
  databaseExample({
    name: 'mysql',
    image: 'mysql:8.4.11',
    env,
    mountPath: '/var/lib/mysql',
    mount: 'subPath: mysql',
  });

// Any value counts, "no" and the empty one of ALLOW_EMPTY_PASSWORD aside.
const ways =
  /^(?:MYSQL|MARIADB)_(?:ROOT_PASSWORD|ROOT_PASSWORD_FILE|ROOT_PASSWORD_HASH|ALLOW_EMPTY_PASSWORD|ALLOW_EMPTY_ROOT_PASSWORD|RANDOM_ROOT_PASSWORD)$/;

/** IMG030. */
export const mysqlPasswordMissing: Rule = {
  code: 'mysql-password-missing',
  severity: 'error',
  basis: 'runtime',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: 'MySQL or MariaDB without a root password',
    why: `The start scripts of both images make a database only when they know what to do about root's password: \`MYSQL_ROOT_PASSWORD\`
(or its \`_FILE\` form), \`MYSQL_RANDOM_ROOT_PASSWORD\` or \`MYSQL_ALLOW_EMPTY_PASSWORD\`, for MariaDB also with \`MARIADB_\`. Without one the
container ends with "Database is uninitialized and password option is not specified". Only a volume that already holds a database needs
none.`,
    bad: example(database),
    good: example(secretItem('MYSQL_ROOT_PASSWORD', 'mysql', 'password') + database),
  },
  *check(context) {
    for (const one of known(context, 'mysql', 'mariadb')) {
      const { container, facts } = one;
      if (!startScriptRuns(container, /^(?:mysqld|mariadbd)$/) || !knowsVariables(container)) continue;
      const maria = facts.system === 'mariadb';
      const given = container.env.some(
        ({ name = '', value }) =>
          ways.test(name) && (maria || name.startsWith('MYSQL')) && value?.value !== '',
      );
      if (given) continue;
      const name = maria ? 'MARIADB_ROOT_PASSWORD' : 'MYSQL_ROOT_PASSWORD';
      yield problemOfEnv(
        container,
        l10n.t(
          '{0} is not set: the start script of the {1} image ends with an error instead of making a database.',
          name,
          facts.system,
        ),
        () => {
          const source =
            likelySecret(context, one, name, /root.*(?:pass|pwd)/i) ??
            likelySecret(context, one, name, /pass|pwd/i);
          return source ? [addVariable(context.file.manifest.text, container, name, source)] : [];
        },
      );
    }
  },
};

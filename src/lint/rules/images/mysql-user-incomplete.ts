import * as l10n from '@vscode/l10n';
import type { EnvView } from '../../../manifest/objects.ts';
import { databaseExample, secretItem } from '../../databaseExample.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import {
  addVariable,
  known,
  knowsVariables,
  likelySecret,
  startScriptRuns,
  variable,
  type Known,
} from '../../startScript.ts';

const root = '- name: MYSQL_RANDOM_ROOT_PASSWORD\n  value: "yes"\n';
const user = secretItem('MYSQL_USER', 'mysql', 'username');

const example = (env: string): string =>
  databaseExample({
    name: 'mysql',
    image: 'mysql:8.4.11',
    env,
    mountPath: '/var/lib/mysql',
    mount: 'subPath: mysql',
  });

/** IMG030: `docker_setup_db` makes the user only with both. */
export const mysqlUserIncomplete: Rule = {
  code: 'mysql-user-incomplete',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: 'A user without password, or the reverse',
    why: `The start scripts of MySQL and MariaDB make a user only when both the name and the password are given. With one of them there
is no such user, and clients are turned away.`,
    bad: example(root + user),
    good: example(root + user + secretItem('MYSQL_PASSWORD', 'mysql', 'password')),
  },
  *check(context) {
    for (const one of known(context, 'mysql', 'mariadb')) {
      const { container } = one;
      if (!startScriptRuns(container, /^(?:mysqld|mariadbd)$/) || !knowsVariables(container)) continue;
      const found = halfOf(one);
      if (!found) continue;
      const { there, missing } = found;
      yield problemAt(
        there.node.byKey.get('name')?.value ?? there.node,
        l10n.t('{0} is set, {1} is not: the user is not made.', there.name ?? '', missing),
        {
          fixes: () => {
            const source = likelySecret(
              context,
              one,
              missing,
              missing.endsWith('USER') ? /user|login/i : /pass|pwd/i,
            );
            return source ? [addVariable(context.file.manifest.text, container, missing, source)] : [];
          },
        },
      );
    }
  },
};

/** What is given, and the name of what is not. */
function halfOf({
  container,
  facts,
}: Known): { readonly there: EnvView; readonly missing: string } | undefined {
  const prefixes = facts.system === 'mariadb' ? ['MARIADB', 'MYSQL'] : ['MYSQL'];
  const name = variable(container, ...prefixes.map((prefix) => `${prefix}_USER`));
  const password = variable(
    container,
    ...prefixes.map((prefix) => `${prefix}_PASSWORD`),
    'MARIADB_PASSWORD_HASH',
  );
  const there = name ?? password;
  // What MYSQL_USER=root means is another rule's.
  if (!there || (name && password) || name?.value?.value === 'root') return undefined;
  const prefix = there.name?.startsWith('MARIADB') ? 'MARIADB' : 'MYSQL';
  return { there, missing: name ? `${prefix}_PASSWORD` : `${prefix}_USER` };
}

import * as l10n from '@vscode/l10n';
import { databaseExample, secretItem } from '../../databaseExample.ts';
import { withoutItem } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { known, startScriptRuns } from '../../startScript.ts';

const password = secretItem('MYSQL_ROOT_PASSWORD', 'mysql', 'password');

const example = (env: string): string =>
  databaseExample({
    name: 'mysql',
    image: 'mysql:8.4.11',
    env,
    mountPath: '/var/lib/mysql',
    mount: 'subPath: mysql',
  });

/** IMG030: `docker_verify_minimum_env` of the start script. */
export const mysqlUserRoot: Rule = {
  code: 'mysql-user-root',
  severity: 'error',
  basis: 'runtime',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: 'MYSQL_USER is root',
    why: `\`MYSQL_USER\` and \`MYSQL_PASSWORD\` make one more user. Root is there already, so the start script ends with an error; its password
is \`MYSQL_ROOT_PASSWORD\`.`,
    bad: example(`${password}- name: MYSQL_USER\n  value: root\n`),
    good: example(password),
  },
  *check(context) {
    for (const { container, facts } of known(context, 'mysql')) {
      if (!startScriptRuns(container, /^mysqld$/)) continue;
      const user = container.env.find(({ name, value }) => name === 'MYSQL_USER' && value?.value === 'root');
      if (!user?.value) continue;
      yield problemAt(
        user.value,
        l10n.t(
          'The start script of the {0} image ends with an error: root is there already, its password is MYSQL_ROOT_PASSWORD.',
          facts.system,
        ),
        { fixes: () => withoutItem(context.file.manifest.text, user.node, true) },
      );
    }
  },
};

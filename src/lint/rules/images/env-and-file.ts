import * as l10n from '@vscode/l10n';
import { databaseExample, secretItem } from '../../databaseExample.ts';
import { withoutItem } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { known, startScriptRuns } from '../../startScript.ts';

const file = `- name: POSTGRES_PASSWORD_FILE
  value: /run/secrets/password
`;

const example = (env: string): string =>
  databaseExample({
    name: 'postgres',
    image: 'postgres:18.6',
    env: secretItem('POSTGRES_PASSWORD', 'postgres', 'password') + env,
    mountPath: '/var/lib/postgresql',
  });

/** IMG010, the second half: `file_env` in the start scripts. */
export const envAndFile: Rule = {
  code: 'env-and-file',
  severity: 'error',
  basis: 'runtime',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: 'A variable beside its _FILE form',
    why: `The start scripts of the images of MongoDB, MySQL, MariaDB and PostgreSQL take a value from \`NAME\`, or from the file that
\`NAME_FILE\` names. With both they end with an error, and the container starts again and again. Keep one of them.`,
    bad: example(file),
    good: example(''),
  },
  *check(context) {
    for (const { container, facts } of known(context, 'mongodb', 'mysql', 'mariadb', 'postgres')) {
      if (!startScriptRuns(container, /^(?:mongod|mysqld|mariadbd|postgres)$/)) continue;
      const filled = container.env.filter(({ value }) => value?.value !== '');
      for (const { node, name } of filled) {
        if (!name?.endsWith('_FILE')) continue;
        const plain = name.slice(0, -'_FILE'.length);
        const other = filled.find((one) => one.name === plain);
        if (!other || !facts.initEnv.includes(plain)) continue;
        const { text } = context.file.manifest;
        yield problemAt(
          node.byKey.get('name')?.value ?? node,
          l10n.t(
            'Both {0} and {1} are set: the start script of the {2} image ends with an error.',
            plain,
            name,
            facts.title,
          ),
          {
            fixes: () => [
              ...withoutItem(text, node).map((fix) => ({ ...fix, title: l10n.t('Remove {0}', name) })),
              ...withoutItem(text, other.node).map((fix) => ({ ...fix, title: l10n.t('Remove {0}', plain) })),
            ],
          },
        );
      }
    }
  },
};

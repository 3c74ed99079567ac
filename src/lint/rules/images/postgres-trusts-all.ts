import * as l10n from '@vscode/l10n';
import { databaseExample, secretItem } from '../../databaseExample.ts';
import { withoutItem } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { known, variable } from '../../startScript.ts';

const password = secretItem('POSTGRES_PASSWORD', 'postgres', 'password');
const trust = '- name: POSTGRES_HOST_AUTH_METHOD\n  value: trust\n';

const example = (env: string): string =>
  databaseExample({ name: 'postgres', image: 'postgres:18.6', env, mountPath: '/var/lib/postgresql' });

/** IMG020, the other half. */
export const postgresTrustsAll: Rule = {
  code: 'postgres-trusts-all',
  severity: 'warning',
  basis: 'policy',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: 'PostgreSQL lets everybody in',
    why: `\`POSTGRES_HOST_AUTH_METHOD: trust\` makes the server ask nobody for a password: every pod of the cluster that reaches it is
superuser. Give it a \`POSTGRES_PASSWORD\` from a Secret instead. The setting counts when the database is made: later it is in
\`pg_hba.conf\` on the volume.`,
    bad: example(password + trust),
    good: example(password),
  },
  *check(context) {
    for (const { container } of known(context, 'postgres')) {
      const method = container.env.find(({ name }) => name === 'POSTGRES_HOST_AUTH_METHOD');
      if (method?.value?.value !== 'trust') continue;
      yield problemAt(
        method.value,
        l10n.t('Whoever reaches the server is its superuser, without a password.'),
        {
          fixes: () =>
            variable(container, 'POSTGRES_PASSWORD')
              ? withoutItem(context.file.manifest.text, method.node, true)
              : [],
        },
      );
    }
  },
};

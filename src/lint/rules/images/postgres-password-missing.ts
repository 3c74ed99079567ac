import * as l10n from '@vscode/l10n';
import { databaseExample, secretItem } from '../../databaseExample.ts';
import type { Rule } from '../../rule.ts';
import {
  addVariable,
  known,
  knowsVariables,
  likelySecret,
  startScriptRuns,
  variable,
  problemOfEnv,
} from '../../startScript.ts';

const user = secretItem('POSTGRES_USER', 'postgres', 'username');

const example = (env: string): string =>
  databaseExample({ name: 'postgres', image: 'postgres:18.6', env, mountPath: '/var/lib/postgresql' });

/** IMG020. */
export const postgresPasswordMissing: Rule = {
  code: 'postgres-password-missing',
  severity: 'error',
  basis: 'runtime',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: 'PostgreSQL without a password',
    why: `The image's start script makes a database only with \`POSTGRES_PASSWORD\` (or \`POSTGRES_PASSWORD_FILE\`): without it the container
ends with "Database is uninitialized and superuser password is not specified". \`POSTGRES_HOST_AUTH_METHOD: trust\` lets it start too, and
everybody in. Only a volume that already holds a database needs neither.`,
    bad: example(user),
    good: example(user + secretItem('POSTGRES_PASSWORD', 'postgres', 'password')),
  },
  *check(context) {
    for (const one of known(context, 'postgres')) {
      const { container } = one;
      if (!startScriptRuns(container, /^postgres$/) || !knowsVariables(container)) continue;
      const trusted = container.env.find(({ name }) => name === 'POSTGRES_HOST_AUTH_METHOD');
      if (trusted && trusted.value?.value !== '') continue;
      if (variable(container, 'POSTGRES_PASSWORD')) continue;
      yield problemOfEnv(
        container,
        l10n.t(
          '{0} is not set: the start script of the {1} image ends with an error instead of making a database.',
          'POSTGRES_PASSWORD',
          'postgres',
        ),
        () => {
          const source = likelySecret(context, one, 'POSTGRES_PASSWORD', /pass|pwd/i);
          return source
            ? [addVariable(context.file.manifest.text, container, 'POSTGRES_PASSWORD', source)]
            : [];
        },
      );
    }
  },
};

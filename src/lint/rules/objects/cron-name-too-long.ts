import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { changeMaybe } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { cronJobExample } from './examples.ts';

const long = 'nightly-backup-of-the-databases-of-the-shop-and-its-stock';

export const cronNameTooLong: Rule = {
  code: 'cron-name-too-long',
  severity: 'error',
  basis: 'api',
  kinds: ['CronJob'],
  docs: {
    title: 'The name of a CronJob has more than 52 characters',
    why: `A CronJob's jobs have its name with eleven more characters, and names of jobs end at 63: the API server refuses a CronJob whose name
has more than 52.`,
    bad: cronJobExample('schedule: "0 3 * * *"').replace('name: web', `name: ${long}`),
    good: cronJobExample('schedule: "0 3 * * *"'),
  },
  *check({ object }) {
    const name = scalarAt(object.node, 'metadata', 'name');
    // Beyond a subdomain's length it is no name at all.
    if (typeof name?.value !== 'string' || name.value.length <= 52 || name.value.length > 253) return;
    const { value } = name;
    yield problemAt(
      name,
      l10n.t('{0} characters, a CronJob may have 52: the API server refuses it.', value.length),
      {
        fixes: () => changeMaybe(name, value.slice(0, 52).replace(/[-.]+$/, '')),
      },
    );
  },
};

import * as l10n from '@vscode/l10n';
import { setScalar } from '../../../manifest/edits.ts';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setOf } from '../../../manifest/objects.ts';
import { databaseExample, secretItem } from '../../databaseExample.ts';
import { imageFacts, versionOf } from '../../images.ts';
import { problemAt } from '../../problem.ts';
import type { Rule, Severity } from '../../rule.ts';
import { known } from '../../startScript.ts';

const example = (image: string): string =>
  databaseExample({
    name: 'postgres',
    image,
    env: secretItem('POSTGRES_PASSWORD', 'postgres', 'password'),
    mountPath: '/var/lib/postgresql/data',
    mount: 'subPath: data',
  });

/** IMG004. */
export const databaseVersionChanged: Rule = {
  code: 'database-version-changed',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: 'A database of another major version finds the data of the old one',
    why: `Compared with its last committed version the file asks for another major version of a database. PostgreSQL does not read the data
of another major version at all: it has to be copied with \`pg_upgrade\` or \`pg_dump\`. Others upgrade their data when they start, from the
version just before, and never go back: an older version ends with an error, and so does one that leaves out a step in between. Make a
backup, and read the system's notes on upgrades. For an upgrade by one version of the others this is a remark.`,
    before: example('postgres:16.15'),
    bad: example('postgres:17.11'),
    good: example('postgres:16.15'),
  },
  *check(context) {
    const old = context.before && setOf(context.before);
    if (!old || context.set?.claimTemplates.length === 0) return;
    for (const { container, facts } of known(context)) {
      const former = old.containers.find(({ init, name }) => !init && name === container.name)?.image;
      const image = scalarAt(container.node, 'image');
      if (!image || former === undefined || imageFacts(former)?.system !== facts.system) continue;
      const [from] = versionOf(former) ?? [];
      const [to] = versionOf(image.text) ?? [];
      if (from === undefined || to === undefined || from === to) continue;
      const { severity, message } = judged(facts.system, facts.title, from, to);
      yield problemAt(image, message, {
        severity,
        fixes: () => [{ title: l10n.t('Change back to "{0}"', former), edits: setScalar(image, former) }],
      });
    }
  },
};

/** Those that refuse data that is more than one version older. */
const stepwise = new Set(['mongodb', 'mysql', 'elasticsearch', 'cassandra']);

function judged(
  system: string,
  title: string,
  from: number,
  to: number,
): { readonly severity: Severity; readonly message: string } {
  if (system === 'postgres') {
    return {
      severity: 'warning',
      message: l10n.t(
        '{0} {1} does not read the data of {2}: it has to be upgraded with pg_upgrade or copied.',
        title,
        to,
        from,
      ),
    };
  }
  if (to < from) {
    return {
      severity: 'warning',
      message: l10n.t('{0} {1} does not read data that {2} has written.', title, to, from),
    };
  }
  return {
    severity: to > from + 1 && stepwise.has(system) ? 'warning' : 'info',
    message: l10n.t(
      '{0} goes from {1} to {2}: its data is upgraded with it, and there is no way back.',
      title,
      from,
      to,
    ),
  };
}

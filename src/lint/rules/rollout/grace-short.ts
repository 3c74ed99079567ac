import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { scalarAt } from '../../../manifest/nodes.ts';
import { beforeContainers } from '../../agents.ts';
import { databaseExample, secretItem } from '../../databaseExample.ts';
import { integerIn } from '../../given.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { known } from '../../startScript.ts';

const example = (seconds: number): string =>
  databaseExample({
    name: 'mysql',
    image: 'mysql:8.4.11',
    env: secretItem('MYSQL_ROOT_PASSWORD', 'mysql', 'password'),
    pod: `terminationGracePeriodSeconds: ${seconds}`,
    mountPath: '/var/lib/mysql',
    mount: 'subPath: mysql',
  });

/** TGP002. */
export const graceShort: Rule = {
  code: 'grace-short',
  severity: 'info',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: 'A database has little time to stop',
    why: `After \`terminationGracePeriodSeconds\` the processes are killed. A database that is writing its memory to disk, or handing its part
of the work to others, is then cut off, and has to recover when it starts. 30 seconds are what Kubernetes gives when nothing is written,
which is a hint only; less than what the system is known to need, written on purpose, is a remark.`,
    bad: example(10),
    good: example(120),
  },
  *check(context) {
    const [first] = [...known(context)].sort((a, b) => (b.facts.grace ?? 0) - (a.facts.grace ?? 0));
    const podSpec = context.set?.podSpec;
    const wants = first?.facts.grace;
    if (!podSpec || !first || wants === undefined) return;
    const seconds = integerIn(podSpec, 'terminationGracePeriodSeconds', 30);
    if (seconds === undefined || seconds === 0 || seconds >= wants) return;
    const node = scalarAt(podSpec, 'terminationGracePeriodSeconds');
    const message = l10n.t(
      '{0} may need {1} seconds to stop well: it is killed after {2}.',
      first.facts.title,
      wants,
      seconds,
    );
    const fixes = () => [
      {
        title: l10n.t('Give it {0} seconds', wants),
        edits: putIn(
          context.file.manifest.text,
          podSpec,
          ['terminationGracePeriodSeconds'],
          wants,
          beforeContainers(first.set),
        ),
        preferred: true,
      },
    ];
    yield node && seconds < 30
      ? problemAt(node, message, { fixes })
      : node
        ? problemAt(node, message, { fixes, severity: 'hint' })
        : problemWithout(podSpec, 'terminationGracePeriodSeconds', message, { fixes, severity: 'hint' });
  },
};

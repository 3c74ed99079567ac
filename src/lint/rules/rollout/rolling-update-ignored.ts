import * as l10n from '@vscode/l10n';
import { setScalar } from '../../../manifest/edits.ts';
import { mapAt, scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const rolling = 'rollingUpdate:\n    maxUnavailable: 2\n';

const example = (type: string): string =>
  setExample('DaemonSet', { spec: `updateStrategy:\n  type: ${type}\n  ${rolling}` });

/** UPD004, as far as the API server accepts it. */
export const rollingUpdateIgnored: Rule = {
  code: 'rolling-update-ignored',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['DaemonSet'],
  docs: {
    title: 'Settings of a rolling update beside OnDelete',
    why: `The API server accepts \`rollingUpdate\` beside \`type: OnDelete\` in a DaemonSet (in a StatefulSet it does not), and nothing reads it:
no pod is replaced until somebody deletes it. One of the two is not what was meant: take the block out, or change the type.`,
    bad: example('OnDelete'),
    good: example('RollingUpdate'),
  },
  *check({ set }) {
    const strategy = mapAt(set?.spec, 'updateStrategy');
    const type = scalarAt(strategy, 'type');
    const block = mapAt(strategy, 'rollingUpdate');
    if (!strategy || type?.value !== 'OnDelete' || !block) return;
    yield problemAt(
      block,
      l10n.t('With type OnDelete nothing reads rollingUpdate: no pod is replaced until somebody deletes it.'),
      {
        tags: ['unnecessary'],
        fixes: () => [
          {
            title: l10n.t('Change the type to "{0}"', 'RollingUpdate'),
            edits: setScalar(type, 'RollingUpdate'),
          },
        ],
      },
    );
  },
};

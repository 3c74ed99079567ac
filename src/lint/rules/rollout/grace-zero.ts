import * as l10n from '@vscode/l10n';
import { setScalar } from '../../../manifest/edits.ts';
import { scalarAt } from '../../../manifest/nodes.ts';
import { serviceExample, setExample } from '../../examples.ts';
import { imageFacts } from '../../images.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (pod?: string): string =>
  `${serviceExample('web')}---\n${setExample('StatefulSet', {
    spec: 'serviceName: web',
    ...(pod === undefined ? {} : { pod }),
  })}`;

/** TGP001. kubernetes.io/docs/tasks/run-application/force-delete-stateful-set-pod. */
export const graceZero: Rule = {
  code: 'grace-zero',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: 'Pods are ended without time to stop',
    why: `\`terminationGracePeriodSeconds: 0\` ends containers at once, and takes the pod's object away before the node has said that its
processes are gone. A StatefulSet may then have two pods of one name that write to one volume; Kubernetes' own documentation calls it
unsafe for them. Network agents of nodes use it on purpose, so in a DaemonSet it is a hint.`,
    bad: example('terminationGracePeriodSeconds: 0'),
    good: example('terminationGracePeriodSeconds: 30'),
  },
  *check({ set }) {
    const node = scalarAt(set?.podSpec, 'terminationGracePeriodSeconds');
    if (!set || node?.value !== 0) return;
    const grace = Math.max(30, ...set.containers.map(({ image }) => imageFacts(image)?.grace ?? 0));
    yield problemAt(
      node,
      set.kind === 'StatefulSet'
        ? l10n.t(
            'The pod is forgotten before its processes have stopped: two pods of one name may write to one volume.',
          )
        : l10n.t('The pod is forgotten before its processes have stopped.'),
      {
        ...(set.kind === 'DaemonSet' ? { severity: 'hint' as const } : {}),
        fixes: () => [
          {
            title: l10n.t('Change to {0} seconds', grace),
            edits: setScalar(node, grace),
            preferred: set.kind === 'StatefulSet',
          },
        ],
      },
    );
  },
};

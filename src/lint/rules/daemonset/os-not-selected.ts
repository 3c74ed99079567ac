import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { stringAt } from '../../../manifest/nodes.ts';
import { agentsOf, beforeContainers, isSystemAgent } from '../../agents.ts';
import { setExample } from '../../examples.ts';
import { given } from '../../given.ts';
import { problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = { image: 'quay.io/prometheus/node-exporter:v1.9.1' };

export const osNotSelected: Rule = {
  code: 'os-not-selected',
  severity: 'hint',
  basis: 'policy',
  kinds: ['DaemonSet'],
  docs: {
    title: 'An image for Linux, and no choice of the operating system',
    why: `The image of this agent exists for Linux only. In a cluster that has Windows nodes too, now or later, the DaemonSet puts a pod on those as
well, and it never starts. A node selector \`kubernetes.io/os: linux\` costs nothing.`,
    bad: setExample('DaemonSet', example),
    good: setExample('DaemonSet', { ...example, pod: 'nodeSelector:\n  kubernetes.io/os: linux\n' }),
  },
  *check({ set, file }) {
    const podSpec = set?.podSpec;
    if (!set || !podSpec || isSystemAgent(set)) return;
    const agent = agentsOf(set).find((one) => one.agent.linux)?.agent;
    // Which nodes an affinity chooses is not looked into.
    if (!agent || given(podSpec, 'affinity', 'nodeAffinity') || stringAt(podSpec, 'nodeName') !== undefined)
      return;
    const keys = ['kubernetes.io/os', 'beta.kubernetes.io/os'];
    if (
      stringAt(podSpec, 'os', 'name') !== undefined ||
      keys.some((key) => given(podSpec, 'nodeSelector', key))
    )
      return;
    const message = l10n.t('{0} runs on Linux only, and nothing keeps it from Windows nodes.', agent.name);
    yield problemWithout(podSpec, 'nodeSelector', message, {
      fixes: () => [
        {
          title: l10n.t('Choose Linux nodes'),
          edits: putIn(
            file.manifest.text,
            podSpec,
            ['nodeSelector', 'kubernetes.io/os'],
            'linux',
            beforeContainers(set),
          ),
        },
      ],
    });
  },
};

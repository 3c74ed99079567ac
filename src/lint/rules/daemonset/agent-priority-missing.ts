import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { agentsOf, beforeContainers, infrastructureOf } from '../../agents.ts';
import { setExample } from '../../examples.ts';
import { given } from '../../given.ts';
import { problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = { image: 'quay.io/prometheus/node-exporter:v1.9.1' };

export const agentPriorityMissing: Rule = {
  code: 'agent-priority-missing',
  severity: 'hint',
  basis: 'policy',
  kinds: ['DaemonSet'],
  docs: {
    title: 'A node agent without a priority class',
    why: `On a full node an agent without priority stays Pending, and under pressure it is among the first to be evicted: the node whose logs or figures
you need most is the one without. With \`system-node-critical\` (or a class of your own) ordinary pods make room for it.`,
    bad: setExample('DaemonSet', example),
    good: setExample('DaemonSet', { ...example, pod: 'priorityClassName: system-node-critical\n' }),
  },
  *check({ set, file }) {
    const podSpec = set?.podSpec;
    if (!set || !podSpec || given(podSpec, 'priorityClassName') || given(podSpec, 'priority')) return;
    if (agentsOf(set).length === 0 && !infrastructureOf(set)) return;
    const message = l10n.t('No priorityClassName: on a full node, this agent is the one without a place.');
    yield problemWithout(podSpec, 'priorityClassName', message, {
      fixes: () => [
        {
          title: l10n.t('Add priorityClassName: system-node-critical'),
          edits: putIn(
            file.manifest.text,
            podSpec,
            ['priorityClassName'],
            'system-node-critical',
            beforeContainers(set),
          ),
        },
      ],
    });
  },
};

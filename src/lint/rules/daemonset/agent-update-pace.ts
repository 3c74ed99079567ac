import * as l10n from '@vscode/l10n';
import { putIn, setScalar } from '../../../manifest/edits.ts';
import { scalarAt, stringAt, type ScalarNode } from '../../../manifest/nodes.ts';
import { agentsOf, isNetworkAgent } from '../../agents.ts';
import { setExample } from '../../examples.ts';
import { given } from '../../given.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Problem, Rule, RuleContext } from '../../rule.ts';

const image = 'docker.io/calico/node:v3.30.0';
const updating = (most: string): string => `updateStrategy:
  type: RollingUpdate
  rollingUpdate:
    maxUnavailable: ${most}
`;

export const agentUpdatePace: Rule = {
  code: 'agent-update-pace',
  severity: 'warning',
  basis: 'policy',
  kinds: ['DaemonSet'],
  docs: {
    title: 'An update that takes half of all nodes at once, or one after the other',
    why: `\`maxUnavailable\` says on how many nodes at once the agent may be missing during an update. For what gives nodes their network or their DNS,
half of them or more is an outage: a warning. For an agent that only reads logs or figures the default of one node after the other takes
hours on a large cluster, while nothing is lost for the minute without it: a hint, and \`10%\` is usual.`,
    bad: setExample('DaemonSet', { image, spec: updating('100%') }),
    good: setExample('DaemonSet', { image, spec: updating('10%') }),
  },
  *check(context) {
    const { set } = context;
    if (!set?.spec || stringAt(set.spec, 'updateStrategy', 'type') === 'OnDelete') return;
    const most = scalarAt(set.spec, 'updateStrategy', 'rollingUpdate', 'maxUnavailable');
    if (isNetworkAgent(set)) {
      if (most) yield* tooMany(most);
    } else if (agentsOf(set).length > 0) yield* oneByOne(context, most);
  },
};

function* tooMany(most: ScalarNode): Generator<Problem> {
  const percent = /^(\d{1,3})%$/.exec(most.text)?.[1];
  if (percent === undefined || Number(percent) < 50) return;
  yield problemAt(most, l10n.t('An update takes the network of {0} of the nodes at once.', most.text), {
    fixes: () => [{ title: l10n.t('Change to 10%'), edits: setScalar(most, '10%'), preferred: true }],
  });
}

function* oneByOne({ set, file }: RuleContext, most: ScalarNode | undefined): Generator<Problem> {
  const spec = set?.spec;
  if (!spec || (most && most.value !== null && most.value !== 1)) return;
  // With a surge the new pod runs before the old one goes.
  if (given(spec, 'updateStrategy', 'rollingUpdate', 'maxSurge')) return;
  const message = l10n.t(
    'An update goes through the cluster node by node; this agent can be missed on several at once.',
  );
  const more = {
    severity: 'hint' as const,
    fixes: () => {
      const path = ['updateStrategy', 'rollingUpdate', 'maxUnavailable'];
      const edits = putIn(file.manifest.text, spec, path, '10%', { after: 'selector' });
      return [{ title: l10n.t('Update 10% of the nodes at once'), edits }];
    },
  };
  if (most) yield problemAt(most, message, more);
  else yield problemWithout(spec, 'updateStrategy.rollingUpdate.maxUnavailable', message, more);
}

import * as l10n from '@vscode/l10n';
import { mapAt } from '../../../manifest/nodes.ts';
import { isSystemAgent } from '../../agents.ts';
import { setExample } from '../../examples.ts';
import { isTrue } from '../../given.ts';
import { hardened } from '../../hardening.ts';
import { notDropped, type Violation } from '../../podSecurity.ts';
import { problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

export const privilegesNotDropped: Rule = {
  code: 'privileges-not-dropped',
  severity: 'hint',
  basis: 'policy',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: 'Containers keep privileges that few need',
    why: `By default a container has some of root's capabilities, may gain more through setuid programs, and may call every system call: more than nearly
all programs need, and what most break-outs use. \`allowPrivilegeEscalation: false\`, \`capabilities.drop: ["ALL"]\` and the seccomp profile
\`RuntimeDefault\` take them away; the profile *restricted* of the Pod Security Standards asks for all three. A program that starts as root and changes
its user afterwards needs some of the capabilities: try it before it goes live. Privileged containers and agents of the system are left alone.`,
    bad: setExample('StatefulSet', { spec: 'serviceName: ""\n' }),
    good: setExample('StatefulSet', {
      spec: 'serviceName: ""\n',
      pod: 'securityContext:\n  seccompProfile:\n    type: RuntimeDefault\n',
      container: 'securityContext:\n  allowPrivilegeEscalation: false\n  capabilities:\n    drop: ["ALL"]\n',
    }),
  },
  *check(context) {
    const podSpec = context.set?.podSpec;
    if (!context.set || !podSpec || isSystemAgent(context.set)) return;
    const byContainer = new Map<Violation['node'], Violation[]>();
    for (const one of notDropped(podSpec)) {
      // What is written the other way is meant so.
      if (!one.missing || isTrue(one.node, 'securityContext', 'privileged')) continue;
      const same = byContainer.get(one.node);
      if (same) same.push(one);
      else byContainer.set(one.node, [one]);
    }
    const found = [...byContainer.values()].flat();
    const [first] = byContainer.keys();
    if (first?.kind !== 'map') return;
    const texts = [...new Set(found.map((one) => one.text))].join(', ');
    const message =
      byContainer.size > 1
        ? l10n.t('{0} of the containers keep privileges that few need: no {1}.', byContainer.size, texts)
        : l10n.t('The container keeps privileges that few need: no {0}.', texts);
    const held = mapAt(first, 'securityContext');
    yield problemWithout(held ?? first, held ? 'capabilities' : 'securityContext', message, {
      fixes: () => [{ title: l10n.t('Take these privileges away'), edits: hardened(context, found) }],
    });
  },
};

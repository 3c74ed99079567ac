import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { within } from '../../fields/typed.ts';
import { withKey, without } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (pod: string): string =>
  setExample('DaemonSet', { pod, container: `securityContext:\n  procMount: Unmasked\n` });

export const procMountUnmasked: Rule = {
  code: 'proc-mount-unmasked',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: "An unmasked /proc needs users of the pod's own",
    why: `\`procMount: Unmasked\` shows a container all of \`/proc\`; the API server refuses it unless the pod has a user namespace of its
own, \`hostUsers: false\`.`,
    bad: example(''),
    good: example('hostUsers: false\n'),
  },
  *check(context) {
    if (context.partial) return;
    for (const part of context.typed('SecurityContext')) {
      const mount = scalarAt(part.node, 'procMount');
      const pod = within(part, 'PodSpec')?.node;
      if (mount?.value !== 'Unmasked' || !pod || scalarAt(pod, 'hostUsers')?.value === false) continue;
      const { text } = context.file.manifest;
      yield problemAt(mount, l10n.t('"Unmasked" needs hostUsers: false: the API server refuses it.'), {
        fixes: () => [without(text, part.node, 'procMount', true), withKey(text, pod, 'hostUsers', false)],
      });
    }
  },
};

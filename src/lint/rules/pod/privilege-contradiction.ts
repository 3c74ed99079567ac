import * as l10n from '@vscode/l10n';
import { pathOf, scalarAt, seqAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { without, withoutItem } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (more: string): string =>
  setExample('DaemonSet', {
    container: `securityContext:\n  allowPrivilegeEscalation: false\n${more}`,
  });

export const privilegeContradiction: Rule = {
  code: 'privilege-contradiction',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A privileged container that may not escalate',
    why: `A \`privileged\` container, or one with the capability \`CAP_SYS_ADMIN\`, can always gain more privileges, so the API server
refuses \`allowPrivilegeEscalation: false\` beside it. (\`SYS_ADMIN\`, as the capability is written elsewhere, is not looked at.)`,
    bad: example('  capabilities:\n    add:\n    - NET_ADMIN\n    - CAP_SYS_ADMIN\n'),
    good: example('  capabilities:\n    add:\n    - NET_ADMIN\n'),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const { node } of context.typed('SecurityContext')) {
      if (scalarAt(node, 'allowPrivilegeEscalation')?.value !== false) continue;
      const privileged = scalarAt(node, 'privileged');
      if (privileged?.value === true) {
        yield {
          ...problemAt(
            privileged,
            l10n.t(
              'privileged and allowPrivilegeEscalation: false exclude each other: the API server refuses both.',
            ),
            {
              fixes: () => [
                without(text, node, 'allowPrivilegeEscalation'),
                without(text, node, 'privileged'),
              ],
            },
          ),
          path: pathOf(node),
        };
      }
      for (const { value: item } of seqAt(node, 'capabilities', 'add')?.items ?? []) {
        if (item.kind !== 'scalar' || item.value !== 'CAP_SYS_ADMIN') continue;
        yield {
          ...problemAt(
            item,
            l10n.t(
              'CAP_SYS_ADMIN and allowPrivilegeEscalation: false exclude each other: the API server refuses both.',
            ),
            {
              fixes: () => [without(text, node, 'allowPrivilegeEscalation'), ...withoutItem(text, item)],
            },
          ),
          path: pathOf(node),
        };
      }
    }
  },
};

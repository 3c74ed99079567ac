import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeTo } from '../../fixes.ts';
import { isTrue } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (how: string): string =>
  setExample('DaemonSet', {
    container: `volumeMounts:\n- name: mounts\n  mountPath: /mounts\n  readOnly: true\n  mountPropagation: ${how}\n`,
    pod: `volumes:\n- name: mounts\n  emptyDir: {}\n`,
  });

export const mountPropagation: Rule = {
  code: 'mount-propagation',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'Only privileged containers may mount for their node',
    why: `With \`mountPropagation: Bidirectional\` what a container mounts is mounted on its node too. The API server refuses it unless the
container has \`securityContext.privileged: true\`. To see what is mounted on the node, \`HostToContainer\` will do.`,
    bad: example('Bidirectional'),
    good: example('HostToContainer'),
  },
  *check(context) {
    if (context.partial) return;
    for (const mount of context.typed('VolumeMount')) {
      const how = scalarAt(mount.node, 'mountPropagation');
      if (how?.value !== 'Bidirectional') continue;
      if (isTrue(mount.owner?.node, 'securityContext', 'privileged')) continue;
      yield problemAt(
        how,
        l10n.t('"Bidirectional" needs a privileged container: the API server refuses it.'),
        { fixes: () => [changeTo(how, 'HostToContainer')] },
      );
    }
  },
};

import * as l10n from '@vscode/l10n';
import { at, pathOf, scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { withKey } from '../../fixes.ts';
import { isTrue } from '../../given.ts';
import { podsOf } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (pod: string): string =>
  setExample('DaemonSet', {
    pod: `os:\n  name: windows\nnodeSelector:\n  kubernetes.io/os: windows\n${pod}dnsPolicy: ClusterFirstWithHostNet\nsecurityContext:\n  windowsOptions:\n    hostProcess: true\n`,
  });

const path = ['securityContext', 'windowsOptions', 'hostProcess'] as const;

export const hostProcess: Rule = {
  code: 'host-process',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: "Windows' host process containers are all or none, in the host's network",
    why: `When a container of a Windows pod is a process of its host (\`hostProcess: true\`), all of the pod must be, with
\`hostNetwork: true\`; a container can't contradict its pod. The API server refuses others.`,
    bad: example(''),
    good: example('hostNetwork: true\n'),
  },
  *check(context) {
    if (context.partial) return;
    for (const pod of podsOf(context)) {
      const ofPod = scalarAt(pod.node, ...path);
      const own = pod.all.map(({ node }) => scalarAt(node, ...path));
      const isHost = own.map((node) => (typeof node?.value === 'boolean' ? node : ofPod)?.value === true);
      for (const node of own) {
        if (
          typeof ofPod?.value !== 'boolean' ||
          typeof node?.value !== 'boolean' ||
          node.value === ofPod.value
        )
          continue;
        yield problemAt(
          node,
          l10n.t('The pod says hostProcess: {0}: the API server refuses both.', ofPod.text),
        );
      }
      if (!isHost.includes(true)) continue;
      const first = own.find((node) => node?.value === true) ?? ofPod;
      if (!first) continue;
      if (isHost.includes(false)) {
        yield problemAt(
          first,
          l10n.t('All containers of the pod must be host processes: the API server refuses it.'),
        );
      }
      if (!isTrue(pod.node, 'hostNetwork')) {
        const { text } = context.file.manifest;
        const written = at(pod.node, 'hostNetwork');
        const message = l10n.t('Host processes need hostNetwork: true: the API server refuses it.');
        yield {
          ...problemAt(written ?? first, message),
          path: `${pathOf(pod.node)}.hostNetwork`,
          fixes: () => [withKey(text, pod.node, 'hostNetwork', true, true)],
        };
      }
    }
  },
};

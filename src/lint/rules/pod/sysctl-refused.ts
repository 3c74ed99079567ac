import * as l10n from '@vscode/l10n';
import { mapsAt, scalarAt, type MapNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { withoutItem } from '../../fixes.ts';
import { isTrue } from '../../given.ts';
import { podsOf } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (pod: string): string =>
  setExample('DaemonSet', {
    pod: `${pod}securityContext:\n  sysctls:\n  - name: net.core.somaxconn\n    value: "1024"\n`,
  });

export const sysctlRefused: Rule = {
  code: 'sysctl-refused',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: "A sysctl comes twice, or would be the node's",
    why: `A sysctl is set once. Those of the network (\`net.…\`) can't be set with \`hostNetwork: true\`, nor those of IPC (\`kernel.shm…\`,
\`kernel.msg…\`, \`kernel.sem\`, \`fs.mqueue.…\`) with \`hostIPC: true\`: they would be the node's. The API server refuses these.`,
    bad: example('hostNetwork: true\ndnsPolicy: ClusterFirstWithHostNet\n'),
    good: example(''),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const { node: pod } of podsOf(context)) {
      const taken = new Set<string>();
      for (const { map } of mapsAt(pod, 'securityContext', 'sysctls')) {
        const name = scalarAt(map, 'name');
        if (typeof name?.value !== 'string' || name.value === '') continue;
        const shared = sharedBy(pod, name.value);
        const message = shared
          ? l10n.t('With {0} "{1}" would be set for the node: the API server refuses it.', shared, name.value)
          : taken.has(name.value)
            ? l10n.t('"{0}" is set twice: the API server refuses it.', name.value)
            : undefined;
        if (message !== undefined)
          yield problemAt(name, message, { fixes: () => withoutItem(text, map, true) });
        taken.add(name.value);
      }
    }
  },
};

const ofIpc = /^(?:kernel\.(?:sem|shm(?:all|max|mni|_rmid_forced)?|msg(?:max|mnb|mni)?)$|fs\.mqueue\.)/;

/** The namespace of the host that the pod shares and the sysctl belongs to (component-helpers `sysctl/namespace.go`). */
function sharedBy(pod: MapNode, name: string): string | undefined {
  const dotted = normalized(name);
  if (dotted.startsWith('net.') && isTrue(pod, 'hostNetwork')) return 'hostNetwork';
  return ofIpc.test(dotted) && isTrue(pod, 'hostIPC') ? 'hostIPC' : undefined;
}

/** With dots between segments: of a name that begins with a slash-separated segment, dots and slashes are swapped. */
function normalized(name: string): string {
  const first = name.search(/[./]/);
  if (first < 0 || name[first] === '.') return name;
  return name.replaceAll(/[./]/g, (separator) => (separator === '/' ? '.' : '/'));
}

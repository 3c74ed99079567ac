import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { at, pathOf, scalarAt, stringAt, tokenOf } from '../../../manifest/nodes.ts';
import type { MountView, VolumeView } from '../../../manifest/objects.ts';
import { agentOf } from '../../agents.ts';
import { setExample } from '../../examples.ts';
import type { Rule } from '../../rule.ts';

// Where a pod that writes can take over, or break, the node. The kubelet's folder holds the Secrets of every pod on the node.
const dangerous =
  /^\/(?:(?:boot|usr|lib|lib64|bin|sbin|proc|sys|root|var\/lib\/kubelet|etc\/(?:kubernetes|systemd|init|ssh|sudoers|pam|cron|profile|security|selinux|apparmor|ld\.so)[\w.-]*)(?:\/.*)?|etc)?$/;

// Where node agents keep what is theirs, and are meant to write.
const agentsOwn = [
  /^\/(?:etc\/cni|opt\/cni|var\/lib\/cni)(?:\/|$)/,
  /^\/var\/lib\/kubelet\/(?:csi-plugins|plugins|plugins_registry|pod-resources|device-plugins|pods)(?:\/|$)/,
  /^\/(?:dev|sys\/fs\/bpf|sys\/fs\/cgroup|run|var\/run|tmp)(?:\/|$)/,
  /^\/var\/lib\/(?!kubelet(?:\/|$)|docker(?:\/|$)|containers?(?:\/|$)|containerd(?:\/|$)|etcd(?:\/|$))[\w.-]+/,
  /\.sock$/,
];

const example = (readOnly: string): string =>
  setExample('DaemonSet', {
    container: `volumeMounts:\n- name: data\n  mountPath: /data\n${readOnly}`,
    pod: 'volumes:\n- name: data\n  hostPath:\n    path: /srv/data\n    type: Directory',
  });

export const hostpathWritable: Rule = {
  code: 'hostpath-writable',
  severity: 'info',
  basis: 'policy',
  kinds: ['DaemonSet'],
  docs: {
    title: 'A path of the node is mounted writable',
    why: `A \`hostPath\` mount is writable unless it says \`readOnly: true\`. An agent that only reads logs or metrics should not be able to
change the node: it is a warning for paths through which a pod can take over or break the node (\`/\`, \`/etc\`, \`/usr\`, \`/proc\`,
\`/sys\`, \`/var/lib/kubelet\` …), an information for others. Paths where node agents keep their own state (\`/var/lib/<agent>\`,
\`/opt/cni\`, \`/run\` …), sockets and mounts with \`mountPropagation: Bidirectional\` are left out, and
\`/var/log\` for log agents, which keep there how far they have read. Another agent that does write gets a directory of its own, or
\`# kubesets-ignore: hostpath-writable\`.`,
    bad: example(''),
    good: example('  readOnly: true'),
  },
  *check({ set: view, file }) {
    if (!view) return;
    const byName = new Map(view.volumes.map((volume) => [volume.name, volume]));
    for (const container of view.containers) {
      // What may do everything on the node does not become harmless by one mount.
      const privileged = scalarAt(container.node, 'securityContext', 'privileged')?.value === true;
      for (const mount of container.mounts) {
        const volume = byName.get(stringAt(mount.node, 'name'));
        const path = volume && writablePath(mount, volume);
        if (path === undefined || container.init) continue;
        if (path === '/var/log' && agentOf(container)?.reads === 'logs') continue;
        const node = scalarAt(mount.node, 'readOnly') ?? scalarAt(mount.node, 'mountPath') ?? mount.node;
        yield {
          range: tokenOf(node),
          path: pathOf(node),
          severity: dangerous.test(path) && !privileged ? 'warning' : 'info',
          message: l10n.t('The pod can write to {0} of every node it runs on.', path),
          fixes: () => [
            {
              title: l10n.t('Mount it read-only'),
              edits: putIn(file.manifest.text, mount.node, ['readOnly'], true, { after: 'mountPath' }),
            },
          ],
        };
      }
    }
  },
};

function writablePath(
  { node, device }: MountView,
  { hostPath, node: volume }: VolumeView,
): string | undefined {
  if (device || hostPath === undefined || scalarAt(node, 'readOnly')?.value === true) return undefined;
  if (stringAt(node, 'mountPropagation') === 'Bidirectional') return undefined;
  const type = stringAt(volume, 'hostPath', 'type');
  if (
    type === 'Socket' ||
    type === 'CharDevice' ||
    type === 'BlockDevice' ||
    at(volume, 'hostPath', 'path') === undefined
  )
    return undefined;
  const path = hostPath.length > 1 ? hostPath.replace(/\/+$/, '') : hostPath;
  return agentsOwn.some((own) => own.test(path)) ? undefined : path;
}

import * as l10n from '@vscode/l10n';
import { mapAt, stringAt, type MapNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { without } from '../../fixes.ts';
import { given, isTrue, lengthIn } from '../../given.ts';
import { podsOf, type PodParts } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Problem, Rule } from '../../rule.ts';

const example = (more: string): string =>
  setExample('DaemonSet', {
    pod: `os:\n  name: windows\nnodeSelector:\n  kubernetes.io/os: windows\n${more}`,
  });

// What is refused as soon as it is set; `hostPID` and the like only when true, lists only with items.
const podFields = ['hostUsers', 'hostPID', 'hostIPC', 'shareProcessNamespace', 'resources'] as const;
const podSecurity = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'sysctls',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
] as const;
const containerSecurity = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
] as const;

export const osFields: Rule = {
  code: 'os-fields',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A setting of the other operating system',
    why: `A pod that says \`os.name: windows\` can have none of the settings that are Linux' own (users and groups, seccomp, SELinux,
AppArmor, capabilities, sysctls …), one of \`linux\` no \`windowsOptions\`. The API server refuses them.`,
    bad: example('securityContext:\n  fsGroup: 1000\n  windowsOptions:\n    runAsUserName: ContainerUser\n'),
    good: example('securityContext:\n  windowsOptions:\n    runAsUserName: ContainerUser\n'),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const pod of podsOf(context)) {
      const os = stringAt(pod.node, 'os', 'name');
      const found = os === 'windows' ? linuxFields(pod) : os === 'linux' ? windowsOptions(pod) : [];
      for (const [map, field] of found) yield* refused(text, map, field, os ?? '');
    }
  },
};

function* refused(text: string, map: MapNode, field: string, os: string): Generator<Problem> {
  const node = given(map, field);
  if (!node) return;
  yield problemAt(
    node,
    l10n.t('{0} can\'t be set for a pod of "{1}": the API server refuses it.', field, os),
    {
      fixes: () => [without(text, map, field, true)],
    },
  );
}

type Found = readonly [map: MapNode, field: string];

function securityOf(pod: PodParts): readonly MapNode[] {
  return pod.all.flatMap(({ node }) => mapAt(node, 'securityContext') ?? []);
}

function* windowsOptions(pod: PodParts): Generator<Found> {
  const own = mapAt(pod.node, 'securityContext');
  for (const map of [...(own ? [own] : []), ...securityOf(pod)]) yield [map, 'windowsOptions'];
}

function* linuxFields(pod: PodParts): Generator<Found> {
  for (const field of podFields) {
    if (!field.startsWith('host') || field === 'hostUsers' || isTrue(pod.node, field))
      yield [pod.node, field];
  }
  const own = mapAt(pod.node, 'securityContext');
  if (own) {
    for (const field of podSecurity) {
      if (field !== 'sysctls' || (lengthIn(own, field) ?? 0) > 0) yield [own, field];
    }
  }
  for (const map of securityOf(pod)) for (const field of containerSecurity) yield [map, field];
}

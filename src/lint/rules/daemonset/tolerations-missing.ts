import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { mapAt, stringAt, type Json } from '../../../manifest/nodes.ts';
import type { SetView } from '../../../manifest/objects.ts';
import { beforeContainers, isSystemAgent } from '../../agents.ts';
import { setExample } from '../../examples.ts';
import { given } from '../../given.ts';
import { problemWithout } from '../../problem.ts';
import type { Fix, Rule } from '../../rule.ts';

const controlPlane: Json = [
  { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' },
];

export const tolerationsMissing: Rule = {
  code: 'tolerations-missing',
  severity: 'hint',
  basis: 'policy',
  kinds: ['DaemonSet'],
  docs: {
    title: 'A DaemonSet without tolerations',
    why: `A DaemonSet runs on every node that its pods tolerate. Without tolerations these are the nodes without a \`NoSchedule\` or \`NoExecute\`
taint: not the control plane, and no pool that is set aside by a taint. Where that is meant, \`tolerations: []\` says so. Agents of the system
itself and sets that choose their nodes by a selector or an affinity are left alone.`,
    bad: setExample('DaemonSet'),
    good: setExample('DaemonSet', {
      pod: `tolerations:
- key: node-role.kubernetes.io/control-plane
  operator: Exists
  effect: NoSchedule
`,
    }),
  },
  *check({ set, file }) {
    if (!set?.podSpec || given(set.podSpec, 'tolerations') || choosesNodes(set) || isSystemAgent(set)) return;
    const { podSpec } = set;
    yield problemWithout(
      podSpec,
      'tolerations',
      l10n.t('No tolerations: nodes with a taint, such as those of the control plane, get no pod.'),
      { fixes: () => fixes(file.manifest.text, set) },
    );
  },
};

function choosesNodes({ podSpec }: SetView): boolean {
  if (given(podSpec, 'affinity', 'nodeAffinity') || stringAt(podSpec, 'nodeName') !== undefined) return true;
  const keys = [...(mapAt(podSpec, 'nodeSelector')?.byKey.keys() ?? [])];
  return keys.some((key) => !/^(?:beta\.)?kubernetes\.io\/(?:os|arch)$/.test(key));
}

function fixes(text: string, set: SetView): readonly Fix[] {
  const { podSpec } = set;
  if (!podSpec) return [];
  const fix = (title: string, tolerations: Json): Fix => ({
    title,
    edits: putIn(text, podSpec, ['tolerations'], tolerations, beforeContainers(set)),
  });
  return [
    fix(l10n.t('Run on the control plane too'), controlPlane),
    fix(l10n.t('Run on every node, whatever its NoSchedule taints'), [
      { operator: 'Exists', effect: 'NoSchedule' },
    ]),
    fix(l10n.t('Run on every node, also where a taint evicts (NoExecute)'), [{ operator: 'Exists' }]),
    fix(l10n.t('Leave nodes with taints out on purpose'), []),
  ];
}

import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { formatPath, mapAt, scalarAt, seqAt, stepsOf, toJs, tokenOf } from '../../../manifest/nodes.ts';
import { serviceExample, setExample } from '../../examples.ts';
import type { Rule } from '../../rule.ts';

const spec = 'serviceName: web\nreplicas: 3';
const bad = `${serviceExample('web')}---\n${setExample('StatefulSet', { spec })}`;

export const membersNotSpread: Rule = {
  code: 'members-not-spread',
  severity: 'hint',
  basis: 'policy',
  kinds: ['StatefulSet'],
  docs: {
    title: 'Nothing keeps the replicas on different nodes',
    why: `The scheduler spreads pods as well as it can, but may put all replicas of a set on one node; when that node goes, all of them go.
A preferred anti-affinity on \`kubernetes.io/hostname\` asks for different nodes and still runs on a small cluster;
\`topologySpreadConstraints\` do the same for zones.`,
    bad,
    good: `${serviceExample('web')}---\n${setExample('StatefulSet', {
      spec,
      pod: `affinity:
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
    - weight: 100
      podAffinityTerm:
        topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels:
            app: web`,
    })}`,
  },
  *check({ set, file }) {
    const { podSpec, spec: own } = set ?? {};
    const replicas = scalarAt(own, 'replicas');
    if (!set || !podSpec || typeof replicas?.value !== 'number' || replicas.value < 2) return;
    if (mapAt(podSpec, 'affinity', 'podAntiAffinity') ?? seqAt(podSpec, 'topologySpreadConstraints')) return;
    yield {
      range: tokenOf(replicas),
      path: formatPath([...stepsOf(podSpec), 'affinity']),
      message: l10n.t('Nothing keeps the {0} replicas on different nodes.', replicas.value),
      fixes: () => {
        const labels = mapAt(set.selector, 'matchLabels') ?? set.templateLabels;
        if (!labels || labels.entries.length === 0) return [];
        const term = {
          weight: 100,
          podAffinityTerm: {
            topologyKey: 'kubernetes.io/hostname',
            labelSelector: { matchLabels: toJs(labels) },
          },
        };
        const path = ['affinity', 'podAntiAffinity', 'preferredDuringSchedulingIgnoredDuringExecution'];
        return [
          {
            title: l10n.t('Ask for different nodes (preferred anti-affinity)'),
            edits: putIn(file.manifest.text, podSpec, path, [term]),
            preferred: true,
          },
        ];
      },
    };
  },
};

import * as l10n from '@vscode/l10n';
import { scalarAt, tokenOf } from '../../../manifest/nodes.ts';
import { serviceExample, setExample } from '../../examples.ts';
import { without } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { autoscalerOf } from '../../sets.ts';

const scaler = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: StatefulSet
    name: web
  minReplicas: 2
  maxReplicas: 5
---
`;

const example = (replicas: string): string =>
  `${scaler}${serviceExample('web')}---\n${setExample('StatefulSet', { spec: `serviceName: web\n${replicas}` })}`;

/** REP001. */
export const replicasBesideAutoscaler: Rule = {
  code: 'replicas-beside-autoscaler',
  severity: 'hint',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: 'The number of pods is written, and an autoscaler changes it',
    why: `Each \`kubectl apply\` sets the number back to what is written, and the autoscaler changes it again: pods come and go at every
deployment. Leave \`replicas\` out where a HorizontalPodAutoscaler decides. (When it is removed from a manifest that was applied with it,
Kubernetes sets 1 once: \`kubectl apply edit-last-applied\` avoids that.)`,
    bad: example('replicas: 3'),
    good: example(''),
  },
  *check(context) {
    const { set, file } = context;
    const node = scalarAt(set?.spec, 'replicas');
    const found = node && node.value !== 0 ? autoscalerOf(context) : undefined;
    if (!set?.spec || !node || !found) return;
    const { spec } = set;
    yield problemAt(
      node,
      l10n.t(
        'Each apply sets the number of pods back, which HorizontalPodAutoscaler "{0}" decides.',
        found.object.name ?? '',
      ),
      {
        related: [
          {
            uri: found.file.uri,
            range: tokenOf(scalarAt(found.object.node, 'metadata', 'name') ?? found.object.node),
            message: l10n.t('It is this one.'),
          },
        ],
        fixes: () => [without(file.manifest.text, spec, 'replicas')],
      },
    );
  },
};

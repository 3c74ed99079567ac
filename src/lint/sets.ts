import { stringAt } from '../manifest/nodes.ts';
import type { SetView } from '../manifest/objects.ts';
import type { RuleContext } from './rule.ts';
import { mayShareNamespace, type Located } from './scope.ts';
import { integerIn } from './given.ts';

/** How many pods a StatefulSet asks for: 1 where nothing is written; undefined where no number is. */
export function replicasOf({ kind, spec }: SetView): number | undefined {
  return kind === 'StatefulSet' && spec ? integerIn(spec, 'replicas', 1) : undefined;
}

/** The autoscaler in scope that sets the number of the set's pods. */
export function autoscalerOf({ set, scope }: Pick<RuleContext, 'set' | 'scope'>): Located | undefined {
  if (!set || set.name === undefined) return undefined;
  for (const found of scope.all('HorizontalPodAutoscaler')) {
    const { node, namespace } = found.object;
    if (!mayShareNamespace(namespace, set.namespace)) continue;
    if (stringAt(node, 'spec', 'scaleTargetRef', 'kind') !== set.kind) continue;
    if (stringAt(node, 'spec', 'scaleTargetRef', 'name') === set.name) return found;
  }
  return undefined;
}

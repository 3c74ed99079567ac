import { mapAt } from '../manifest/nodes.ts';
import { setOf, type SetView } from '../manifest/objects.ts';
import { isVoter } from './images.ts';
import type { RuleContext } from './rule.ts';
import { mayShareNamespace, type Located } from './scope.ts';
import { labelsIn, selects } from './selectors.ts';
import type { Portion } from './values/percent.ts';

/** The disruption budgets in scope that count the set's pods. */
export function* budgetsOf({ scope }: Pick<RuleContext, 'scope'>, set: SetView): Generator<Located> {
  const labels = labelsIn(set.templateLabels);
  for (const found of scope.all('PodDisruptionBudget')) {
    if (!mayShareNamespace(found.object.namespace, set.namespace)) continue;
    if (selects(mapAt(found.object.node, 'spec', 'selector'), labels)) yield found;
  }
}

/** The one StatefulSet whose pods a budget counts; undefined where it counts none in scope, or those of several. */
export function budgetedSet({
  object,
  scope,
  file,
}: Pick<RuleContext, 'object' | 'scope' | 'file'>): SetView | undefined {
  const selector = mapAt(object.node, 'spec', 'selector');
  let found: SetView | undefined;
  const own = scope.namespaceOf({ object, file });
  for (const one of scope.workloads()) {
    const { workload, object: other } = one;
    if (!mayShareNamespace(scope.namespaceOf(one), own) || !selects(selector, workload.labels)) continue;
    if (found || other.kind !== 'StatefulSet') return undefined;
    found = setOf(other);
  }
  return found;
}

/** How many of `count` pods a number or percentage stands for: percentages are rounded up (`GetScaledValueFromIntOrPercent`). */
export function scaled(portion: Portion, count: number): number {
  return 'count' in portion ? portion.count : Math.ceil((portion.percent * count) / 100);
}

/** Whether the set's pods vote. */
export function votes(set: SetView): boolean {
  return set.containers.some((container) => !container.init && isVoter(container));
}

import * as l10n from '@vscode/l10n';
import { putIn, removeKey } from '../../../manifest/edits.ts';
import { mapAt, scalarAt, tokenOf, type MapNode } from '../../../manifest/nodes.ts';
import { inSteps } from '../../../manifest/steps.ts';
import { budgetedSet, scaled } from '../../budgets.ts';
import { serviceExample, setExample } from '../../examples.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Rule, RuleContext } from '../../rule.ts';
import { replicasOf } from '../../sets.ts';
import { portionOf, type Portion } from '../../values/percent.ts';

const example = (spec: string): string => `${serviceExample('web')}---
${setExample('StatefulSet', { spec: 'serviceName: web\nreplicas: 3' })}---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  ${spec}
  selector:
    matchLabels:
      app: web
`;

/** PDB002. */
export const budgetBlocksEvictions: Rule = {
  code: 'budget-blocks-evictions',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['PodDisruptionBudget'],
  docs: {
    title: 'The budget never lets a pod go',
    why: `A budget that needs as many pods as there are (\`minAvailable\` of all replicas or 100 %, \`maxUnavailable: 0\`) refuses every eviction:
\`kubectl drain\` waits for ever, and upgrades of nodes stop there. Allow one to be away: \`maxUnavailable: 1\`. A set of one pod has to be
down for a moment when its node is emptied, whatever a budget says.`,
    bad: example('minAvailable: 3'),
    good: example('maxUnavailable: 1'),
  },
  *check(context) {
    const spec = mapAt(context.object.node, 'spec');
    const least = scalarAt(spec, 'minAvailable');
    const most = scalarAt(spec, 'maxUnavailable');
    const fixes = (): readonly Fix[] => fixesOf(context, true);
    const away = portionOf(most);
    if (most && away && amount(away) === 0) {
      yield problemAt(
        most,
        l10n.t('No pod may be away: every eviction is refused, and nodes can not be drained.'),
        { fixes },
      );
      return;
    }
    const there = portionOf(least);
    if (!least || !there) return;
    if ('percent' in there && there.percent >= 100) {
      yield problemAt(
        least,
        l10n.t('All pods have to be there: every eviction is refused, and nodes can not be drained.'),
        { fixes },
      );
      return;
    }
    const set = budgetedSet(context);
    const replicas = set && replicasOf(set);
    if (
      !set ||
      replicas === undefined ||
      replicas < 1 ||
      amount(there) === 0 ||
      scaled(there, replicas) < replicas
    )
      return;
    const message = l10n.t(
      'StatefulSet "{0}" has {1} replicas, and {2} have to be there: every eviction is refused, and nodes can not be drained.',
      set.name ?? '',
      replicas,
      least.text,
    );
    yield problemAt(least, message, {
      fixes: () => fixesOf(context, replicas > 1),
      // One pod that may not be evicted is a choice that can be meant.
      ...(replicas === 1 ? { severity: 'info' as const } : {}),
      related: related(context, set.object.node),
    });
  },
};

function amount(portion: Portion): number {
  return 'count' in portion ? portion.count : portion.percent;
}

function related({ scope }: RuleContext, node: MapNode) {
  const file = [...scope.all('StatefulSet')].find(({ object }) => object.node === node)?.file;
  const place = scalarAt(node, 'spec', 'replicas') ?? scalarAt(node, 'metadata', 'name') ?? node;
  return file
    ? [{ uri: file.uri, range: tokenOf(place), message: l10n.t('Its replicas are counted here.') }]
    : [];
}

function fixesOf({ object, file }: RuleContext, preferred: boolean): readonly Fix[] {
  const edits = inSteps(file.manifest.text, object, [
    (text, root) => putIn(text, root, ['spec', 'maxUnavailable'], 1, { after: 'minAvailable' }),
    (text, root) => {
      const spec = mapAt(root, 'spec');
      return spec ? removeKey(text, spec, 'minAvailable') : [];
    },
  ]);
  return [{ title: l10n.t('Let one pod be away: maxUnavailable 1'), edits, preferred }];
}

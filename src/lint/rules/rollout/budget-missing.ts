import * as l10n from '@vscode/l10n';
import { insertDocumentAfter } from '../../../manifest/edits.ts';
import { toJs, type Json } from '../../../manifest/nodes.ts';
import type { SetView } from '../../../manifest/objects.ts';
import { budgetsOf, votes } from '../../budgets.ts';
import { serviceExample, setExample } from '../../examples.ts';
import { imageFacts } from '../../images.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { replicasOf } from '../../sets.ts';
import { scalarAt } from '../../../manifest/nodes.ts';

const bad = `${serviceExample('web')}---\n${setExample('StatefulSet', { spec: 'serviceName: web\nreplicas: 3' })}`;

/** PDB001. */
export const budgetMissing: Rule = {
  code: 'budget-missing',
  severity: 'hint',
  basis: 'policy',
  kinds: ['StatefulSet'],
  docs: {
    title: 'Nodes can be emptied of several pods at once',
    why: `When nodes are drained for an upgrade, nothing but a PodDisruptionBudget keeps two of the set's pods from being evicted at the same
time; of a system that decides by majority that may be too many. The quick fix adds one beside the set, with \`maxUnavailable: 1\`, and for
systems that keep data \`unhealthyPodEvictionPolicy: IfHealthyBudget\`, so that a member that is down is not taken for one more.`,
    bad,
    good: `${bad}---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      app: web
`,
  },
  *check(context) {
    const { set, file, object } = context;
    const node = scalarAt(set?.spec, 'replicas');
    if (!set || !node || (replicasOf(set) ?? 0) < 2 || !set.selector) return;
    for (const _ of budgetsOf(context, set)) return;
    yield problemAt(
      node,
      votes(set)
        ? l10n.t('No PodDisruptionBudget keeps a majority of these pods while nodes are drained.')
        : l10n.t('No PodDisruptionBudget keeps several of these pods from being evicted at once.'),
      {
        fixes: () =>
          object.document.objects.length === 1
            ? [
                {
                  title: l10n.t('Add a PodDisruptionBudget'),
                  edits: insertDocumentAfter(file.manifest.text, object.document, budgetFor(set)),
                },
              ]
            : [],
      },
    );
  },
};

function budgetFor(set: SetView): Json {
  const data =
    set.claimTemplates.length > 0 || set.containers.some(({ image }) => imageFacts(image)?.database);
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: set.name ?? '', ...(set.namespace === undefined ? {} : { namespace: set.namespace }) },
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: data ? 'IfHealthyBudget' : 'AlwaysAllow',
      selector: set.selector ? toJs(set.selector) : {},
    },
  };
}

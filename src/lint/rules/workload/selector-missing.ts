import * as l10n from '@vscode/l10n';
import { pathOf, type MapNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { given } from '../../given.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import { selectByTemplate } from '../../relabel.ts';
import type { Fix, Rule } from '../../rule.ts';

const whole = setExample('StatefulSet', {});

export const selectorMissing: Rule = {
  code: 'selector-missing',
  severity: 'error',
  basis: 'api',
  kinds: ['StatefulSet', 'DaemonSet', 'Deployment', 'ReplicaSet'],
  docs: {
    title: 'A set has no selector',
    why: `A set finds its own pods by \`spec.selector\`, which names labels that its template has. The API server refuses a set without one,
or with an empty one. It can't be changed later: take labels that stay.`,
    bad: whole.replace('  selector:\n    matchLabels:\n      app: web\n', ''),
    good: whole,
  },
  *check(context) {
    const { object, partial, file } = context;
    if (partial) return;
    for (const type of ['StatefulSetSpec', 'DaemonSetSpec', 'DeploymentSpec', 'ReplicaSetSpec']) {
      for (const { node } of context.typed(type)) {
        const selector = given(node, 'selector');
        const fixes = (): readonly Fix[] => fixesOf(file.manifest.text, node);
        if (!selector) {
          const found = problemWithout(
            node,
            'selector',
            l10n.t('A {0} needs a selector: the API server refuses it without.', object.kind),
            { fixes },
          );
          // What the API server says of a DaemonSet: nothing matches its template.
          const path = type === 'DaemonSetSpec' ? `${pathOf(node)}.template.metadata.labels` : found.path;
          yield { ...found, path };
        } else if (selector.kind === 'map' && isEmpty(selector)) {
          yield problemAt(
            selector,
            l10n.t('An empty selector would mean all pods: the API server refuses it.'),
            { fixes },
          );
        }
      }
    }
  },
};

/** Whether nothing is selected by; a selector with other keys has another fault. */
function isEmpty(selector: MapNode): boolean {
  return [...selector.byKey].every(([key, { value }]) => {
    if (key !== 'matchLabels' && key !== 'matchExpressions') return false;
    if (value.kind === 'scalar') return value.value === null;
    return value.kind === 'map' ? value.byKey.size === 0 : value.items.length === 0;
  });
}

function fixesOf(text: string, spec: MapNode): readonly Fix[] {
  const edits = selectByTemplate(text, spec);
  if (edits.length === 0) return [];
  return [{ title: l10n.t("Select by the template's labels"), edits, preferred: true }];
}

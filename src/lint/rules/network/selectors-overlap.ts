import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { mapAt, pathOf, scalarAt, tokenOf, type MapNode } from '../../../manifest/nodes.ts';
import { inSteps } from '../../../manifest/steps.ts';
import { setExample } from '../../examples.ts';
import type { Rule } from '../../rule.ts';
import { mayShareNamespace } from '../../scope.ts';
import { labelsIn, selects } from '../../selectors.ts';
import { labelValueFault } from '../../values/labels.ts';
import { workloadOf, type Workload } from '../../workloads.ts';

const other = setExample('DaemonSet').replace('name: web', 'name: web-agent');
const own = 'app.kubernetes.io/component';

export const selectorsOverlap: Rule = {
  code: 'selectors-overlap',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet', 'DaemonSet', 'Deployment', 'ReplicaSet'],
  docs: {
    title: "Two workloads select each other's pods",
    why: `The selector of each of the two matches the pods of the other. A controller leaves alone what another one owns, but takes over
pods without an owner, such as those that \`--cascade=orphan\` leaves; a Service, a PodDisruptionBudget, an autoscaler or \`kubectl logs\`
with this selector means the pods of both. Give each workload a label of its own. Only workloads of one file are compared: a folder of
examples often uses the same labels over and over.`,
    bad: `${setExample('DaemonSet')}---\n${other}`,
    good: `${setExample('DaemonSet')}---\n${other.replaceAll('app: web', 'app: web-agent')}`,
  },
  *check({ object, scope, file }) {
    const workload = workloadOf(object);
    const place = workload && firstOf(workload.selector);
    if (!workload || !place) return;
    const wanted = labelsIn(mapAt(workload.selector, 'matchLabels'));
    for (const located of scope.ownUnlike(wanted)) {
      if (!overlap(workload, located.workload)) continue;
      yield {
        range: tokenOf(place),
        path: pathOf(place),
        message: l10n.t(
          'This selector also matches the pods of {0} "{1}", and its selector the pods of this one.',
          located.object.kind,
          located.object.name ?? '',
        ),
        related: [
          {
            uri: file.uri,
            range: tokenOf(firstOf(located.workload.selector) ?? located.object.node),
            message: l10n.t('This one matches as well.'),
          },
        ],
        fixes: () => {
          const { name } = object;
          if (name === undefined || labelValueFault(name) !== undefined || workload.labels.has(own))
            return [];
          const paths = [
            ['spec', 'selector', 'matchLabels', own],
            ['spec', 'template', 'metadata', 'labels', own],
          ];
          return [
            {
              title: l10n.t('Add the label {0}: {1} (not for one that exists)', own, name),
              edits: inSteps(
                file.manifest.text,
                object,
                paths.map((path) => (text: string, root: MapNode) => putIn(text, root, path, name)),
              ),
            },
          ];
        },
      };
      return;
    }
  },
};

function firstOf(selector: MapNode | undefined): MapNode | ReturnType<typeof scalarAt> {
  const labels = mapAt(selector, 'matchLabels');
  const first = labels?.entries[0];
  return first ? scalarAt(labels, first.key) : selector;
}

function overlap(a: Workload, b: Workload): boolean {
  // The same object twice, as in variants of one manifest, is no overlap.
  if (a.object.kind === b.object.kind && a.object.name === b.object.name) return false;
  if (a.labels.size === 0 || b.labels.size === 0) return false;
  if (!mayShareNamespace(a.object.namespace, b.object.namespace)) return false;
  return selects(a.selector, b.labels) && selects(b.selector, a.labels);
}

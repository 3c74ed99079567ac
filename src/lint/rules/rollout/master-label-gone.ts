import * as l10n from '@vscode/l10n';
import { setScalar } from '../../../manifest/edits.ts';
import { mapAt, scalarAt, formatPath, stepsOf, type MapNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { within } from '../../fields/typed.ts';

const old = 'node-role.kubernetes.io/master';
const now = 'node-role.kubernetes.io/control-plane';

const example = (label: string): string =>
  setExample('DaemonSet', {
    pod: `nodeSelector:\n  ${label}: ""\ntolerations:\n- key: node-role.kubernetes.io/control-plane\n  operator: Exists\n  effect: NoSchedule`,
  });

/** API003. KEP-2067: the label is gone since 1.24, when control-plane had been there since 1.20. */
export const masterLabelGone: Rule = {
  code: 'master-label-gone',
  severity: 'warning',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: 'Nodes have the label "master" no longer',
    why: `Since Kubernetes 1.24 kubeadm gives control-plane nodes \`node-role.kubernetes.io/control-plane\`, and no longer \`…/master\`. Pods
that ask for the old label are placed nowhere, but for distributions that kept it, such as OpenShift and K3s; pods that are to stay away from such nodes by it are placed there. Nothing is found where the new label
is asked for as well.`,
    bad: example(old),
    good: example(now),
  },
  *check(context) {
    for (const { node } of context.typed('PodSpec')) {
      const selector = mapAt(node, 'nodeSelector');
      const entry = selector?.entries.find(({ key }) => key === old);
      if (!selector || !entry) continue;
      yield {
        range: entry.keyRange,
        path: formatPath([...stepsOf(selector), old]),
        message: l10n.t(
          'kubeadm gives nodes this label no longer since Kubernetes 1.24: no pod is placed there.',
        ),
        fixes: () =>
          selector.byKey.has(now)
            ? []
            : [
                {
                  title: l10n.t('Change to "{0}"', now),
                  edits: [{ range: entry.keyRange, text: now }],
                },
              ],
      };
    }
    const keys = context
      .typed('NodeSelectorRequirement')
      .map((one) => ({ one, key: scalarAt(one.node, 'key') }));
    const twins = new Set<MapNode | undefined>();
    for (const { one, key } of keys) if (key?.value === now) twins.add(within(one, 'NodeAffinity')?.node);
    for (const { one, key } of keys) {
      if (key?.value !== old || twins.has(within(one, 'NodeAffinity')?.node)) continue;
      yield problemAt(
        key,
        l10n.t('kubeadm gives nodes this label no longer since Kubernetes 1.24: it is {0} now.', now),
        {
          fixes: () => [{ title: l10n.t('Change to "{0}"', now), edits: setScalar(key, now) }],
        },
      );
    }
  },
};

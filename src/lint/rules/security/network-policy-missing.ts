import * as l10n from '@vscode/l10n';
import { insertDocumentAfter } from '../../../manifest/edits.ts';
import { mapAt, scalarAt, toJs, type Json } from '../../../manifest/nodes.ts';
import type { SetView } from '../../../manifest/objects.ts';
import { setExample } from '../../examples.ts';
import { isTrue } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { mayShareNamespace } from '../../scope.ts';
import { labelsIn, selects } from '../../selectors.ts';

const policy = (app: string): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: ${app}
spec:
  podSelector:
    matchLabels:
      app: ${app}
  ingress:
  - from:
    - podSelector: {}
---
`;
const set = setExample('StatefulSet', { spec: 'serviceName: ""\n' });

export const networkPolicyMissing: Rule = {
  code: 'network-policy-missing',
  severity: 'hint',
  basis: 'policy',
  kinds: ['StatefulSet'],
  docs: {
    title: 'NetworkPolicies for others, none for this set',
    why: `Pods that no NetworkPolicy selects are open to every pod of the cluster. The manifests beside this one have policies for other pods of the
namespace, so the cluster is likely to have a network that obeys them, and this set may have been forgotten. Where there are no policies at all,
nothing is said. The fix lets in the pods of the same namespace, at the ports that the containers name.`,
    bad: policy('frontend') + set,
    good: policy('web') + set,
  },
  *check(context) {
    const { set: view, file, document } = context;
    const name = scalarAt(view?.object.node, 'metadata', 'name');
    if (!view?.templateLabels || !name || isTrue(view.podSpec, 'hostNetwork')) return;
    const policies = [...context.scope.all('NetworkPolicy')].filter(({ object, file: other }) =>
      other.uri === file.uri
        ? mayShareNamespace(object.namespace, view.namespace)
        : object.namespace !== undefined && object.namespace === view.namespace,
    );
    const labels = labelsIn(view.templateLabels);
    // A policy without a selector is for all pods.
    const covers = (node: Parameters<typeof mapAt>[0]): boolean => {
      const selector = mapAt(node, 'spec', 'podSelector');
      return !selector || selects(selector, labels);
    };
    if (policies.length === 0 || policies.some(({ object }) => covers(object.node))) return;
    yield problemAt(
      name,
      l10n.t('No NetworkPolicy selects these pods, though others have one: they are open to all.'),
      {
        fixes: () => [
          {
            title: l10n.t('Create a NetworkPolicy that lets the namespace in'),
            edits: insertDocumentAfter(file.manifest.text, document, policyFor(view, name.text)),
          },
        ],
      },
    );
  },
};

function policyFor(view: SetView, name: string): Json {
  const ports = view.containers.flatMap((container) =>
    container.ports.flatMap(({ port, protocol = 'TCP' }) => (port === undefined ? [] : [{ protocol, port }])),
  );
  const selector = mapAt(view.selector, 'matchLabels') ?? view.templateLabels;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, ...(view.namespace === undefined ? {} : { namespace: view.namespace }) },
    spec: {
      podSelector: { matchLabels: selector ? toJs(selector) : {} },
      ingress: [{ from: [{ podSelector: {} }], ...(ports.length > 0 ? { ports } : {}) }],
    },
  };
}

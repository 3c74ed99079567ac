import * as l10n from '@vscode/l10n';
import { mapAt } from '../../../manifest/nodes.ts';
import { amountsOf, isHugePages } from '../../amounts.ts';
import { setExample } from '../../examples.ts';
import { scalarText, without } from '../../fixes.ts';
import { given } from '../../given.ts';
import { isSidecar, podsOf, type PodParts } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Problem, Rule } from '../../rule.ts';
import type { Nanos } from '../../values/quantity.ts';

const example = (limit: string): string =>
  setExample('StatefulSet', {
    pod: `resources:\n  limits:\n    memory: 1Gi\n`,
    container: `resources:\n  limits:\n    memory: ${limit}\n`,
  });

export const podResources: Rule = {
  code: 'pod-resources',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: "Containers want more than their pod's resources",
    why: `\`resources\` of the pod itself bound those of its containers: the API server refuses a container's limit over that of the pod,
and containers that together request more than the pod does. Device claims (\`claims\`) belong to containers.`,
    bad: example('2Gi'),
    good: example('1Gi'),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const pod of podsOf(context)) {
      const own = mapAt(pod.node, 'resources');
      if (!own) continue;
      const claims = given(own, 'claims');
      if (claims) {
        yield problemAt(
          claims,
          l10n.t('A pod can have no claims of its own here: the API server refuses them.'),
          {
            fixes: () => [without(text, own, 'claims')],
          },
        );
      }
      const limits = amountsOf(own, 'limits');
      for (const container of pod.containers) {
        const resources = mapAt(container.node, 'resources');
        for (const { name, node, amount } of resources ? amountsOf(resources, 'limits').values() : []) {
          const most = limits.get(name);
          if (!most || amount <= most.amount) continue;
          yield problemAt(
            node,
            l10n.t(
              "The limit of {0} {1} is over the pod's own of {2}: the API server refuses it.",
              node.text,
              name,
              most.node.text,
            ),
            { fixes: () => [scalarText(node, most.node, l10n.t("Lower it to the pod's limit"), true)] },
          );
        }
      }
      for (const field of ['requests', 'limits'] as const) {
        for (const { name, node, amount } of amountsOf(own, field).values()) {
          // Of limits, only huge pages may not be handed out twice.
          if (field === 'limits' && !isHugePages(name)) continue;
          if (togetherOf(pod, field, name) > amount) yield tooLittle(node, name);
        }
      }
    }
  },
};

function tooLittle(node: Parameters<typeof problemAt>[0], name: string): Problem {
  return problemAt(node, l10n.t('The containers together want more {0}: the API server refuses it.', name));
}

/** What the containers have at once, or an init container beside the sidecars before it (component-helpers `AggregateContainerRequests`). */
function togetherOf(pod: PodParts, field: 'requests' | 'limits', name: string): Nanos {
  const amount = (container: PodParts['all'][number]): Nanos => {
    const resources = mapAt(container.node, 'resources');
    const own = resources && amountsOf(resources, field).get(name);
    // What a pod itself does not request is its limit; in templates this comes later.
    const limit =
      resources && pod.spec.owner?.type === 'Pod' ? amountsOf(resources, 'limits').get(name) : undefined;
    return (own ?? limit)?.amount ?? 0n;
  };
  let sidecars = 0n;
  let most = 0n;
  for (const container of pod.initContainers) {
    const own = amount(container);
    if (isSidecar(container)) sidecars += own;
    const at = isSidecar(container) ? sidecars : sidecars + own;
    if (at > most) most = at;
  }
  const running = pod.containers.reduce((sum, container) => sum + amount(container), sidecars);
  return running > most ? running : most;
}

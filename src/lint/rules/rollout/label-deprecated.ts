import * as l10n from '@vscode/l10n';
import { setScalar } from '../../../manifest/edits.ts';
import { mapAt, scalarAt, formatPath, stepsOf } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Problem, Rule } from '../../rule.ts';

const example = (label: string): string =>
  setExample('DaemonSet', { pod: `nodeSelector:\n  ${label}: linux` });

/** The labels of nodes that the API server warns of (`pkg/api/node/util.go`), with their successors. */
const successors: ReadonlyMap<string, string> = new Map([
  ['beta.kubernetes.io/os', 'kubernetes.io/os'],
  ['beta.kubernetes.io/arch', 'kubernetes.io/arch'],
  ['beta.kubernetes.io/instance-type', 'node.kubernetes.io/instance-type'],
  ['failure-domain.beta.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
  ['failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/region'],
]);

/** API003. */
export const labelDeprecated: Rule = {
  code: 'label-deprecated',
  severity: 'info',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: 'A label of nodes that has another name now',
    why: `Nodes still carry these labels of old, beside their successors, and the API server warns of each. When they go, pods that ask for
them find no node. The new names are there since Kubernetes 1.17 at the latest.`,
    bad: example('beta.kubernetes.io/os'),
    good: example('kubernetes.io/os'),
  },
  *check(context) {
    for (const { node } of context.typed('PodSpec')) {
      const selector = mapAt(node, 'nodeSelector');
      for (const { key, keyRange } of selector?.entries ?? []) {
        const meant = successors.get(key);
        if (!selector || meant === undefined) continue;
        const fixes = (): readonly Fix[] =>
          selector.byKey.has(meant)
            ? []
            : [
                {
                  title: l10n.t('Change to "{0}"', meant),
                  edits: [{ range: keyRange, text: meant }],
                  preferred: true,
                },
              ];
        const path = formatPath([...stepsOf(selector), key]);
        yield { range: keyRange, path, message: messageFor(key, meant), tags: ['deprecated'], fixes };
      }
    }
    for (const [type, field] of places) {
      for (const { node } of context.typed(type)) yield* inField(scalarAt(node, field));
    }
  },
};

const places = [
  ['NodeSelectorRequirement', 'key'],
  ['PodAffinityTerm', 'topologyKey'],
  ['TopologySpreadConstraint', 'topologyKey'],
] as const;

function* inField(node: ReturnType<typeof scalarAt>): Generator<Problem> {
  const meant = node && typeof node.value === 'string' ? successors.get(node.value) : undefined;
  if (!node || meant === undefined) return;
  yield problemAt(node, messageFor(node.text, meant), {
    tags: ['deprecated'],
    fixes: () => [
      { title: l10n.t('Change to "{0}"', meant), edits: setScalar(node, meant), preferred: true },
    ],
  });
}

function messageFor(label: string, meant: string): string {
  return l10n.t('{0} is deprecated: the label is {1}.', label, meant);
}

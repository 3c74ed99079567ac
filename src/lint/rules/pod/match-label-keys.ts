import * as l10n from '@vscode/l10n';
import { mapAt, mapsAt, type MapNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { textsUnder, withoutItem } from '../../fixes.ts';
import { given, lengthIn, textsIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Problem, Rule } from '../../rule.ts';

/** A set with `matchLabelKeys`; `keys` are lines below it. */
export const matchLabelKeysExample = (keys: string): string =>
  setExample('StatefulSet', {
    pod: `affinity:
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
    - weight: 100
      podAffinityTerm:
        topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels:
            app: web
        matchLabelKeys:
        - controller-revision-hash
${keys}`,
  });

export const matchLabelKeys: Rule = {
  code: 'match-label-keys',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'matchLabelKeys without a selector, or of a key that it has already',
    why: `\`matchLabelKeys\` and \`mismatchLabelKeys\` narrow a \`labelSelector\` by the pod's own labels: the API server refuses them
without one, and a key that is in both lists or twice in the selector.`,
    bad: matchLabelKeysExample('        mismatchLabelKeys:\n        - controller-revision-hash\n'),
    good: matchLabelKeysExample(''),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const type of ['TopologySpreadConstraint', 'PodAffinityTerm']) {
      for (const { node } of context.typed(type)) {
        if (!given(node, 'labelSelector')) yield* context.partial ? [] : withoutSelector(node);
        else yield* keyFaults(node);
        const others = new Set(textsIn(node, 'mismatchLabelKeys').map(({ value }) => value));
        for (const key of textsIn(node, 'matchLabelKeys')) {
          if (!others.has(key.value)) continue;
          yield problemAt(
            key,
            l10n.t('"{0}" is in mismatchLabelKeys too: the API server refuses it.', key.value),
            { fixes: () => withoutItem(text, key) },
          );
        }
      }
    }
  },
};

function* withoutSelector(node: MapNode): Generator<Problem> {
  for (const field of ['matchLabelKeys', 'mismatchLabelKeys']) {
    const keys = given(node, field);
    if (!keys || (lengthIn(node, field) ?? 0) === 0) continue;
    yield problemAt(keys, l10n.t('{0} needs a labelSelector: the API server refuses it.', field));
  }
}

/** Keys that the selector names by an expression, and before that already. */
function* keyFaults(node: MapNode): Generator<Problem> {
  const selector = mapAt(node, 'labelSelector');
  const expressions = mapsAt(selector, 'matchExpressions').map(({ map }) => map);
  const labels = new Set(mapAt(selector, 'matchLabels')?.byKey.keys());
  for (const key of textsIn(node, 'matchLabelKeys')) {
    const own = expressions.filter((map) => textsUnder([map], 'key').has(key.value)).length;
    if (own === 0 || own + (labels.has(key.value) ? 1 : 0) < 2) continue;
    yield problemAt(
      key,
      l10n.t('The labelSelector has "{0}" twice already: the API server refuses it.', key.value),
    );
  }
}

import * as l10n from '@vscode/l10n';
import { mapsAt } from '../../../manifest/nodes.ts';
import { withoutItem } from '../../fixes.ts';
import { textsIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule, RuleContext } from '../../rule.ts';
import { objectExample } from './examples.ts';

const example = (values: string): string =>
  objectExample(
    'storage.k8s.io/v1',
    'StorageClass',
    `provisioner: ebs.csi.aws.com\nallowedTopologies:\n- matchLabelExpressions:\n  - key: topology.kubernetes.io/zone\n    values: [${values}]`,
    'fast',
  );

export const topologyDuplicate: Rule = {
  code: 'topology-duplicate',
  severity: 'error',
  basis: 'api',
  kinds: ['StorageClass'],
  docs: {
    title: 'A topology of a storage class that repeats itself',
    why: `In \`allowedTopologies\` no key may occur twice in a term, no value twice for a key, and no term twice; each key needs a value. The API
server refuses the class otherwise.`,
    bad: example('eu-1a, eu-1a'),
    good: example('eu-1a, eu-1b'),
  },
  *check(context) {
    yield* terms(context);
    for (const { node } of context.typed('TopologySelectorTerm')) {
      const keys = new Set<string>();
      for (const { map } of mapsAt(node, 'matchLabelExpressions')) {
        for (const key of textsIn(map, 'key')) {
          if (keys.has(key.value))
            yield problemAt(key, l10n.t('{0} is in this term twice: the API server refuses it.', key.value));
          keys.add(key.value);
        }
        const seen = new Set<string>();
        for (const value of textsIn(map, 'values')) {
          if (seen.has(value.value)) {
            yield problemAt(value, l10n.t('{0} is named twice: the API server refuses it.', value.value), {
              fixes: () => withoutItem(context.file.manifest.text, value, true),
            });
          }
          seen.add(value.value);
        }
      }
    }
  },
};

function* terms(context: RuleContext) {
  const seen = new Set<string>();
  for (const { node } of context.typed('TopologySelectorTerm')) {
    const id = mapsAt(node, 'matchLabelExpressions')
      .map(({ map }) =>
        JSON.stringify([
          textsIn(map, 'key').map(({ value }) => value),
          [...new Set(textsIn(map, 'values').map(({ value }) => value))].sort(),
        ]),
      )
      .sort()
      .join();
    if (seen.has(id)) {
      yield problemAt(node, l10n.t('The same topology is given twice: the API server refuses it.'), {
        fixes: () => withoutItem(context.file.manifest.text, node, true),
      });
    }
    seen.add(id);
  }
}

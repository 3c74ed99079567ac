import * as l10n from '@vscode/l10n';
import { at, formatPath, mapAt, stepsOf, stringAt, tokenOf } from '../../../manifest/nodes.ts';
import { serviceExample, setExample } from '../../examples.ts';
import { matching } from '../../relabel.ts';
import type { Rule } from '../../rule.ts';
import { hasAll, labelsIn, selects } from '../../selectors.ts';
import type { LocatedSet } from '../../scope.ts';
import { governedBy, isHeadless } from '../../services.ts';

const set = setExample('StatefulSet', { spec: 'serviceName: web' });
const service = serviceExample('web');

export const serviceSelectorMismatch: Rule = {
  code: 'service-selector-mismatch',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['Service'],
  docs: {
    title: "The Service of a StatefulSet does not select the set's pods",
    why: `A pod gets its name in DNS (\`web-0.web\`) from the Service that \`serviceName\` names only if that Service's selector matches the
pod's labels. Without a match the names don't resolve and the Service has no endpoints. The API server does not compare the two.`,
    bad: `${service.replace('app: web', 'app: wbe')}---\n${set}`,
    good: `${service}---\n${set}`,
  },
  *check(context) {
    const { object, file } = context;
    const spec = mapAt(object.node, 'spec');
    if (!spec || stringAt(spec, 'type') === 'ExternalName') return;
    const selector = mapAt(spec, 'selector');
    const wanted = labelsIn(selector);
    const governed = comparable(governedBy(context));
    // Several sets can share a Service; each needs its pods selected.
    const missed = governed.byLabels.find(({ labels }) => wanted.size === 0 || !hasAll(labels, wanted));
    if (!missed) return;
    const { labels } = missed;
    const wrong = [...wanted].find(([key, value]) => labels.get(key) !== value)?.[0];
    const node = (wrong === undefined ? undefined : at(selector, wrong)) ?? selector ?? spec;
    const name = missed.set.name ?? '';
    yield {
      range: tokenOf(node),
      path: formatPath([...stepsOf(spec), 'selector']),
      // Without a selector something else may write its endpoints.
      ...(wanted.size === 0 && !isHeadless(object) ? { severity: 'info' } : {}),
      message:
        wrong === undefined
          ? l10n.t('This Service selects no pods: those of StatefulSet "{0}" get no names in DNS.', name)
          : l10n.t(
              'The pods of StatefulSet "{0}" do not have {1}={2}: this Service does not select them, and they get no names in DNS.',
              name,
              wrong,
              wanted.get(wrong) ?? '',
            ),
      related: [
        {
          uri: missed.file.uri,
          range: tokenOf(missed.set.templateLabels ?? missed.set.object.node),
          message: l10n.t('The labels of the pods.'),
        },
      ],
      fixes: () => {
        if (governed.count > 1) return [];
        const own = mapAt(missed.set.selector, 'matchLabels') ?? missed.set.templateLabels;
        if (!own || own.entries.length === 0) return [];
        return [
          {
            title: l10n.t('Select the pods of StatefulSet "{0}"', name),
            edits: matching(file.manifest.text, object, spec, 'selector', labels, own),
            // What writes its endpoints by hand wants no selector.
            ...(wanted.size > 0 ? { preferred: true } : {}),
          },
        ];
      },
    };
  },
};

interface Comparable {
  readonly count: number;
  /** The first set of each set of labels. */
  readonly byLabels: readonly (LocatedSet & { readonly labels: ReadonlyMap<string, string> })[];
}

const compared = new WeakMap<readonly LocatedSet[], Comparable>();

/** Those whose pods' labels tell something: a set whose own selector does not match its pods says so itself, and either may be meant. */
function comparable(governed: readonly LocatedSet[]): Comparable {
  let known = compared.get(governed);
  if (!known) {
    const byLabels = new Map<string, Comparable['byLabels'][number]>();
    let count = 0;
    for (const located of governed) {
      const { partial, templateLabels, selector } = located.set;
      const labels = labelsIn(templateLabels);
      if (partial || !templateLabels || (selector && !selects(selector, labels))) continue;
      count++;
      const key = JSON.stringify([...labels]);
      if (!byLabels.has(key)) byLabels.set(key, { ...located, labels });
    }
    compared.set(governed, (known = { count, byLabels: [...byLabels.values()] }));
  }
  return known;
}

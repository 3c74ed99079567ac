import * as l10n from '@vscode/l10n';
import { scalarAt, type MapNode } from '../../../manifest/nodes.ts';
import { putIn } from '../../../manifest/edits.ts';
import { withoutItem } from '../../fixes.ts';
import { given, textsIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Problem, Rule } from '../../rule.ts';
import { serviceExample } from './examples.ts';
import { servicesOf } from './service.ts';

export const ipFamiliesInvalid: Rule = {
  code: 'ip-families-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['Service'],
  docs: {
    title: 'IP families that contradict each other',
    why: `\`ipFamilies\` names each of IPv4 and IPv6 at most once. Two families, or two cluster IPs, need
\`ipFamilyPolicy: PreferDualStack\` or \`RequireDualStack\`; without a policy a Service has one.`,
    bad: serviceExample('ipFamilies:\n- IPv4\n- IPv4\nports:\n- port: 80'),
    good: serviceExample('ipFamilies:\n- IPv4\nports:\n- port: 80'),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const { node, type, clusterIPs, headless } of servicesOf(context)) {
      if (type === 'ExternalName') continue;
      yield* twice(text, node);
      const families = new Set(textsIn(node, 'ipFamilies').map(({ value }) => value));
      const policy = scalarAt(node, 'ipFamilyPolicy');
      const policyText = policy?.value ?? '';
      const single =
        policyText === 'SingleStack' || (policyText === '' && !(headless && isEmpty(node, 'selector')));
      if (!single || (families.size !== 2 && clusterIPs.length !== 2)) continue;
      const place =
        policyText === ''
          ? (given(node, families.size === 2 ? 'ipFamilies' : 'clusterIPs') ?? node)
          : (policy ?? node);
      const message = l10n.t(
        'Two IP families need ipFamilyPolicy PreferDualStack or RequireDualStack: the API server refuses the Service.',
      );
      const edits = () => putIn(text, node, ['ipFamilyPolicy'], 'PreferDualStack');
      yield {
        ...problemAt(place, message),
        path: 'spec.ipFamilyPolicy',
        fixes: () => [
          { title: l10n.t('Set ipFamilyPolicy to PreferDualStack'), edits: edits(), preferred: true },
        ],
      };
    }
  },
};

function* twice(text: string, spec: MapNode): Generator<Problem> {
  const seen = new Set<string>();
  for (const family of textsIn(spec, 'ipFamilies')) {
    if (seen.has(family.value)) {
      yield problemAt(
        family,
        l10n.t('{0} is named twice: the API server refuses the Service.', family.value),
        {
          fixes: () => withoutItem(text, family, true),
        },
      );
    }
    seen.add(family.value);
  }
}

/** A headless Service without a selector has two families by default. */
function isEmpty(spec: MapNode, key: string): boolean {
  const found = given(spec, key);
  return found?.kind !== 'map' || found.byKey.size === 0;
}

import * as l10n from '@vscode/l10n';
import type { MapNode, ScalarNode } from '../../../manifest/nodes.ts';
import { changeMaybe } from '../../fixes.ts';
import { textsIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Problem, Rule } from '../../rule.ts';
import { addressOf, isWithin, maskedText, rangeOf, specialAddress } from '../../values/address.ts';
import { serviceExample } from './examples.ts';
import { addressFault, rangeFault } from './addresses.ts';
import { rangesAnnotation } from './service.ts';

type Text = ScalarNode & { readonly value: string };

export const addressInvalid: Rule = {
  code: 'address-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['Service', 'NetworkPolicy'],
  docs: {
    title: 'An address or a range of addresses that is refused',
    why: `Addresses of a Service (\`externalIPs\`, \`loadBalancerSourceRanges\`) and of a NetworkPolicy (\`ipBlock\`) must be real ones: no
host names, no leading zeros, a range with its length, and no bits set beyond that length. \`externalIPs\` can be neither loopback nor
link-local addresses, and what \`except\` names must lie within its \`cidr\`.`,
    bad: serviceExample('type: LoadBalancer\nloadBalancerSourceRanges:\n- 10.0.0.7/8\nports:\n- port: 80'),
    good: serviceExample('type: LoadBalancer\nloadBalancerSourceRanges:\n- 10.0.0.0/8\nports:\n- port: 80'),
  },
  *check(context) {
    for (const { node } of context.typed('ServiceSpec')) {
      yield* ofAnnotation(context.object.node, node);
      for (const one of textsIn(node, 'externalIPs')) yield* ofAddress(one);
      // Blanks around a range are let pass, as they were in the annotation of old.
      for (const one of textsIn(node, 'loadBalancerSourceRanges')) yield* ofRange(one, one.value.trim());
    }
    for (const { node } of context.typed('IPBlock')) {
      const [cidr] = textsIn(node, 'cidr');
      if (!cidr || cidr.value === '') continue;
      yield* ofRange(cidr, cidr.value);
      const outer = rangeOf(cidr.value);
      for (const except of outer ? textsIn(node, 'except') : []) {
        yield* ofRange(except, except.value);
        const inner = rangeOf(except.value);
        if (!inner || !outer || isWithin(inner, outer)) continue;
        yield problemAt(
          except,
          l10n.t('{0} is no part of {1}: the API server refuses it.', except.value, cidr.value),
        );
      }
    }
  },
};

/** Ranges with commas between them. */
function* ofAnnotation(root: MapNode, spec: MapNode): Generator<Problem> {
  const node = rangesAnnotation(root, spec)?.node;
  const value = typeof node?.value === 'string' ? node.value.trim() : '';
  if (!node || value === '') return;
  for (const range of value.split(',').map((part) => part.trim())) {
    const fault = rangeFault(range);
    if (fault !== undefined) yield problemAt(node, l10n.t('"{0}" is refused: {1}.', range, fault));
  }
}

function* ofAddress(node: Text): Generator<Problem> {
  const fault = addressFault(node.value);
  const address = addressOf(node.value);
  const special = address && fault === undefined ? specialAddress(address) : undefined;
  if (fault !== undefined) yield problemAt(node, l10n.t('"{0}" is refused: {1}.', node.value, fault));
  else if (special)
    yield problemAt(
      node,
      l10n.t('{0} is a {1} address: the API server refuses it here.', node.value, special),
    );
}

function* ofRange(node: Text, value: string): Generator<Problem> {
  const fault = rangeFault(value);
  if (fault === undefined) return;
  const range = rangeOf(value);
  const alone = range || !addressOf(value) ? undefined : `${value}/${value.includes(':') ? 128 : 32}`;
  const meant = range ? maskedText(range) : alone;
  yield problemAt(node, l10n.t('"{0}" is refused: {1}.', node.value, fault), {
    fixes: () => changeMaybe(node, meant),
  });
}

import * as l10n from '@vscode/l10n';
import { changeMaybe, without } from '../../fixes.ts';
import { given, textIn, textsIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Problem, Rule } from '../../rule.ts';
import { addressOf } from '../../values/address.ts';
import { serviceExample } from './examples.ts';
import { addressFault } from './addresses.ts';
import { servicesOf, type ServiceParts } from './service.ts';

export const clusterIpInvalid: Rule = {
  code: 'cluster-ip-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['Service'],
  docs: {
    title: 'A cluster IP that is refused',
    why: `\`clusterIP\` is an IP address out of the cluster's own range, \`None\` (with a capital letter) for a headless Service, or left out.
\`clusterIPs\` begins with the same address, holds at most one of each IP family, and \`None\` only alone.`,
    bad: serviceExample('clusterIP: none\nports:\n- port: 80'),
    good: serviceExample('clusterIP: None\nports:\n- port: 80'),
  },
  *check(context) {
    for (const service of servicesOf(context)) {
      if (service.type === 'ExternalName') continue;
      let sound = true;
      for (const problem of malformed(service)) {
        sound = false;
        yield problem;
      }
      yield* unequal(service, context.file.manifest.text);
      if (sound) yield* wrongFamilies(service);
    }
  },
};

function* malformed({ clusterIPs }: ServiceParts): Generator<Problem> {
  for (const [i, node] of clusterIPs.entries()) {
    const { value } = node;
    if (value === 'None' && i === 0) {
      if (clusterIPs.length > 1)
        yield problemAt(
          node,
          l10n.t('None must be the only cluster IP: the API server refuses the Service.'),
        );
      continue;
    }
    const fault = addressFault(value);
    if (fault === undefined) continue;
    const meant = value.toLowerCase() === 'none' ? 'None' : undefined;
    yield problemAt(node, l10n.t('"{0}" is no cluster IP: {1}.', value, fault), {
      fixes: () => changeMaybe(node, meant),
    });
  }
}

function* unequal({ node, clusterIPs }: ServiceParts, text: string): Generator<Problem> {
  const one = textIn(node, 'clusterIP');
  const [first, , third] = textsIn(node, 'clusterIPs');
  if (first && one !== undefined && one !== first.value) {
    const message =
      one === ''
        ? l10n.t('clusterIPs without clusterIP: the API server refuses the Service.')
        : l10n.t(
            'clusterIPs must begin with the address of clusterIP, {0}: the API server refuses the Service.',
            one,
          );
    const many = given(node, 'clusterIPs') ?? first;
    yield problemAt(many, message, { fixes: () => [without(text, node, 'clusterIPs')] });
  }
  if (third && clusterIPs.length > 2)
    yield problemAt(third, l10n.t('A Service has at most two cluster IPs, one of each IP family.'));
}

function* wrongFamilies({ node, clusterIPs, headless }: ServiceParts): Generator<Problem> {
  const sizes = clusterIPs.map(({ value }) => addressOf(value)?.bytes.length);
  const second = clusterIPs[1];
  if (second && sizes[0] === sizes[1]) {
    yield problemAt(
      second,
      l10n.t('Two cluster IPs of the same IP family: the API server refuses the Service.'),
    );
  }
  if (headless) return;
  const families = textsIn(node, 'ipFamilies');
  for (const [i, ip] of clusterIPs.entries()) {
    const family = families[i]?.value;
    const wanted = family === 'IPv4' ? 4 : family === 'IPv6' ? 16 : sizes[i];
    if (wanted === sizes[i]) continue;
    yield problemAt(
      ip,
      l10n.t('{0} is no {1} address, which ipFamilies wants here.', ip.value, family ?? ''),
    );
  }
}

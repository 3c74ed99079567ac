import * as l10n from '@vscode/l10n';
import { malformed } from '../../checked.ts';
import { setExample } from '../../examples.ts';
import { given } from '../../given.ts';
import { problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { addressOf } from '../../values/address.ts';
import type { Check } from '../../values/names.ts';

const example = (ip: string): string =>
  setExample('DaemonSet', { pod: `hostAliases:\n- ip: ${ip}\n  hostnames:\n  - collector\n` });

const addressFault: Check = (text) => {
  const address = addressOf(text);
  if (!address) return l10n.t('it is no IP address');
  if (address.fault === 'leading-zeros') return l10n.t('its numbers may not begin with 0');
  return address.fault === 'mapped' ? l10n.t('it is an IPv4 address written as IPv6') : undefined;
};

export const ipInvalid: Rule = {
  code: 'ip-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A host alias or name server is no IP address',
    why: `\`hostAliases[].ip\` and \`dnsConfig.nameservers\` are IP addresses; the API server refuses host names and, since 1.36, numbers with
leading zeros and IPv4 addresses in IPv6 form.`,
    bad: example('localhost'),
    good: example('127.0.0.1'),
  },
  *check(context) {
    for (const { node } of context.partial ? [] : context.typed('HostAlias')) {
      if (!given(node, 'ip'))
        yield problemWithout(node, 'ip', l10n.t('The alias has no IP address: the API server refuses it.'));
    }
    yield* malformed(context, [
      { type: 'HostAlias', fields: ['ip'], check: addressFault, empty: true },
      { type: 'PodDNSConfig', fields: ['nameservers'], check: addressFault, empty: true },
    ]);
  },
};

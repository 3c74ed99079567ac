import * as l10n from '@vscode/l10n';
import { malformed, type Formed } from '../../checked.ts';
import { setExample } from '../../examples.ts';
import { within } from '../../fields/typed.ts';
import type { Rule } from '../../rule.ts';
import { labelFault, subdomainFault, type Check } from '../../values/names.ts';

const example = (name: string): string =>
  setExample('DaemonSet', { pod: `hostAliases:\n- ip: 10.0.0.7\n  hostnames:\n  - ${name}\n` });

const underscored = /^_?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$/;

/** Search domains may hold underscores, and end with a dot (apimachinery `IsDNS1123SubdomainWithUnderscore`). */
const searchFault: Check = (text) => {
  if (text === '.') return undefined;
  const name = text.endsWith('.') ? text.slice(0, -1) : text;
  const good = name.length <= 253 && name.split('.').every((part) => underscored.test(part));
  return good ? undefined : subdomainFault(name);
};

const overrideFault: Check = (text) =>
  text.length > 64 ? l10n.t('it has {0} characters, {1} are allowed', text.length, 64) : subdomainFault(text);

const hostnames: readonly Formed[] = [
  {
    type: 'PodSpec',
    fields: ['hostname', 'subdomain'],
    check: labelFault,
    // The controller of a StatefulSet puts its own in their place.
    when: (spec) => !within(spec, 'StatefulSetSpec'),
  },
  { type: 'PodSpec', fields: ['hostnameOverride'], check: overrideFault, empty: true },
  { type: 'HostAlias', fields: ['hostnames'], check: subdomainFault, empty: true },
  { type: 'PodDNSConfig', fields: ['searches'], check: searchFault, empty: true },
];

export const hostnameInvalid: Rule = {
  code: 'hostname-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A host name or search domain is no DNS name',
    why: `\`hostname\` and \`subdomain\` are DNS labels (at most 63 lower-case letters, digits and \`-\`), \`hostAliases[].hostnames\` and
\`hostnameOverride\` DNS names, \`dnsConfig.searches\` too, which may hold underscores. The API server refuses others. In a StatefulSet
\`hostname\` and \`subdomain\` are not looked at: its controller sets them.`,
    bad: example('db_primary'),
    good: example('db-primary'),
  },
  check: (context) => malformed(context, hostnames),
};

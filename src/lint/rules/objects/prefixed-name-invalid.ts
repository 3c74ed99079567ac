import * as l10n from '@vscode/l10n';
import { malformed, type Formed } from '../../checked.ts';
import type { Rule } from '../../rule.ts';
import { annotationKeyFault, labelKeyFault } from '../../values/labels.ts';
import { textIn } from '../../given.ts';
import { subdomainFault, tooLong, type Check } from '../../values/names.ts';
import { serviceExample } from './examples.ts';

/** `validation.IsDomainPrefixedPath`. */
const prefixedFault: Check = (text) => {
  const [, domain = '', path = ''] = /^([^/]*)\/(.*)$/s.exec(text) ?? [];
  if (domain === '' || path === '')
    return l10n.t('it must be a domain, "/" and a path, such as example.org/queue');
  if (!/^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(path))
    return l10n.t('its path has characters that are not allowed');
  return subdomainFault(domain) ?? tooLong(text, 63);
};

const names: readonly Formed[] = [
  { type: 'ServicePort', fields: ['appProtocol'], check: labelKeyFault, empty: true },
  {
    type: 'ServiceSpec',
    fields: ['loadBalancerClass'],
    check: labelKeyFault,
    empty: true,
    // In a Service of another type it has no place at all.
    when: ({ node }) => textIn(node, 'type') === 'LoadBalancer',
  },
  { type: 'JobSpec', fields: ['managedBy'], check: prefixedFault, empty: true },
  { type: 'StorageClass', fields: ['provisioner'], check: annotationKeyFault },
  { type: 'PodFailurePolicyOnPodConditionsPattern', fields: ['type'], check: labelKeyFault, empty: true },
];

export const prefixedNameInvalid: Rule = {
  code: 'prefixed-name-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['Service', 'StorageClass', 'Job', 'CronJob'],
  docs: {
    title: 'A protocol, class or provisioner has not the form of such a name',
    why: `\`appProtocol\`, \`loadBalancerClass\`, a StorageClass's \`provisioner\`, a Job's \`managedBy\` (with a domain) and the conditions of a \`podFailurePolicy\` are names such as
\`http\`, \`kubernetes.io/h2c\` or \`ebs.csi.aws.com\`: at most 63 letters, digits, \`-\`, \`_\` and \`.\`, optionally after a domain and \`/\`.
The API server refuses others.`,
    bad: serviceExample('ports:\n- port: 80\n  appProtocol: http 1.1'),
    good: serviceExample('ports:\n- port: 80\n  appProtocol: http'),
  },
  check: (context) => malformed(context, names),
};

import { malformed, type Formed } from '../../checked.ts';
import type { Rule } from '../../rule.ts';
import { annotationKeyFault, labelKeyFault } from '../../values/labels.ts';
import { textIn } from '../../given.ts';
import { serviceExample } from './examples.ts';

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
    why: `\`appProtocol\`, \`loadBalancerClass\`, a StorageClass's \`provisioner\` and the conditions of a \`podFailurePolicy\` are names such as
\`http\`, \`kubernetes.io/h2c\` or \`ebs.csi.aws.com\`: at most 63 letters, digits, \`-\`, \`_\` and \`.\`, optionally after a domain and \`/\`.
The API server refuses others.`,
    bad: serviceExample('ports:\n- port: 80\n  appProtocol: http 1.1'),
    good: serviceExample('ports:\n- port: 80\n  appProtocol: http'),
  },
  check: (context) => malformed(context, names),
};

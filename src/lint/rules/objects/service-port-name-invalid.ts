import { malformed } from '../../checked.ts';
import type { Rule } from '../../rule.ts';
import { labelFault } from '../../values/names.ts';
import { serviceExample } from './examples.ts';

export const servicePortNameInvalid: Rule = {
  code: 'service-port-name-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['Service'],
  docs: {
    title: "A Service's port has a name that is refused",
    why: `The name of a Service's port is a DNS label: lower-case letters, digits and \`-\`, at most 63 characters. (The limit of 15 is
that of container ports and of \`targetPort\`.)`,
    bad: serviceExample('ports:\n- name: HTTP_web\n  port: 80'),
    good: serviceExample('ports:\n- name: http-web\n  port: 80'),
  },
  check: (context) => malformed(context, [{ type: 'ServicePort', fields: ['name'], check: labelFault }]),
};

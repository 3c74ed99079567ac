import { malformed } from '../../checked.ts';
import { setExample } from '../../examples.ts';
import type { Rule } from '../../rule.ts';
import { portNameFault } from '../../values/names.ts';

const example = (name: string): string =>
  setExample('StatefulSet', { container: `ports:\n- name: ${name}\n  containerPort: 8080\n` });

export const portNameInvalid: Rule = {
  code: 'port-name-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: "A container port's name is too long or has other letters",
    why: `Names of container ports have at most 15 lower-case letters, digits and \`-\`, one letter at least, no \`-\` at the ends and no
\`--\` (names of services, RFC 6335). The API server refuses others. The ports of a Service are called more freely.`,
    bad: example('mongodb_metrics_port'),
    good: example('mongodb-metrics'),
  },
  check: (context) => malformed(context, [{ type: 'ContainerPort', fields: ['name'], check: portNameFault }]),
};

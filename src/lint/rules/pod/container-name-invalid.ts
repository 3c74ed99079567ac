import { malformed } from '../../checked.ts';
import { setExample } from '../../examples.ts';
import type { Rule } from '../../rule.ts';
import { labelFault } from '../../values/names.ts';

const example = (name: string): string =>
  setExample('DaemonSet', {
    pod: `initContainers:\n- name: ${name}\n  image: registry.example/init:1.0.0\n`,
  });

export const containerNameInvalid: Rule = {
  code: 'container-name-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: "A container's name is not a DNS label",
    why: `Names of containers have at most 63 lower-case letters, digits and \`-\`, and begin and end with a letter or a digit. The API
server refuses others, also those with dots or underscores.`,
    bad: example('Fetch_Config'),
    good: example('fetch-config'),
  },
  check: (context) =>
    malformed(context, [
      { type: 'Container', fields: ['name'], check: labelFault },
      { type: 'EphemeralContainer', fields: ['name'], check: labelFault },
    ]),
};

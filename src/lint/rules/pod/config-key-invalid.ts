import { malformed } from '../../checked.ts';
import { setExample } from '../../examples.ts';
import type { Rule } from '../../rule.ts';
import { configKeyFault } from '../../values/names.ts';

const example = (key: string): string =>
  setExample('StatefulSet', {
    container: `env:
- name: TOKEN
  valueFrom:
    secretKeyRef:
      name: web
      key: ${key}
      optional: true
`,
  });

export const configKeyInvalid: Rule = {
  code: 'config-key-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'No Secret or ConfigMap can have such a key',
    why: `Keys of Secrets and ConfigMaps have letters, digits, \`-\`, \`_\` and \`.\`, at most 253. A reference to another key is refused by
the API server. It is a key, not a path: \`tls/ca.crt\` is none.`,
    bad: example('api/token'),
    good: example('api.token'),
  },
  check: (context) =>
    malformed(context, [
      { type: 'SecretKeySelector', fields: ['key'], check: configKeyFault },
      { type: 'ConfigMapKeySelector', fields: ['key'], check: configKeyFault },
    ]),
};

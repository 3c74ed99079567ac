import { malformed } from '../../checked.ts';
import { setExample } from '../../examples.ts';
import type { Rule } from '../../rule.ts';
import { headerNameFault } from '../../values/names.ts';

const example = (name: string): string =>
  setExample('StatefulSet', {
    container: `readinessProbe:
  httpGet:
    port: 8080
    httpHeaders:
    - name: ${name}
      value: probe
`,
  });

export const headerNameInvalid: Rule = {
  code: 'header-name-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'The name of a header in a probe or hook has other letters',
    why: 'Names of HTTP headers have letters, digits and `-`. The API server refuses others.',
    bad: example('X Sent By'),
    good: example('X-Sent-By'),
  },
  check: (context) => malformed(context, [{ type: 'HTTPHeader', fields: ['name'], check: headerNameFault }]),
};

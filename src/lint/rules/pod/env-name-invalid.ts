import { malformed } from '../../checked.ts';
import { setExample } from '../../examples.ts';
import type { Rule } from '../../rule.ts';
import { envNameFault } from '../../values/names.ts';

const example = (name: string): string =>
  setExample('StatefulSet', { container: `env:\n- name: ${name}\n  value: info\n` });

export const envNameInvalid: Rule = {
  code: 'env-name-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: "An environment variable's name has other letters than printable ASCII",
    why: `Since Kubernetes 1.34 a name may hold every printable ASCII character but \`=\`. The API server refuses others; the same goes for
\`envFrom[].prefix\`.`,
    bad: example('LOG=LEVEL'),
    good: example('LOG_LEVEL'),
  },
  check: (context) =>
    malformed(context, [
      { type: 'EnvVar', fields: ['name'], check: envNameFault },
      { type: 'EnvFromSource', fields: ['prefix'], check: envNameFault },
      { type: 'FileKeySelector', fields: ['key'], check: envNameFault },
    ]),
};

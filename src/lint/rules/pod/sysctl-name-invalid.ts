import * as l10n from '@vscode/l10n';
import { malformed } from '../../checked.ts';
import { setExample } from '../../examples.ts';
import type { Rule } from '../../rule.ts';
import type { Check } from '../../values/names.ts';

const example = (name: string): string =>
  setExample('DaemonSet', { pod: `securityContext:\n  sysctls:\n  - name: ${name}\n    value: "1024"\n` });

const segment = /^[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$/;

const sysctlFault: Check = (text) =>
  text.length <= 253 && text.split(/[./]/).every((part) => segment.test(part))
    ? undefined
    : l10n.t("lower-case letters, digits, '-' and '_', joined by '.' or '/', are allowed");

export const sysctlNameInvalid: Rule = {
  code: 'sysctl-name-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: "A sysctl's name has other letters",
    why: 'Names of kernel parameters are lower-case segments joined by `.` or `/`. The API server refuses others.',
    bad: example('net.core.SoMaxConn'),
    good: example('net.core.somaxconn'),
  },
  check: (context) => malformed(context, [{ type: 'Sysctl', fields: ['name'], check: sysctlFault }]),
};

import * as l10n from '@vscode/l10n';
import { malformed } from '../../checked.ts';
import { setExample } from '../../examples.ts';
import type { Rule } from '../../rule.ts';
import type { Check } from '../../values/names.ts';

const example = (user: string): string =>
  setExample('DaemonSet', {
    pod: `os:\n  name: windows\nnodeSelector:\n  kubernetes.io/os: windows\nsecurityContext:\n  windowsOptions:\n    runAsUserName: ${user}\n`,
  });

const netBios = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const dnsLabel = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/;
const control = /[\u0000-\u001f\u007f]/;

const userFault: Check = (text) => {
  if (text === '') return l10n.t('it is empty');
  if (control.test(text)) return l10n.t('it has control characters');
  const parts = text.split('\\');
  if (parts.length > 2) return l10n.t('it has several backslashes');
  const user = parts.at(-1) ?? '';
  const domain = parts.length === 2 ? (parts[0] ?? '') : undefined;
  if (domain !== undefined && (domain.length >= 256 || !isDomain(domain)))
    return l10n.t('its domain is none');
  if (user === '' || user.length > 104)
    return l10n.t('the user has no name, or one of more than 104 characters');
  if (/^[. ]+$/.test(user)) return l10n.t('the user has only dots or spaces');
  return /["/\\:;|=,+*?<>@[\]]/.test(user)
    ? l10n.t('the user has characters that are not allowed')
    : undefined;
};

function isDomain(domain: string): boolean {
  return netBios.test(domain) || domain.split('.').every((part) => dnsLabel.test(part));
}

const specFault: Check = (text) => {
  if (text === '') return l10n.t('it is empty');
  return text.length > 64 * 1024 ? l10n.t('it has more than {0} KiB', 64) : undefined;
};

export const windowsUserInvalid: Rule = {
  code: 'windows-user-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A Windows user name is none',
    why: `\`windowsOptions.runAsUserName\` is \`user\` or \`domain\\user\` as Windows has them; the API server refuses others, and an empty
or very large \`gmsaCredentialSpec\`.`,
    bad: example('admin@example.com'),
    good: example('ContainerAdministrator'),
  },
  check: (context) =>
    malformed(context, [
      { type: 'WindowsSecurityContextOptions', fields: ['runAsUserName'], check: userFault, empty: true },
      {
        type: 'WindowsSecurityContextOptions',
        fields: ['gmsaCredentialSpec'],
        check: specFault,
        empty: true,
      },
    ]),
};

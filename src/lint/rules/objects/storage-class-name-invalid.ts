import * as l10n from '@vscode/l10n';
import { malformed, type Formed } from '../../checked.ts';
import type { Rule } from '../../rule.ts';
import { subdomainFault } from '../../values/names.ts';
import { volumeExample } from './examples.ts';

const example = (name: string): string =>
  volumeExample(
    `capacity:\n  storage: 1Gi\naccessModes:\n- ReadWriteOnce\nstorageClassName: ${name}\nnfs:\n  server: nfs.example.org\n  path: /srv`,
  );

const names: readonly Formed[] = [
  {
    type: 'PersistentVolumeClaimSpec',
    fields: ['storageClassName', 'volumeAttributesClassName'],
    check: subdomainFault,
  },
  { type: 'PersistentVolumeSpec', fields: ['storageClassName'], check: subdomainFault },
  {
    type: 'PersistentVolumeSpec',
    fields: ['volumeAttributesClassName'],
    check: (text) => (text === '' ? l10n.t('it is empty') : subdomainFault(text)),
    empty: true,
  },
];

export const storageClassNameInvalid: Rule = {
  code: 'storage-class-name-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'No storage class can have such a name',
    why: `Names of storage classes are DNS names: lower-case letters, digits, \`-\` and \`.\`. The API server refuses a claim or volume that
names another. An empty \`storageClassName\` is allowed in a claim, and means: no class, only a volume that exists.`,
    bad: example('Data_Bases'),
    good: example('data-bases'),
  },
  check: (context) => malformed(context, names),
};

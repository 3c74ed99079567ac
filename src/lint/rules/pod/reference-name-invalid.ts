import * as l10n from '@vscode/l10n';
import { malformed, type Formed } from '../../checked.ts';
import { setExample } from '../../examples.ts';
import { textIn } from '../../given.ts';
import type { Rule } from '../../rule.ts';
import { labelFault, subdomainFault, type Check } from '../../values/names.ts';

const example = (name: string): string => setExample('DaemonSet', { pod: `serviceAccountName: ${name}\n` });

/** What is only the beginning of a name may end with `-`; the server takes these references for such. */
const beginningFault: Check = (text) => subdomainFault(text.endsWith('-') ? `${text.slice(0, -1)}0` : text);

const driverFault: Check = (text) =>
  text.length > 63
    ? l10n.t('it has {0} characters, {1} are allowed', text.length, 63)
    : subdomainFault(text.toLowerCase());

const references: readonly Formed[] = [
  {
    type: 'PodSpec',
    fields: ['serviceAccountName', 'priorityClassName', 'nodeName'],
    check: subdomainFault,
  },
  {
    type: 'PodSpec',
    fields: ['serviceAccount'],
    check: subdomainFault,
    // An old name of serviceAccountName, which goes before.
    when: ({ node }) => textIn(node, 'serviceAccountName') === '',
  },
  { type: 'PodSpec', fields: ['runtimeClassName'], check: subdomainFault, empty: true },
  { type: 'SecretKeySelector', fields: ['name'], check: subdomainFault },
  { type: 'ConfigMapKeySelector', fields: ['name'], check: subdomainFault },
  { type: 'SecretEnvSource', fields: ['name'], check: beginningFault },
  { type: 'ConfigMapEnvSource', fields: ['name'], check: beginningFault },
  { type: 'FileKeySelector', fields: ['volumeName'], check: labelFault },
  { type: 'PodResourceClaim', fields: ['name'], check: labelFault },
  {
    type: 'PodResourceClaim',
    fields: ['resourceClaimName', 'resourceClaimTemplateName'],
    check: subdomainFault,
    empty: true,
  },
  { type: 'ResourceClaim', fields: ['request'], check: labelFault },
  { type: 'PodAffinityTerm', fields: ['namespaces'], check: labelFault, empty: true },
  { type: 'CSIVolumeSource', fields: ['driver'], check: driverFault },
  {
    type: 'LocalObjectReference',
    fields: ['name'],
    check: subdomainFault,
    when: (reference) => reference.owner?.type === 'CSIVolumeSource',
  },
  { type: 'StorageOSVolumeSource', fields: ['volumeName', 'volumeNamespace'], check: labelFault },
  {
    type: 'WindowsSecurityContextOptions',
    fields: ['gmsaCredentialSpecName'],
    check: subdomainFault,
    empty: true,
  },
  { type: 'StatefulSetSpec', fields: ['serviceName'], check: labelFault },
];

export const referenceNameInvalid: Rule = {
  code: 'reference-name-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'No object can have the name that is referred to',
    why: `What names another object (\`serviceAccountName\`, \`priorityClassName\`, \`serviceName\`, \`secretKeyRef.name\` …) must have the form
of such an object's name: lower-case letters, digits, \`-\` and, but for Services and namespaces, \`.\`. The API server refuses others.
Whether the object exists is no matter here.`,
    bad: example('Log_Reader'),
    good: example('log-reader'),
  },
  check: (context) => malformed(context, references),
};

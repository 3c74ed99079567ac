import { setExample } from '../../examples.ts';
import { notOne, type Alternatives } from '../../oneOf.ts';
import type { Rule } from '../../rule.ts';

const example = (more: string): string =>
  setExample('StatefulSet', {
    container: `env:
- name: NODE
  valueFrom:
    fieldRef:
      fieldPath: spec.nodeName
${more}`,
  });

const sources: readonly Alternatives[] = [
  {
    type: 'EnvVarSource',
    fields: ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'],
  },
  { type: 'EnvFromSource', fields: ['configMapRef', 'secretRef'] },
  { type: 'DownwardAPIVolumeFile', fields: ['fieldRef', 'resourceFieldRef'] },
];

export const envSource: Rule = {
  code: 'env-source',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A value has no source, or several',
    why: `\`valueFrom\`, each item of \`envFrom\` and each file of a \`downwardAPI\` volume take their value from exactly one place. The API
server refuses none and several; a second item of \`envFrom\` takes a second place.`,
    bad: example(`    resourceFieldRef:\n      resource: limits.cpu\n`),
    good: example(''),
  },
  check: (context) => notOne(context, sources),
};

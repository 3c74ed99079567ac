import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { malformed, type Formed } from '../../checked.ts';
import { given, textIn } from '../../given.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Problem, Rule, RuleContext } from '../../rule.ts';
import { labelFault, subdomainFault, tooLong, type Check } from '../../values/names.ts';
import { volumeExample } from './examples.ts';

const driverFault: Check = (text) => tooLong(text, 63) ?? subdomainFault(text.toLowerCase());

const names: readonly Formed[] = [
  { type: 'CSIPersistentVolumeSource', fields: ['driver'], check: driverFault },
  {
    type: 'SecretReference',
    fields: ['name'],
    check: subdomainFault,
    when: ({ owner }) => isCsi(owner?.type),
  },
  {
    type: 'SecretReference',
    fields: ['namespace'],
    check: labelFault,
    when: ({ owner }) => isCsi(owner?.type),
  },
];

const isCsi = (type: string | undefined): boolean => type === 'CSIPersistentVolumeSource';

const example = (driver: string): string =>
  volumeExample(
    `capacity:\n  storage: 10Gi\naccessModes:\n- ReadWriteOnce\ncsi:\n  driver: ${driver}\n  volumeHandle: vol-1`,
  );

export const volumeCsiInvalid: Rule = {
  code: 'volume-csi-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['PersistentVolume'],
  docs: {
    title: 'A CSI volume that is not described as it must be',
    why: `\`csi.driver\` is a driver's name, a DNS name of at most 63 characters; each Secret reference of it has a name and a namespace; and
only CSI volumes can have a \`volumeAttributesClassName\`. The API server refuses the rest.`,
    bad: example('ebs_csi'),
    good: example('ebs.csi.aws.com'),
  },
  *check(context) {
    yield* malformed(context, names);
    yield* incomplete(context);
    for (const { node } of context.typed('PersistentVolumeSpec')) {
      const written = scalarAt(node, 'volumeAttributesClassName');
      if (!written || written.value === null || given(node, 'csi')) continue;
      const message = l10n.t('volumeAttributesClassName is for CSI volumes: the API server refuses it here.');
      yield { ...problemAt(written, message), path: 'spec.csi' };
    }
  },
};

function* incomplete(context: RuleContext): Generator<Problem> {
  for (const { node, owner, field } of context.typed('SecretReference')) {
    // The server does not look into the one for staging.
    if (!isCsi(owner?.type) || field === 'nodeStageSecretRef') continue;
    for (const key of ['name', 'namespace']) {
      if (textIn(node, key) !== '') continue;
      yield problemWithout(node, key, l10n.t('{0} is missing: the API server refuses the volume.', key));
    }
  }
}

import { malformed } from '../../checked.ts';
import { setExample } from '../../examples.ts';
import type { Rule } from '../../rule.ts';
import { labelFault } from '../../values/names.ts';

const example = (name: string): string =>
  setExample('DaemonSet', { pod: `volumes:\n- name: ${name}\n  emptyDir: {}\n` });

export const volumeNameInvalid: Rule = {
  code: 'volume-name-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: "A volume's name is not a DNS label",
    why: `Names of volumes, and of a StatefulSet's claim templates, which become volumes of its pods, have at most 63 lower-case letters,
digits and \`-\`, and begin and end with a letter or a digit. The API server refuses others. Mounts name volumes: change their \`name\` too.`,
    bad: example('tmp_files'),
    good: example('tmp-files'),
  },
  check: (context) =>
    malformed(context, [
      { type: 'Volume', fields: ['name'], check: labelFault },
      {
        type: 'ObjectMeta',
        fields: ['name'],
        check: labelFault,
        when: (meta) => meta.owner?.field === 'volumeClaimTemplates',
      },
    ]),
};

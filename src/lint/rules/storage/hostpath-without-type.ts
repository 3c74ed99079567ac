import * as l10n from '@vscode/l10n';
import { insertKey } from '../../../manifest/edits.ts';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (type: string): string =>
  setExample('DaemonSet', {
    container: 'volumeMounts:\n- name: log\n  mountPath: /var/log\n  readOnly: true',
    pod: `volumes:\n- name: log\n  hostPath:\n    path: /var/log${type}`,
  });

export const hostpathWithoutType: Rule = {
  code: 'hostpath-without-type',
  severity: 'hint',
  basis: 'policy',
  kinds: 'any',
  docs: {
    title: 'A path of the node is not checked before it is mounted',
    why: `Without \`type\` the kubelet takes whatever is at the path, and where nothing is, the container runtime makes an empty folder of
root: a mistyped path goes unnoticed, a socket that is not there yet becomes a folder and stays one. \`Directory\` and \`Socket\` make the
pod wait and say so; \`DirectoryOrCreate\` makes the folder.`,
    bad: example(''),
    good: example('\n    type: Directory'),
  },
  *check(context) {
    for (const { node } of context.typed('HostPathVolumeSource')) {
      const path = scalarAt(node, 'path');
      const type = scalarAt(node, 'type');
      if (!path || typeof path.value !== 'string' || path.value === '' || (type && type.text !== ''))
        continue;
      const { text } = context.file.manifest;
      const add = (value: string, preferred = false) => ({
        title: l10n.t('Set type to {0}', value),
        edits: insertKey(text, node, 'type', value, { after: 'path' }),
        preferred,
      });
      yield problemAt(path, l10n.t('Nothing checks what is at {0} before it is mounted.', path.value), {
        fixes: () => {
          if (node.byKey.has('type')) return [];
          if (/\.sock$/.test(path.text)) return [add('Socket', true)];
          return [add('Directory'), add('DirectoryOrCreate')];
        },
      });
    }
  },
};

import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeTo } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (path: string): string =>
  setExample('DaemonSet', {
    container: `volumeMounts:\n- name: cache\n  mountPath: ${path}`,
    pod: 'volumes:\n- name: cache\n  emptyDir: {}',
  });

export const mountPathRelative: Rule = {
  code: 'mount-path-relative',
  severity: 'info',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: 'A mount path without its first slash',
    why: `The API server accepts a relative \`mountPath\`; the kubelet puts a \`/\` before it, whatever the container's working directory is:
\`data\` is mounted at \`/data\`. Write it as it is. Paths of Windows are left alone.`,
    bad: example('var/cache'),
    good: example('/var/cache'),
  },
  *check(context) {
    for (const { node } of context.typed('VolumeMount')) {
      const path = scalarAt(node, 'mountPath');
      if (!path || typeof path.value !== 'string' || !/^[\w.-]/.test(path.value) || /[\\:$]/.test(path.value))
        continue;
      const absolute = `/${path.value.replace(/^(?:\.\/)+/, '')}`;
      yield problemAt(path, l10n.t('This is mounted at {0}, whatever the working directory is.', absolute), {
        fixes: () => (path.value === '.' || path.value === '..' ? [] : [changeTo(path, absolute)]),
      });
    }
  },
};

import * as l10n from '@vscode/l10n';
import { mapsAt, scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { withoutItem } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (path: string): string =>
  setExample('DaemonSet', {
    container: `volumeMounts:
- name: cache
  mountPath: /cache
- name: cache
  mountPath: ${path}
  subPath: spool
`,
    pod: `volumes:\n- name: cache\n  emptyDir: {}\n`,
  });

export const mountPathDuplicate: Rule = {
  code: 'mount-path-duplicate',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'Two mounts of a container have the same path',
    why: `A path of a container shows one volume. The API server refuses the same \`mountPath\`, or the same \`devicePath\`, twice. (It
compares letters: \`/data\` and \`/data/\` are two for it.)`,
    bad: example('/cache'),
    good: example('/spool'),
  },
  *check(context) {
    for (const type of ['Container', 'EphemeralContainer']) {
      for (const { node } of context.typed(type)) {
        for (const [list, field] of lists) {
          const taken = new Set<string>();
          for (const { map } of mapsAt(node, list)) {
            const path = scalarAt(map, field);
            if (typeof path?.value !== 'string' || path.value === '') continue;
            if (taken.has(path.value)) {
              yield problemAt(
                path,
                l10n.t('Another volume is at "{0}" already: the API server refuses it.', path.value),
                { fixes: () => withoutItem(context.file.manifest.text, map) },
              );
            }
            taken.add(path.value);
          }
        }
      }
    }
  },
};

const lists = [
  ['volumeMounts', 'mountPath'],
  ['volumeDevices', 'devicePath'],
] as const;

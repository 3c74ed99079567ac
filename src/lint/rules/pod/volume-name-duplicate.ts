import * as l10n from '@vscode/l10n';
import { mapsAt, scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeTo, freeName, withoutItem } from '../../fixes.ts';
import { podsOf } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (name: string): string =>
  setExample('DaemonSet', {
    pod: `volumes:\n- name: cache\n  emptyDir: {}\n- name: ${name}\n  emptyDir: {}\n`,
  });

export const volumeNameDuplicate: Rule = {
  code: 'volume-name-duplicate',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'Two volumes of a pod have the same name',
    why: `Mounts name a volume, so the API server refuses a second of the same name. (A volume with the name of a claim template is no
error: the claim takes its place.)`,
    bad: example('cache'),
    good: example('spool'),
  },
  *check(context) {
    for (const pod of podsOf(context)) {
      const taken = new Set<string>();
      for (const { map } of mapsAt(pod.node, 'volumes')) {
        const name = scalarAt(map, 'name');
        if (typeof name?.value !== 'string' || name.value === '' || pod.claimTemplates.has(name.value))
          continue;
        const { value } = name;
        if (taken.has(value)) {
          yield problemAt(
            name,
            l10n.t('Another volume of the pod is named "{0}" too: the API server refuses it.', value),
            {
              fixes: () => [
                changeTo(name, freeName(value, taken)),
                ...withoutItem(context.file.manifest.text, map),
              ],
            },
          );
        }
        taken.add(value);
      }
    }
  },
};

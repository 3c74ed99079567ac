import * as l10n from '@vscode/l10n';
import { mapAt, mapsAt, scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { podsOf, volumesOf } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const settings = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  app.conf: level=info
---
`;
const example = (mount: string): string =>
  settings +
  setExample('DaemonSet', {
    container: `volumeMounts:\n- name: settings\n${mount}`,
    pod: 'volumes:\n- name: settings\n  configMap:\n    name: settings',
  });

export const subpathNotUpdated: Rule = {
  code: 'subpath-not-updated',
  severity: 'hint',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: 'A single file of a ConfigMap or Secret does not follow changes',
    why: `What is mounted with \`subPath\` is copied when the container starts: later changes of the ConfigMap or Secret do not reach it.
Where the program is to see them, mount the whole volume into a directory of its own. Often the pods are restarted anyway.`,
    bad: example('  mountPath: /etc/app/app.conf\n  subPath: app.conf'),
    good: example('  mountPath: /etc/app'),
  },
  *check(context) {
    for (const pod of podsOf(context)) {
      const volumes = volumesOf(pod);
      for (const { map } of pod.all.flatMap(({ node }) => mapsAt(node, 'volumeMounts'))) {
        const path = scalarAt(map, 'subPath');
        const volume = volumes.get(scalarAt(map, 'name')?.text ?? '');
        if (!path || path.text === '' || !volume) continue;
        const what = ['configMap', 'secret', 'projected'].find((source) => mapAt(volume, source));
        if (what === undefined) continue;
        yield problemAt(
          path,
          l10n.t('A file that is mounted with subPath does not follow later changes of its {0}.', what),
        );
      }
    }
  },
};

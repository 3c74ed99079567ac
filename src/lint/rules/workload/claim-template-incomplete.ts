import * as l10n from '@vscode/l10n';
import { mapAt, mapsAt, type MapNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { given, textIn } from '../../given.ts';
import { problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (metadata: string): string =>
  setExample('StatefulSet', {
    spec: `volumeClaimTemplates:
- ${metadata}spec:
    accessModes:
    - ReadWriteOnce
    resources:
      requests:
        storage: 1Gi
`,
    container: `volumeMounts:\n- name: data\n  mountPath: /data\n`,
    pod: metadata === '' ? `volumes:\n- name: data\n  emptyDir: {}\n` : '',
  });

export const claimTemplateIncomplete: Rule = {
  code: 'claim-template-incomplete',
  severity: 'error',
  basis: 'api',
  kinds: ['StatefulSet'],
  docs: {
    title: 'A claim template has no name, or asks for nothing',
    why: `A claim template is a volume of each pod, and mounts find it by \`metadata.name\`; its \`spec\` says how it is accessed and how
large it is. The API server refuses a StatefulSet whose claim templates lack one of them.`,
    bad: example(''),
    good: example('metadata:\n    name: data\n  '),
  },
  *check(context) {
    if (context.partial) return;
    for (const { node: spec } of context.typed('StatefulSetSpec')) {
      for (const { map } of mapsAt(spec, 'volumeClaimTemplates')) {
        if (textIn(map, 'metadata', 'name') === '' && !isFlat(map)) {
          yield problemWithout(
            mapAt(map, 'metadata') ?? map,
            mapAt(map, 'metadata') ? 'name' : 'metadata',
            l10n.t('The claim template has no name: the API server refuses it.'),
          );
        }
        if (!given(map, 'spec')) {
          yield problemWithout(
            map,
            'spec',
            l10n.t('The claim template says neither access modes nor size: the API server refuses it.'),
          );
        }
      }
    }
  },
};

/** The name stands where it does not belong, which is said of it there. */
function isFlat(claim: MapNode): boolean {
  return claim.byKey.has('name');
}

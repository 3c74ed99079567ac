import * as l10n from '@vscode/l10n';
import { setExample } from '../../examples.ts';
import { without } from '../../fixes.ts';
import { given } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (metadata: string): string =>
  setExample('DaemonSet', {
    pod: `volumes:
- name: scratch
  ephemeral:
    volumeClaimTemplate:
      metadata:
        labels:
          app: web
${metadata}      spec:
        accessModes:
        - ReadWriteOnce
        resources:
          requests:
            storage: 1Gi
`,
  });

export const ephemeralClaimMetadata: Rule = {
  code: 'ephemeral-claim-metadata',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: "An ephemeral volume's claim can't be named",
    why: `The claim of an \`ephemeral\` volume is named after its pod and volume. Its template can have labels and annotations; the API
server refuses a name or anything else in its \`metadata\`.`,
    bad: example('        name: scratch\n'),
    good: example(''),
  },
  *check(context) {
    for (const { node, owner } of context.typed('ObjectMeta')) {
      if (owner?.type !== 'PersistentVolumeClaimTemplate') continue;
      for (const key of node.byKey.keys()) {
        const value = given(node, key);
        if (!value || key === 'labels' || key === 'annotations') continue;
        if (value.kind === 'scalar' && (value.value === '' || value.value === 0)) continue;
        yield problemAt(
          value,
          l10n.t("{0} can't be set for the claim of an ephemeral volume: the API server refuses it.", key),
          { fixes: () => [without(context.file.manifest.text, node, key, true)] },
        );
      }
    }
  },
};

import * as l10n from '@vscode/l10n';
import { given } from '../../given.ts';
import { metadataOf } from '../../labelMaps.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const most = 256 * 1024;
const config = (value: string): string => `apiVersion: v1
kind: ConfigMap
metadata:
  name: dashboard
  annotations:
    example.com/source: ${value}
`;

export const annotationsTooLarge: Rule = {
  code: 'annotations-too-large',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'Annotations of more than 256 KiB',
    why: `All annotations of an object together, keys and values, have at most 262,144 bytes. \`kubectl apply\` adds the whole manifest as one
more annotation: \`kubectl apply --server-side\` does not.`,
    bad: config('x'.repeat(most)),
    good: config('x'),
  },
  *check(context) {
    for (const { node } of metadataOf(context)) {
      const annotations = given(node, 'annotations');
      if (annotations?.kind !== 'map') continue;
      // Most are far from it; bytes are only counted where they could matter.
      const { start, end } = annotations.range;
      if (3 * (end - start) <= most) continue;
      const encoder = new TextEncoder();
      let size = 0;
      for (const [key, { value }] of annotations.byKey) {
        size += encoder.encode(key).length;
        if (value.kind === 'scalar' && typeof value.value === 'string')
          size += encoder.encode(value.value).length;
      }
      if (size <= most) continue;
      yield problemAt(
        annotations,
        l10n.t(
          'The annotations have {0} bytes, {1} are allowed: the API server refuses the object.',
          size,
          most,
        ),
      );
    }
  },
};

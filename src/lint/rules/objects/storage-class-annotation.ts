import * as l10n from '@vscode/l10n';
import { putIn, removeKey } from '../../../manifest/edits.ts';
import { mapAt, scalarAt, stepsOf, type MapNode } from '../../../manifest/nodes.ts';
import { inSteps } from '../../../manifest/steps.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Rule, RuleContext } from '../../rule.ts';
import { volumeExample } from './examples.ts';

const key = 'volume.beta.kubernetes.io/storage-class';
const spec = (name: string): string =>
  `capacity:\n  storage: 1Gi\naccessModes:\n- ReadWriteOnce\n${name}nfs:\n  server: nfs.example.org\n  path: /srv`;

export const storageClassAnnotation: Rule = {
  code: 'storage-class-annotation',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['PersistentVolumeClaim', 'PersistentVolume', 'StatefulSet'],
  docs: {
    title: 'A storage class in an annotation',
    why: `The annotation \`volume.beta.kubernetes.io/storage-class\` is from before \`storageClassName\` (Kubernetes 1.6). It is still read, and
where both are given the annotation wins, which surprises. Write \`storageClassName\`.`,
    bad: volumeExample(spec('')).replace(
      '  name: web\n',
      `  name: web\n  annotations:\n    ${key}: databases\n    example.org/team: data\n`,
    ),
    good: volumeExample(spec('storageClassName: databases\n')),
  },
  *check(context) {
    for (const type of ['PersistentVolumeClaim', 'PersistentVolume']) {
      for (const { node } of context.typed(type)) {
        const annotations = mapAt(node, 'metadata', 'annotations');
        const written = scalarAt(annotations, key);
        if (!annotations || typeof written?.value !== 'string') continue;
        const { value } = written;
        const message = l10n.t(
          'The storage class "{0}" is in an annotation of old; use storageClassName.',
          value,
        );
        yield problemAt(written, message, { tags: ['deprecated'], fixes: () => fixes(context, node, value) });
      }
    }
  },
};

function fixes({ file, object }: RuleContext, node: MapNode, value: string): readonly Fix[] {
  const path = stepsOf(node).slice(stepsOf(object.node).length);
  const edits = inSteps(file.manifest.text, object, [
    (now, root) => {
      const own = mapAt(root, ...path);
      return own ? putIn(now, own, ['spec', 'storageClassName'], value) : [];
    },
    (now, root) => {
      const metadata = mapAt(root, ...path, 'metadata');
      const annotations = mapAt(metadata, 'annotations');
      if (!metadata || !annotations) return [];
      return annotations.byKey.size === 1
        ? removeKey(now, metadata, 'annotations')
        : removeKey(now, annotations, key);
    },
  ]);
  return edits.length > 0 ? [{ title: l10n.t('Move it to storageClassName'), edits, preferred: true }] : [];
}

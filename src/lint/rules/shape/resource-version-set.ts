import * as l10n from '@vscode/l10n';
import { mapAt, scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { without } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

export const resourceVersionSet: Rule = {
  code: 'resource-version-set',
  severity: 'warning',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: 'A manifest that names a resourceVersion',
    why: `What was copied from a cluster (\`kubectl get -o yaml\`) carries the number of that moment's version. With it the API server refuses to
create the object anew, and refuses an update as soon as anything else has changed it. Remove it; the same goes for \`uid\`,
\`creationTimestamp\`, \`managedFields\` and \`status\`, which do less harm.`,
    bad: setExample('DaemonSet', { metadata: 'resourceVersion: "4711"' }),
    good: setExample('DaemonSet'),
  },
  *check(context) {
    const metadata = mapAt(context.object.node, 'metadata');
    const node = scalarAt(metadata, 'resourceVersion');
    if (!metadata || !node || node.value === null || node.value === '') return;
    yield problemAt(
      node,
      l10n.t('With a resourceVersion the object can not be created, nor updated after any other change.'),
      { fixes: () => [without(context.file.manifest.text, metadata, 'resourceVersion', true)] },
    );
  },
};

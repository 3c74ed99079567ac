import * as l10n from '@vscode/l10n';
import { setExample } from '../../examples.ts';
import { given, textIn } from '../../given.ts';
import { isMisspelt } from '../../misplaced.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import { at, formatPath, stepsOf, tokenOf } from '../../../manifest/nodes.ts';
import type { Rule } from '../../rule.ts';

const bad = setExample('DaemonSet').replace('  name: web\n', '  labels:\n    app: web\n');

export const nameMissing: Rule = {
  code: 'name-missing',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'An object without a name',
    why: `Each object needs \`metadata.name\`; \`generateName\` does for \`kubectl create\`, not for \`kubectl apply\`. A value behind \`#\` is a comment:
\`name: #web\` is no name.`,
    bad,
    good: setExample('DaemonSet', { metadata: 'labels:\n  app: web' }),
  },
  *check({ object }) {
    const { node } = object;
    if (textIn(node, 'metadata', 'name') !== '' || textIn(node, 'metadata', 'generateName') !== '') return;
    const metadata = given(node, 'metadata');
    if (isMisspelt(object, node, 'metadata')) return;
    if (metadata?.kind === 'map' && isMisspelt(object, metadata, 'name')) return;
    const message = l10n.t('The {0} has no name: the API server refuses it.', object.kind);
    const name = at(node, 'metadata', 'name');
    if (name) yield problemAt(name, message);
    else if (metadata?.kind === 'map' && metadata.entries.length > 0)
      yield problemWithout(metadata, 'name', message);
    else if (metadata?.kind !== 'seq') {
      const range = tokenOf(metadata ?? at(node, 'kind') ?? node);
      yield { range, path: formatPath([...stepsOf(node), 'metadata', 'name']), message };
    }
  },
};

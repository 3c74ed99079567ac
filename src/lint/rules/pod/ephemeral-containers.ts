import * as l10n from '@vscode/l10n';
import { setExample } from '../../examples.ts';
import { without } from '../../fixes.ts';
import { given, lengthIn } from '../../given.ts';
import { podsOf } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (pod: string): string => setExample('DaemonSet', { pod });

export const ephemeralContainers: Rule = {
  code: 'ephemeral-containers',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'Ephemeral containers in a manifest',
    why: `Ephemeral containers are added to a pod that runs (\`kubectl debug\`). The API server refuses them in templates, and in pods that
are made.`,
    bad: example('ephemeralContainers:\n- name: debug\n  image: registry.example/debug:1.0.0\n'),
    good: example(''),
  },
  *check(context) {
    for (const { node } of podsOf(context)) {
      const containers = given(node, 'ephemeralContainers');
      if (!containers || (lengthIn(node, 'ephemeralContainers') ?? 0) === 0) continue;
      yield problemAt(
        containers,
        l10n.t(
          'Ephemeral containers can only be added to a pod that runs: the API server refuses them here.',
        ),
        { fixes: () => [without(context.file.manifest.text, node, 'ephemeralContainers', true)] },
      );
    }
  },
};

import * as l10n from '@vscode/l10n';
import { setExample } from '../../examples.ts';
import { without } from '../../fixes.ts';
import { given } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (more: string): string =>
  setExample('StatefulSet', { container: `readinessProbe:\n  tcpSocket:\n    port: 8080\n${more}` });

export const readinessGrace: Rule = {
  code: 'readiness-grace',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A readiness probe ends no container',
    why: `\`terminationGracePeriodSeconds\` of a probe is the time that a container gets to stop when the probe has failed. A readiness
probe stops none, and the API server refuses it there.`,
    bad: example('  terminationGracePeriodSeconds: 10\n'),
    good: example(''),
  },
  *check(context) {
    for (const { node, field } of context.typed('Probe')) {
      const grace = field === 'readinessProbe' ? given(node, 'terminationGracePeriodSeconds') : undefined;
      if (!grace) continue;
      yield problemAt(
        grace,
        l10n.t(
          'A readiness probe stops no container and can have no grace period: the API server refuses it.',
        ),
        { fixes: () => [without(context.file.manifest.text, node, 'terminationGracePeriodSeconds', true)] },
      );
    }
  },
};

import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { without } from '../../fixes.ts';
import { integerIn } from '../../given.ts';
import { runsHooks } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (more: string): string =>
  setExample('StatefulSet', { container: `livenessProbe:\n  tcpSocket:\n    port: 8080\n${more}` });

export const probeSuccessThreshold: Rule = {
  code: 'probe-success-threshold',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'Only a readiness probe can want several successes',
    why: `One success is enough for a liveness or startup probe: the API server refuses a \`successThreshold\` other than 1 for them. How
many failures count is \`failureThreshold\`.`,
    bad: example('  successThreshold: 3\n'),
    good: example('  failureThreshold: 3\n'),
  },
  *check(context) {
    for (const probe of context.typed('Probe')) {
      if (probe.field === 'readinessProbe' || !runsHooks(probe)) continue;
      const node = scalarAt(probe.node, 'successThreshold');
      const threshold = integerIn(probe.node, 'successThreshold', 1);
      // Zero is not set, for the API server; below it is refused as a number.
      if (!node || threshold === undefined || threshold === 0 || threshold === 1) continue;
      yield problemAt(
        node,
        l10n.t('successThreshold of a {0} must be 1: the API server refuses {1}.', probe.field, threshold),
        { fixes: () => [without(context.file.manifest.text, probe.node, 'successThreshold', true)] },
      );
    }
  },
};

import * as l10n from '@vscode/l10n';
import { mapAt, toJs } from '../../../manifest/nodes.ts';
import { databaseExample, secretItem } from '../../databaseExample.ts';
import { without } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { known } from '../../startScript.ts';

const probe = (kind: string): string => `${kind}:\n  tcpSocket:\n    port: 6379\n`;

const example = (container: string): string =>
  databaseExample({
    name: 'redis',
    image: 'redis:8.10.1',
    env: secretItem('REDISCLI_AUTH', 'redis', 'password'),
    container,
    mountPath: '/data',
  });

/** PRB002. */
export const livenessLikeReadiness: Rule = {
  code: 'liveness-like-readiness',
  severity: 'info',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: 'A database is ended by the probe that says whether it is ready',
    why: `A database that recovers after a crash, loads its data or is very busy does not answer for a while. The readiness probe takes it
out of its Services then, which is right; a liveness probe of the same command ends it, and it begins to recover anew. Do without a
liveness probe, or let it ask for less and wait longer, with a startup probe before it.`,
    bad: example(probe('readinessProbe') + probe('livenessProbe')),
    good: example(probe('readinessProbe')),
  },
  *check(context) {
    for (const { container, facts } of known(context)) {
      const { node } = container;
      const liveness = mapAt(node, 'livenessProbe');
      const readiness = mapAt(node, 'readinessProbe');
      if (!liveness || !readiness || mapAt(node, 'startupProbe')) continue;
      if (JSON.stringify(toJs(liveness)) !== JSON.stringify(toJs(readiness))) continue;
      yield problemAt(
        liveness,
        l10n.t('{0} is ended whenever it is not ready: both probes are the same.', facts.title),
        { fixes: () => [without(context.file.manifest.text, node, 'livenessProbe')] },
      );
    }
  },
};

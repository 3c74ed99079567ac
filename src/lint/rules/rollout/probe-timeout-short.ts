import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { scalarAt, seqAt, type MapNode } from '../../../manifest/nodes.ts';
import { databaseExample, secretItem } from '../../databaseExample.ts';
import { integerIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { probesOf } from '../../serving.ts';

const example = (timeout: string): string =>
  databaseExample({
    name: 'mongodb',
    image: 'mongo:8.0.29',
    env:
      secretItem('MONGO_INITDB_ROOT_USERNAME', 'mongodb', 'username') +
      secretItem('MONGO_INITDB_ROOT_PASSWORD', 'mongodb', 'password'),
    container: `readinessProbe:\n  exec:\n    command: [mongosh, --quiet, --eval, db.adminCommand('ping').ok]\n${timeout}`,
    mountPath: '/data/db',
  });

// What needs a second or more to start: a shell on Node.js, and programs on a Java machine.
const slow =
  /(?:^|[\s/;&|])(mongosh|nodetool|cqlsh|rabbitmq-diagnostics|rabbitmqctl|kafka-[a-z-]+\.sh)(?=$|[\s;&|])/;

/** The defaults of `timeoutSeconds` and what the slow clients want: the systems' own advice. */
export const probeTimeoutShort: Rule = {
  code: 'probe-timeout-short',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: 'The probe is given up before its command can answer',
    why: `A probe's command must end within \`timeoutSeconds\`, which is 1 when it is not written. \`mongosh\`, \`nodetool\`, \`rabbitmqctl\` and the
like need a second or more just to start, more on a busy node: the probe fails though the server is well, pods are taken out of their
Services, and with a liveness probe they are ended again and again. Five seconds and more are usual for them.`,
    bad: example(''),
    good: example('  timeoutSeconds: 10'),
  },
  *check({ set, file }) {
    for (const container of set?.containers ?? []) {
      for (const { node } of probesOf(container.node)) {
        const client = clientIn(node);
        const seconds = integerIn(node, 'timeoutSeconds', 1);
        if (client === undefined || seconds === undefined || seconds > 1) continue;
        yield problemAt(
          scalarAt(node, 'timeoutSeconds') ?? node,
          l10n.t(
            '{0} needs a second or more to start: with a timeout of {1} s the probe fails though the server is well.',
            client,
            Math.max(seconds, 1),
          ),
          {
            fixes: () => [
              {
                title: l10n.t('Set timeoutSeconds to {0}', 10),
                edits: putIn(file.manifest.text, node, ['timeoutSeconds'], 10, { after: 'exec' }),
                preferred: true,
              },
            ],
          },
        );
      }
    }
  },
};

function clientIn(probe: MapNode): string | undefined {
  for (const { value } of seqAt(probe, 'exec', 'command')?.items ?? []) {
    const client = value.kind === 'scalar' ? slow.exec(value.text)?.[1] : undefined;
    if (client !== undefined) return client;
  }
  return undefined;
}

import * as l10n from '@vscode/l10n';
import { databaseExample, secretItem } from '../../databaseExample.ts';
import { commandLine } from '../../images.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { known, startScriptRuns, variable } from '../../startScript.ts';
import { seqAt, walk, type ScalarNode } from '../../../manifest/nodes.ts';
import type { ContainerView } from '../../../manifest/objects.ts';

const example = (args: string): string =>
  databaseExample({
    name: 'mongodb',
    image: 'mongo:8.0.29',
    replicas: 3,
    env:
      secretItem('MONGO_INITDB_ROOT_USERNAME', 'mongodb', 'username') +
      secretItem('MONGO_INITDB_ROOT_PASSWORD', 'mongodb', 'password'),
    container: `args:\n- --replSet\n- rs0\n${args}`,
    mountPath: '/data/db',
  });

/** IMG011. docker-library/mongo#475, #504. */
export const mongoKeyFileMissing: Rule = {
  code: 'mongo-key-file-missing',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: 'A replica set with users, but without a key file',
    why: `With a root user the image's start script turns authentication on, and then the members of a replica set have to prove
themselves to each other: without \`--keyFile\` (or x.509) mongod ends with "security.keyFile is required when authorization is enabled
with replica sets". The key is a file of at most 1,024 base64 characters that only mongod's user may read: an init container copies it
from a Secret into an \`emptyDir\` and changes owner and mode.`,
    bad: example(''),
    good: example('- --keyFile\n- /etc/mongo-key/keyfile'),
  },
  *check(context) {
    for (const { container } of known(context, 'mongodb')) {
      if (!startScriptRuns(container, /^mongod$/)) continue;
      if (
        !variable(container, 'MONGO_INITDB_ROOT_USERNAME') ||
        !variable(container, 'MONGO_INITDB_ROOT_PASSWORD')
      )
        continue;
      const option = replSetOption(container);
      const line = commandLine(container);
      if (
        !option ||
        /--keyFile|--clusterAuthMode|--transitionToAuth|--config\b|(?:^|\s)-f\s|--noauth/.test(line)
      )
        continue;
      yield problemAt(
        option,
        l10n.t(
          'A replica set with a root user needs --keyFile: mongod ends with "security.keyFile is required when authorization is enabled with replica sets".',
        ),
      );
    }
  },
};

function replSetOption({ node }: ContainerView): ScalarNode | undefined {
  const args = seqAt(node, 'args');
  if (!args) return undefined;
  for (const part of walk(args)) {
    if (part.kind === 'scalar' && /^--replSet(?:=|$)/.test(part.text)) return part;
  }
  return undefined;
}

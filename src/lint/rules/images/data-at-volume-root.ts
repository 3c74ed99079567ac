import * as l10n from '@vscode/l10n';
import { insertKey } from '../../../manifest/edits.ts';
import { scalarAt } from '../../../manifest/nodes.ts';
import { databaseExample, secretItem } from '../../databaseExample.ts';
import { versionOf, type ImageFacts } from '../../images.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Rule } from '../../rule.ts';
import { addVariable, claimMounts, known, literal, type Known } from '../../startScript.ts';

const example = (mount?: string): string =>
  databaseExample({
    name: 'mysql',
    image: 'mysql:8.4.11',
    env: secretItem('MYSQL_ROOT_PASSWORD', 'mysql', 'password'),
    mountPath: '/var/lib/mysql',
    ...(mount === undefined ? {} : { mount }),
  });

/** IMG023, IMG031, IMG040. docker-library/mysql#186, #933; strimzi#1307. */
export const dataAtVolumeRoot: Rule = {
  code: 'data-at-volume-root',
  severity: 'info',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: 'Data directly at the root of a volume',
    why: `Volumes of most cloud providers are formatted with ext4, which puts a folder \`lost+found\` at their root. PostgreSQL and MySQL make
a database only in an empty folder, and Kafka takes each folder for a topic's: all three end with an error at the first start. A folder
of the volume avoids it: \`subPath\`, or \`PGDATA\` below the mount. On volumes that are folders of a node or a network share there is no
\`lost+found\`, and a set that runs must not be changed: it would not find its data. *Fix all* leaves it.`,
    bad: example(),
    good: example('subPath: mysql'),
  },
  *check(context) {
    for (const one of known(context, 'postgres', 'mysql', 'kafka')) {
      const path = dataPathOf(one);
      const mount =
        path === undefined ? undefined : claimMounts(one).find((candidate) => candidate.path === path);
      if (!mount || mount.subPath) continue;
      yield problemAt(
        scalarAt(mount.node, 'mountPath') ?? mount.node,
        l10n.t(
          '{0} keeps its data at the root of the volume: on ext4 there is a folder lost+found, with which it does not start the first time.',
          one.facts.title,
        ),
        { fixes: () => [...fixes(context.file.manifest.text, one, mount.node, one.facts)] },
      );
    }
  },
};

/** Where the data is kept if that can be the root of a mount. */
function dataPathOf({ container, facts }: Known): string | undefined {
  const [image] = facts.dataPaths;
  if (facts.system === 'mysql') return image;
  if (facts.system === 'kafka') {
    const set = container.env.some(({ name }) => name === 'KAFKA_LOG_DIRS' || name === 'KAFKA_LOG_DIR');
    const apache = (container.image ?? '').includes('apache/kafka');
    // Without the variable the image of Apache Kafka keeps its data in /tmp.
    return set ? literal(container, 'KAFKA_LOG_DIRS') : apache ? undefined : image;
  }
  if ((versionOf(container.image ?? '')?.[0] ?? 18) >= 18) return undefined;
  const set = container.env.some(({ name }) => name === 'PGDATA');
  return set ? literal(container, 'PGDATA')?.replace(/(?<=.)\/+$/, '') : image;
}

function* fixes(
  text: string,
  { container }: Known,
  mount: Known['container']['node'],
  facts: ImageFacts,
): Generator<Fix> {
  if (facts.system === 'postgres') {
    if (container.env.some(({ name }) => name === 'PGDATA')) return;
    const value = `${facts.dataPaths[0] ?? ''}/pgdata`;
    yield addVariable(
      text,
      container,
      'PGDATA',
      { title: l10n.t('Set PGDATA to {0} (for a new set only)', value), from: { value } },
      false,
    );
    return;
  }
  yield {
    title: l10n.t('Mount a folder of the volume: subPath "{0}" (for a new set only)', facts.system),
    edits: insertKey(text, mount, 'subPath', facts.system, { after: 'mountPath' }),
  };
}

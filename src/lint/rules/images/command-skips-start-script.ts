import * as l10n from '@vscode/l10n';
import type { TextEdit } from '../../../base/text.ts';
import { removeKey } from '../../../manifest/edits.ts';
import { at, seqAt, tokenOf, pathOf, type MapNode } from '../../../manifest/nodes.ts';
import { databaseExample, secretItem } from '../../databaseExample.ts';
import type { Fix, Rule } from '../../rule.ts';
import { known } from '../../startScript.ts';

const example = (key: string): string =>
  databaseExample({
    name: 'mongodb',
    image: 'mongo:8.0.29',
    env:
      secretItem('MONGO_INITDB_ROOT_USERNAME', 'mongodb', 'username') +
      secretItem('MONGO_INITDB_ROOT_PASSWORD', 'mongodb', 'password'),
    container: `${key}:\n- mongod\n- --bind_ip_all`,
    mountPath: '/data/db',
  });

/** The servers themselves: started without the script before them. */
const servers: Readonly<Record<string, RegExp>> = {
  mongodb: /(?:^|\/)mongod$/,
  mysql: /(?:^|\/)mysqld(?:_safe)?$/,
  mariadb: /(?:^|\/)(?:mysqld|mariadbd)(?:[-_]safe)?$/,
  postgres: /(?:^|\/)postgres$/,
  rabbitmq: /(?:^|\/)rabbitmq-server$/,
};

/** IMG080. */
export const commandSkipsStartScript: Rule = {
  code: 'command-skips-start-script',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: 'The command takes the place of the start script',
    why: `\`command\` replaces the image's entry point, \`args\` what is given to it. The official images' entry point is a script that makes
users and databases from variables, and steps down from root; with the server itself as \`command\` the script does not run, and the
variables do nothing: the database has no such user. Use \`args\`.`,
    bad: example('command'),
    good: example('args'),
  },
  *check(context) {
    for (const { container, facts } of known(context, ...Object.keys(servers))) {
      const command = seqAt(container.node, 'command');
      const first = command?.items[0]?.value;
      if (!command || first?.kind !== 'scalar' || !servers[facts.system]?.test(first.text)) continue;
      const lost = container.env.find(
        ({ name }) => name !== undefined && facts.initEnv.includes(name.replace(/_FILE$/, '')),
      );
      if (!lost) continue;
      yield {
        range: tokenOf(first),
        path: pathOf(command),
        message: l10n.t(
          'command starts {0} without the start script of the image, which alone reads {1}: it has no effect.',
          first.text,
          lost.name ?? '',
        ),
        fixes: () => fixes(context.file.manifest.text, container.node, command.items.length),
      };
    }
  },
};

function fixes(text: string, container: MapNode, length: number): readonly Fix[] {
  const entry = container.entries.find(({ key }) => key === 'command');
  if (!entry) return [];
  if (!at(container, 'args')) {
    const edits: TextEdit[] = [{ range: entry.keyRange, text: 'args' }];
    return [{ title: l10n.t('Change to "{0}"', 'args'), edits, preferred: true }];
  }
  // The script puts the server before arguments that begin with a dash.
  if (length > 1) return [];
  return [
    { title: l10n.t('Remove {0}', 'command'), edits: removeKey(text, container, 'command'), preferred: true },
  ];
}

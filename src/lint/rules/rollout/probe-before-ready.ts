import * as l10n from '@vscode/l10n';
import type { TextEdit } from '../../../base/text.ts';
import { insertItem, setScalar } from '../../../manifest/edits.ts';
import { seqAt, type MapNode, type ScalarNode } from '../../../manifest/nodes.ts';
import { databaseExample, secretItem } from '../../databaseExample.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Rule } from '../../rule.ts';
import { probesOf } from '../../serving.ts';
import { known } from '../../startScript.ts';

const example = (host: string): string =>
  databaseExample({
    name: 'postgres',
    image: 'postgres:18.6',
    env: secretItem('POSTGRES_PASSWORD', 'postgres', 'password'),
    container: `readinessProbe:\n  exec:\n    command: [sh, -c, 'pg_isready${host} -U postgres']`,
    mountPath: '/var/lib/postgresql',
  });

// Clients that take the socket when no host is given.
const clients: Readonly<Record<string, RegExp>> = {
  postgres: /\bpg_isready\b/,
  mysql: /\bmysqladmin\b/,
  mariadb: /\b(?:mysqladmin|mariadb-admin)\b/,
};

/** PRB004. */
export const probeBeforeReady: Rule = {
  code: 'probe-before-ready',
  severity: 'info',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: 'The probe succeeds while the database is still being made',
    why: `At the first start the images of PostgreSQL, MySQL and MariaDB run a temporary server to make users and databases. It listens on
its Unix socket only, which is what \`pg_isready\` and \`mysqladmin\` ask when they are given no host: the pod counts as ready, and a moment
later the server ends and starts again. With \`-h 127.0.0.1\` they ask the real one.`,
    bad: example(''),
    good: example(' -h 127.0.0.1'),
  },
  *check(context) {
    for (const { container, facts } of known(context, ...Object.keys(clients))) {
      for (const { name, node } of probesOf(container.node)) {
        if (name === 'livenessProbe') continue;
        const found = clientIn(node, clients[facts.system] ?? /^$/);
        if (!found || name === (container.node.byKey.has('startupProbe') ? 'readinessProbe' : '')) continue;
        const { word, client } = found;
        yield problemAt(
          word,
          l10n.t(
            '{0} without a host asks the socket, which answers while the database is still being made.',
            client,
          ),
          {
            fixes: (): readonly Fix[] => {
              const edits = withHost(context.file.manifest.text, word, client);
              return edits.length > 0 ? [{ title: l10n.t('Ask 127.0.0.1'), edits, preferred: true }] : [];
            },
          },
        );
      }
    }
  },
};

/** The word of the command that starts the client, if no word says a host. */
function clientIn(
  probe: MapNode,
  client: RegExp,
): { readonly word: ScalarNode; readonly client: string } | undefined {
  const items = seqAt(probe, 'exec', 'command')?.items ?? [];
  const words = items.flatMap(({ value, alias }) => (value.kind === 'scalar' && !alias ? [value] : []));
  if (words.some(({ text }) => /(?:^|\s)(?:-h|--host|--protocol)/.test(text))) return undefined;
  const word = words.find(({ text }) => client.test(text));
  const name = word && client.exec(word.text)?.[0];
  return word && name !== undefined ? { word, client: name } : undefined;
}

function withHost(text: string, word: ScalarNode, client: string): TextEdit[] {
  if (word.style === 'literal' || word.style === 'folded') return [];
  const list = word.parent?.node;
  // The client itself takes one word more; the text of a shell gets it behind the client's name.
  if (list?.kind === 'seq' && word.parent?.step === 0) return insertItem(text, list, '-h127.0.0.1');
  return setScalar(word, word.text.replace(client, `${client} -h 127.0.0.1`));
}

import * as l10n from '@vscode/l10n';
import { placeQuestions, secretQuestions, sizeQuestion } from './common.ts';
import { password } from './secrets.ts';
import * as parts from './parts.ts';
import type { Given, System } from './system.ts';
import { pieces, stop, type Piece } from './template.ts';

const ports = [{ name: 'mysql', port: 3306 }];

/**
 * MySQL from the official image. Facts: docker-library/mysql, docker-entrypoint.sh: one of three root password variables is wanted; the
 * data folder is initialised where it holds no `mysql`; meanwhile a temporary server runs without network. A volume's `lost+found`
 * is no database: the data goes into a folder of the volume (docker-library/mysql#186).
 */
export function mysql(): System {
  return {
    id: 'mysql',
    kind: 'StatefulSet',
    title: 'MySQL',
    description: l10n.t('Official image, one primary with a volume and generated passwords'),
    questions: [
      ...placeQuestions(['StatefulSet', 'Service'], 'mysql', 'mysql'),
      sizeQuestion('10Gi'),
      ...secretQuestions('root-password, username, password, database'),
    ],
    render(given) {
      const { place, answer, random } = given;
      const keys = credentials(given, password(random), password(random));
      return [
        ...keys.objects,
        parts.headlessService(place, ports, { peers: false }),
        statefulSet(place, keys, answer('size')),
      ];
    },
  };
}

function credentials(given: Given, root: string, user: string): parts.Credentials {
  return parts.credentials(given, '-credentials', {
    'root-password': pieces`  # Generated for this file. Read only when the volume is empty: changing them later does not change the database's.
  root-password: "${root}"\n`,
    username: pieces`  username: ${stop('username', 'app')}\n`,
    password: pieces`  password: "${user}"\n`,
    database: pieces`  database: ${stop('database', 'app')}\n`,
  });
}

function statefulSet(place: parts.Place, credentials: parts.Credentials, size: string): readonly Piece[] {
  const { name } = place;
  const keys = credentials.name;
  return pieces`${parts.statefulSetHead(
    place,
    pieces`  # One primary. More pods would be more databases, each with data of its own. For replicas that take over, use an
  # operator such as MySQL's own.
  replicas: 1
`,
    credentials,
  )}      # InnoDB writes its pages back before it ends; killing it sooner means a recovery at the next start.
      terminationGracePeriodSeconds: 120
${parts.podSecurity(999, 'mysql')}      containers:
        - name: mysql
          image: mysql:${stop('tag', '8.4.11')}
${parts.containerPorts(ports)}          env:
${parts.fromSecret('MYSQL_ROOT_PASSWORD', keys, 'root-password')}${parts.fromSecret('MYSQL_USER', keys, 'username')}${parts.fromSecret('MYSQL_PASSWORD', keys, 'password')}${parts.fromSecret('MYSQL_DATABASE', keys, 'database')}          # Over TCP on purpose: while the database is made, a temporary server runs without network. A refused login
          # counts as alive: it is the server that refuses.
          startupProbe:
            exec:
              command: ["mysqladmin", "ping", "-h", "127.0.0.1"]
            periodSeconds: 5
            failureThreshold: 120
            timeoutSeconds: 3
          readinessProbe:
            exec:
              command: ["mysqladmin", "ping", "-h", "127.0.0.1"]
            periodSeconds: 5
            timeoutSeconds: 3
${parts.resources('250m', '1Gi')}${parts.containerSecurity}          volumeMounts:
            - name: data
              mountPath: /var/lib/mysql
              subPath: mysql # the volume's own lost+found would be taken for a database
${parts.claims(name, [{ name: 'data', size }])}`;
}

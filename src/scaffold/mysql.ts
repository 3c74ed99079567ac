import * as l10n from '@vscode/l10n';
import { nameQuestion, namespaceDocument, namespaceQuestion } from './common.ts';
import {
  claims,
  containerPorts,
  containerSecurity,
  fromSecret,
  headlessService,
  type Place,
  podSecurity,
  resources,
  secret,
  statefulSetHead,
} from './parts.ts';
import { password } from './secrets.ts';
import type { System } from './system.ts';
import { documents, pieces, stop, type Piece } from './template.ts';

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
    questions: [nameQuestion(['StatefulSet', 'Service'], 'mysql'), namespaceQuestion('mysql')],
    render(answer, random) {
      const place = { name: answer('name'), namespace: answer('namespace') };
      return documents([
        ...namespaceDocument(place.namespace),
        credentials(place, password(random), password(random)),
        headlessService(place, ports, { peers: false }),
        statefulSet(place),
      ]);
    },
  };
}

function credentials(place: Place, root: string, user: string): readonly Piece[] {
  return secret(place, '-credentials', [
    pieces`  # Generated for this file. Read only when the volume is empty: changing them later does not change the database's.
  root-password: "${root}"\n`,
    pieces`  username: ${stop('username', 'app')}\n`,
    pieces`  password: "${user}"\n`,
    pieces`  database: ${stop('database', 'app')}\n`,
  ]);
}

function statefulSet(place: Place): readonly Piece[] {
  const { name } = place;
  const keys = `${name}-credentials`;
  return pieces`${statefulSetHead(
    place,
    pieces`  # One primary. More pods would be more databases, each with data of its own. For replicas that take over, use an
  # operator such as MySQL's own.
  replicas: 1
`,
  )}      # InnoDB writes its pages back before it ends; killing it sooner means a recovery at the next start.
      terminationGracePeriodSeconds: 120
      enableServiceLinks: false
      automountServiceAccountToken: false
${podSecurity(999, 'mysql')}      containers:
        - name: mysql
          image: mysql:${stop('tag', '8.4.11')}
${containerPorts(ports)}          env:
${fromSecret('MYSQL_ROOT_PASSWORD', keys, 'root-password')}${fromSecret('MYSQL_USER', keys, 'username')}${fromSecret('MYSQL_PASSWORD', keys, 'password')}${fromSecret('MYSQL_DATABASE', keys, 'database')}          # Over TCP on purpose: while the database is made, a temporary server runs without network. A refused login
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
${resources('250m', '1Gi')}${containerSecurity}          volumeMounts:
            - name: data
              mountPath: /var/lib/mysql
              subPath: mysql # the volume's own lost+found would be taken for a database
${claims(name, [{ name: 'data', size: '10Gi' }])}`;
}

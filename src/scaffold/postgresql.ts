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

const ports = [{ name: 'postgresql', port: 5432 }];

/**
 * PostgreSQL from the official image. Facts: docker-library/postgres, 18/docker-entrypoint.sh and Dockerfile: a password or the trust
 * method is wanted; from 18 on the data is in a folder of its version below /var/lib/postgresql; while initdb runs, the server listens
 * on its Unix socket only; SIGINT, the image's stop signal, is a fast shutdown.
 */
export function postgresql(): System {
  return {
    id: 'postgresql',
    kind: 'StatefulSet',
    title: 'PostgreSQL',
    description: l10n.t('Official image, one database with a volume and a generated password'),
    questions: [nameQuestion(['StatefulSet', 'Service'], 'postgresql'), namespaceQuestion('postgresql')],
    render(answer, random) {
      const place = { name: answer('name'), namespace: answer('namespace') };
      return documents([
        ...namespaceDocument(place.namespace),
        credentials(place, password(random)),
        headlessService(place, ports, { peers: false }),
        statefulSet(place),
      ]);
    },
  };
}

function credentials(place: Place, generated: string): readonly Piece[] {
  return secret(place, '-credentials', [
    pieces`  username: ${stop('username', 'app')}\n`,
    pieces`  database: ${stop('database', 'app')}\n`,
    pieces`  # Generated for this file. Read only when the volume is empty: changing it later does not change the database's.
  password: "${generated}"\n`,
  ]);
}

function statefulSet(place: Place): readonly Piece[] {
  const { name } = place;
  const keys = `${name}-credentials`;
  return pieces`${statefulSetHead(
    place,
    pieces`  # One primary. More pods would be more databases, each with data of its own. For standbys that take over, use an
  # operator such as CloudNativePG.
  replicas: 1
`,
  )}      # Time for a fast shutdown: open transactions are rolled back, the checkpoint is written.
      terminationGracePeriodSeconds: 60
      enableServiceLinks: false
      automountServiceAccountToken: false
${podSecurity(999, 'postgres')}      containers:
        - name: postgresql
          image: postgres:${stop('tag', '18.6')}
${containerPorts(ports)}          env:
${fromSecret('POSTGRES_USER', keys, 'username')}${fromSecret('POSTGRES_PASSWORD', keys, 'password')}${fromSecret('POSTGRES_DB', keys, 'database')}          # Over TCP on purpose: while the database is made, a temporary server answers on the Unix socket alone.
          startupProbe:
            exec:
              command: ["sh", "-c", 'pg_isready -h 127.0.0.1 -U "$POSTGRES_USER"']
            periodSeconds: 5
            failureThreshold: 60
          readinessProbe:
            exec:
              command: ["sh", "-c", 'pg_isready -h 127.0.0.1 -U "$POSTGRES_USER"']
            periodSeconds: 5
            timeoutSeconds: 3
${resources('250m', '1Gi')}${containerSecurity}          volumeMounts:
            # Not …/data: from PostgreSQL 18 on the image keeps each version's data in a folder of its own below.
            - name: data
              mountPath: /var/lib/postgresql
            - name: shared-memory
              mountPath: /dev/shm
      volumes:
        # Parallel queries want more than the 64 MiB that a container gets; it counts as the container's memory.
        - name: shared-memory
          emptyDir:
            medium: Memory
            sizeLimit: 256Mi
${claims(name, [{ name: 'data', size: '10Gi' }])}`;
}

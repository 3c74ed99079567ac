import * as l10n from '@vscode/l10n';
import { placeQuestions, secretQuestions, sizeQuestion } from './common.ts';
import { password } from './secrets.ts';
import * as parts from './parts.ts';
import type { Given, System } from './system.ts';
import { pieces, stop, type Piece } from './template.ts';

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
    questions: [
      ...placeQuestions(['StatefulSet', 'Service'], 'postgresql', 'postgresql'),
      sizeQuestion('10Gi'),
      ...secretQuestions('username, password, database'),
    ],
    render(given) {
      const { place, answer, random } = given;
      const keys = credentials(given, password(random));
      return [
        ...keys.objects,
        parts.headlessService(place, ports, { peers: false }),
        statefulSet(place, keys, answer('size')),
      ];
    },
  };
}

function credentials(given: Given, generated: string): parts.Credentials {
  return parts.credentials(given, '-credentials', {
    username: pieces`  username: ${stop('username', 'app')}\n`,
    database: pieces`  database: ${stop('database', 'app')}\n`,
    password: pieces`  # Generated for this file. Read only when the volume is empty: changing it later does not change the database's.
  password: "${generated}"\n`,
  });
}

function statefulSet(place: parts.Place, credentials: parts.Credentials, size: string): readonly Piece[] {
  const { name } = place;
  const keys = credentials.name;
  return pieces`${parts.statefulSetHead(
    place,
    pieces`  # One primary. More pods would be more databases, each with data of its own. For standbys that take over, use an
  # operator such as CloudNativePG.
  replicas: 1
`,
    credentials,
  )}      # Time for a fast shutdown: open transactions are rolled back, the checkpoint is written.
      terminationGracePeriodSeconds: 60
${parts.podSecurity(999, 'postgres')}      containers:
        - name: postgresql
          image: postgres:${stop('tag', '18.6')}
${parts.containerPorts(ports)}          env:
${parts.fromSecret('POSTGRES_USER', keys, 'username')}${parts.fromSecret('POSTGRES_PASSWORD', keys, 'password')}${parts.fromSecret('POSTGRES_DB', keys, 'database')}          # Over TCP on purpose: while the database is made, a temporary server answers on the Unix socket alone.
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
${parts.resources('250m', '1Gi')}${parts.containerSecurity}          volumeMounts:
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
${parts.claims(name, [{ name: 'data', size }])}`;
}

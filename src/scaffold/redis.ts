import * as l10n from '@vscode/l10n';
import { placeQuestions, secretQuestions, sizeQuestion } from './common.ts';
import { password } from './secrets.ts';
import * as parts from './parts.ts';
import type { System } from './system.ts';
import { pieces, stop, type Piece } from './template.ts';

const ports = [{ name: 'redis', port: 6379 }];

/**
 * Redis from the official image. Facts: docker-library/redis: no variable sets a password and protected mode is off, so that it has to be
 * an argument; the working directory is /data.
 */
export function redis(): System {
  return {
    id: 'redis',
    kind: 'StatefulSet',
    title: 'Redis',
    description: l10n.t(
      'Official image, one server with a volume, an append-only file and a generated password',
    ),
    questions: [
      ...placeQuestions(['StatefulSet', 'Service'], 'redis', 'redis'),
      sizeQuestion('5Gi'),
      ...secretQuestions('password'),
    ],
    render(given) {
      const { place, answer, random } = given;
      const credentials = parts.credentials(given, '-credentials', {
        password: pieces`  # Generated for this file. Pods read it when they start: restart the set after changing it.
  password: "${password(random)}"\n`,
      });
      return [
        ...credentials.objects,
        parts.headlessService(place, ports, { peers: false }),
        statefulSet(place, credentials, answer('size')),
      ];
    },
  };
}

function statefulSet(place: parts.Place, credentials: parts.Credentials, size: string): readonly Piece[] {
  const { name } = place;
  const keys = credentials.name;
  return pieces`${parts.statefulSetHead(
    place,
    pieces`  # One server. More pods would be more servers, each with data of its own.
  replicas: 1
`,
    credentials,
  )}      terminationGracePeriodSeconds: 60
${parts.podSecurity(999, 'redis')}      containers:
        - name: redis
          image: redis:${stop('tag', '8.10.1')}
          args: ["--requirepass", "$(REDIS_PASSWORD)", "--appendonly", "yes"]
${parts.containerPorts(ports)}          env:
${parts.fromSecret('REDIS_PASSWORD', keys, 'password')}            # What redis-cli in the probes logs in with.
${parts.fromSecret('REDISCLI_AUTH', keys, 'password')}          # Answers LOADING, and is not ready, until the data is read.
          startupProbe:
            exec:
              command: ["sh", "-c", "redis-cli ping | grep -q PONG"]
            periodSeconds: 5
            failureThreshold: 60
            timeoutSeconds: 3
          readinessProbe:
            exec:
              command: ["sh", "-c", "redis-cli ping | grep -q PONG"]
            periodSeconds: 5
            timeoutSeconds: 3
${parts.resources('100m', '256Mi')}${parts.containerSecurity}          volumeMounts:
            - name: data
              mountPath: /data
${parts.claims(name, [{ name: 'data', size }])}`;
}

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
    questions: [nameQuestion(['StatefulSet', 'Service'], 'redis'), namespaceQuestion('redis')],
    render(answer, random) {
      const place = { name: answer('name'), namespace: answer('namespace') };
      return documents([
        ...namespaceDocument(place.namespace),
        secret(place, '-credentials', [
          pieces`  # Generated for this file. Pods read it when they start: restart the set after changing it.
  password: "${password(random)}"\n`,
        ]),
        headlessService(place, ports, { peers: false }),
        statefulSet(place),
      ]);
    },
  };
}

function statefulSet(place: Place): readonly Piece[] {
  const { name } = place;
  const keys = `${name}-credentials`;
  return pieces`${statefulSetHead(
    place,
    pieces`  # One server. More pods would be more servers, each with data of its own.
  replicas: 1
`,
  )}      terminationGracePeriodSeconds: 60
      enableServiceLinks: false
      automountServiceAccountToken: false
${podSecurity(999, 'redis')}      containers:
        - name: redis
          image: redis:${stop('tag', '8.10.1')}
          args: ["--requirepass", "$(REDIS_PASSWORD)", "--appendonly", "yes"]
${containerPorts(ports)}          env:
${fromSecret('REDIS_PASSWORD', keys, 'password')}            # What redis-cli in the probes logs in with.
${fromSecret('REDISCLI_AUTH', keys, 'password')}          # Answers LOADING, and is not ready, until the data is read.
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
${resources('100m', '256Mi')}${containerSecurity}          volumeMounts:
            - name: data
              mountPath: /data
${claims(name, [{ name: 'data', size: '5Gi' }])}`;
}

import * as l10n from '@vscode/l10n';
import { nameQuestion, namespaceDocument, namespaceQuestion } from './common.ts';
import { nameScalar } from './names.ts';
import {
  claims,
  containerPorts,
  containerSecurity,
  disruptionBudget,
  fromSecret,
  headlessService,
  metadata,
  type Place,
  podSecurity,
  resources,
  secret,
  spread,
  statefulSetHead,
} from './parts.ts';
import { password, type RandomBytes } from './secrets.ts';
import type { System } from './system.ts';
import { documents, pieces, stop, type Piece } from './template.ts';

const ports = [{ name: 'mongodb', port: 27017 }];

/** How many pods, and whether they are one database. */
type Shape = '1' | '3' | 'replicaSet';

/**
 * MongoDB from the official image. Facts: docker-library/mongo, 8.0/docker-entrypoint.sh and Dockerfile: both root
 * variables or neither; users are created on an empty /data/db only, by a mongod that listens on 127.0.0.1 alone and
 * without `--replSet` and `--keyFile`. mongod wants its key file readable for itself alone, which a Secret's volume with an
 * fsGroup can't be.
 */
export function mongodb(): System {
  return {
    id: 'mongodb',
    kind: 'StatefulSet',
    title: 'MongoDB',
    description: l10n.t('Official image, a volume for each pod, a generated root password'),
    questions: [
      nameQuestion(['StatefulSet', 'Service'], 'mongodb'),
      namespaceQuestion('mongodb'),
      {
        type: 'choice',
        id: 'replicas',
        title: l10n.t('Replicas'),
        default: '1',
        options: [
          { value: '1', label: l10n.t('1 database'), detail: l10n.t('One pod with one volume') },
          {
            value: '3',
            label: l10n.t('3 independent databases'),
            detail: l10n.t('Three pods with a volume each; no replica set is initialised, nothing is copied'),
          },
          {
            value: 'replicaSet',
            label: l10n.t('Replica set of 3 members'),
            detail: l10n.t('One database with three copies; a job initiates it once'),
          },
        ],
      },
    ],
    render(answer, random) {
      const place = { name: answer('name'), namespace: answer('namespace') };
      const shape = answer('replicas') as Shape;
      return documents([
        ...namespaceDocument(place.namespace),
        credentials(place, shape, random),
        headlessService(place, ports, { peers: shape === 'replicaSet' }),
        ...(shape === 'replicaSet' ? [disruptionBudget(place)] : []),
        statefulSet(place, shape),
        ...(shape === 'replicaSet' ? [initiate(place)] : []),
      ]);
    },
  };
}

function credentials(place: Place, shape: Shape, random: RandomBytes): readonly Piece[] {
  const key = `  # What the members know each other by.\n  keyfile: "${password(random, 96)}"\n`;
  return secret(place, '-root', [
    pieces`  username: ${stop('username', 'root')}\n`,
    pieces`  # Generated for this file. Read only when a volume is empty: changing it later does not change the database's.
  password: "${password(random)}"\n`,
    ...(shape === 'replicaSet' ? [[key]] : []),
  ]);
}

const independent = `  # These are independent databases, each with its own data: no replica set is initialised, nothing is copied.
  # Clients address one of them by its name.
  # kubesets-ignore: members-not-joined
`;

const member = `          args: ["--replSet", "rs0", "--keyFile", "/etc/mongo-key/keyfile"]
`;

function statefulSet(place: Place, shape: Shape): readonly Piece[] {
  const { name } = place;
  const keys = `${name}-root`;
  const inSet = shape === 'replicaSet';
  return pieces`${statefulSetHead(
    place,
    pieces`${shape === '3' ? independent : ''}  replicas: ${inSet ? '3' : stop('replicas', shape)}
`,
  )}      # mongod ends its writes and closes its files on SIGTERM; killing it sooner means a slow recovery.
      terminationGracePeriodSeconds: 60
      enableServiceLinks: false
      automountServiceAccountToken: false
${podSecurity(999, 'mongodb')}${shape === '1' ? '' : spread(name)}${inSet ? keyfile() : ''}      containers:
        - name: mongodb
          image: mongo:${stop('tag', '8.0.29')}
${inSet ? member : ''}${containerPorts(ports)}          env:
            # Both or neither: with only one of them the container exits.
${fromSecret('MONGO_INITDB_ROOT_USERNAME', keys, 'username')}${fromSecret('MONGO_INITDB_ROOT_PASSWORD', keys, 'password')}          # TCP on purpose: while users are created, a temporary mongod answers on localhost only, so a command run
          # inside the container would succeed too early.
          startupProbe:
            tcpSocket:
              port: mongodb
            periodSeconds: 5
            failureThreshold: 60
          readinessProbe:
            tcpSocket:
              port: mongodb
            periodSeconds: 5
${resources('250m', '1Gi')}${containerSecurity}          volumeMounts:
            - name: data
              mountPath: /data/db
${inSet ? keyMount(keys) : ''}${claims(name, [{ name: 'data', size: '10Gi' }])}`;
}

function keyfile(): readonly Piece[] {
  return pieces`      initContainers:
        # mongod refuses a key file that its group may read, and a Secret's volume always lets the fsGroup read.
        - name: keyfile
          image: mongo:${stop('tag', '8.0.29')}
          command: ["sh", "-c", "cp /secret/keyfile /etc/mongo-key/keyfile && chmod 400 /etc/mongo-key/keyfile"]
          resources:
            requests:
              cpu: 10m
              memory: 32Mi
            limits:
              memory: 32Mi
${containerSecurity}          volumeMounts:
            - name: secret
              mountPath: /secret
              readOnly: true
            - name: keyfile
              mountPath: /etc/mongo-key
`;
}

function keyMount(keys: string): string {
  return `            - name: keyfile
              mountPath: /etc/mongo-key
              readOnly: true
      volumes:
        - name: secret
          secret:
            secretName: ${nameScalar(keys)}
            items:
              - key: keyfile
                path: keyfile
        - name: keyfile
          emptyDir:
            medium: Memory
            sizeLimit: 1Mi
`;
}

/** A job that initiates the replica set where that has not been done. */
function initiate(place: Place): readonly Piece[] {
  const { name, namespace } = place;
  const keys = `${name}-root`;
  const host = (n: number): string => `${name}-${n}.${name}.${namespace}.svc.cluster.local:27017`;
  const members = [0, 1, 2].map((n) => `                  { _id: ${n}, host: "${host(n)}" },\n`).join('');
  return pieces`# Runs once: initiates the replica set, and ends at once where that has been done.
apiVersion: batch/v1
kind: Job
${metadata(place, '-initiate')}spec:
  backoffLimit: 20
  template:
    metadata:
      labels:
        app.kubernetes.io/component: initiate
    spec:
      restartPolicy: OnFailure
      enableServiceLinks: false
      automountServiceAccountToken: false
      securityContext:
        runAsNonRoot: true
        runAsUser: 999
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: initiate
          image: mongo:${stop('tag', '8.0.29')}
          env:
${fromSecret('USERNAME', keys, 'username')}${fromSecret('PASSWORD', keys, 'password')}          command:
            - sh
            - -c
            - |
              exec mongosh "mongodb://${host(0)}/admin?directConnection=true" \\
                --username "$USERNAME" --password "$PASSWORD" --quiet --eval '
              try { rs.status(); } catch (error) {
                if (error.codeName !== "NotYetInitialized") throw error;
                rs.initiate({ _id: "rs0", members: [
${members}                ] });
              }'
          resources:
            requests:
              cpu: 50m
              memory: 128Mi
            limits:
              memory: 256Mi
${containerSecurity}`;
}

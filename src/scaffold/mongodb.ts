import * as l10n from '@vscode/l10n';
import { placeQuestions, secretQuestions, sizeQuestion } from './common.ts';
import { nameScalar } from './names.ts';
import { password } from './secrets.ts';
import * as parts from './parts.ts';
import type { Given, System } from './system.ts';
import { pieces, stop, type Piece } from './template.ts';

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
      ...placeQuestions(['StatefulSet', 'Service'], 'mongodb', 'mongodb'),
      {
        type: 'choice',
        id: 'replicas',
        title: l10n.t('Replicas'),
        default: '1',
        options: [
          { value: '1', label: l10n.t('1 database'), detail: l10n.t('One pod with one volume') },
          {
            value: 'replicaSet',
            label: l10n.t('Replica set of 3 members'),
            detail: l10n.t('One database with three copies; a job initiates it once'),
          },
          {
            value: '3',
            label: l10n.t('3 independent databases'),
            detail: l10n.t('Three pods with a volume each; no replica set is initialised, nothing is copied'),
          },
        ],
      },
      sizeQuestion('10Gi'),
      ...secretQuestions('username, password'),
    ],
    render(given) {
      const { place, answer } = given;
      const shape = answer('replicas') as Shape;
      const keys = credentials(given, shape);
      return [
        ...keys.objects,
        parts.headlessService(place, ports, { peers: shape === 'replicaSet' }),
        ...(shape === 'replicaSet' ? [parts.disruptionBudget(place)] : []),
        statefulSet(place, shape, keys, answer('size')),
        ...(shape === 'replicaSet' ? [initiate(place, keys.name)] : []),
      ];
    },
  };
}

function credentials(given: Given, shape: Shape): parts.Credentials {
  const { random } = given;
  const keyfile = pieces`  # What the members know each other by.\n  keyfile: "${password(random, 96)}"\n`;
  return parts.credentials(given, '-root', {
    username: pieces`  username: ${stop('username', 'root')}\n`,
    password: pieces`  # Generated for this file. Read only when a volume is empty: changing it later does not change the database's.
  password: "${password(random)}"\n`,
    ...(shape === 'replicaSet' ? { keyfile } : {}),
  });
}

const independent = `  # These are independent databases, each with its own data: no replica set is initialised, nothing is copied.
  # Clients address one of them by its name.
  # kubesets-ignore: members-not-joined
`;

const member = `          args: ["--replSet", "rs0", "--keyFile", "/etc/mongo-key/keyfile"]
`;

function statefulSet(
  place: parts.Place,
  shape: Shape,
  credentials: parts.Credentials,
  size: string,
): readonly Piece[] {
  const { name } = place;
  const keys = credentials.name;
  const inSet = shape === 'replicaSet';
  return pieces`${parts.statefulSetHead(
    place,
    pieces`${shape === '3' ? independent : ''}  replicas: ${inSet ? '3' : stop('replicas', shape)}
`,
    credentials,
  )}      # mongod ends its writes and closes its files on SIGTERM; killing it sooner means a slow recovery.
      terminationGracePeriodSeconds: 60
${parts.podSecurity(999, 'mongodb')}${shape === '1' ? '' : parts.spread(name)}${inSet ? keyfile() : ''}      containers:
        - name: mongodb
          image: mongo:${stop('tag', '8.0.29')}
${inSet ? member : ''}${parts.containerPorts(ports)}          env:
            # Both or neither: with only one of them the container exits.
${parts.fromSecret('MONGO_INITDB_ROOT_USERNAME', keys, 'username')}${parts.fromSecret('MONGO_INITDB_ROOT_PASSWORD', keys, 'password')}          # TCP on purpose: while users are created, a temporary mongod answers on localhost only, so a command run
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
${parts.resources('250m', '1Gi')}${parts.containerSecurity}          volumeMounts:
            - name: data
              mountPath: /data/db
${inSet ? keyMount(keys) : ''}${parts.claims(name, [{ name: 'data', size }])}`;
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
${parts.containerSecurity}          volumeMounts:
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
function initiate(place: parts.Place, keys: string): readonly Piece[] {
  const { name, namespace } = place;
  const host = (n: number): string => `${name}-${n}.${name}.${namespace}.svc.cluster.local:27017`;
  const members = [0, 1, 2].map((n) => `                  { _id: ${n}, host: "${host(n)}" },\n`).join('');
  return pieces`# Runs once: initiates the replica set, and ends at once where that has been done.
apiVersion: batch/v1
kind: Job
${parts.metadata(place, '-initiate')}spec:
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
${parts.fromSecret('USERNAME', keys, 'username')}${parts.fromSecret('PASSWORD', keys, 'password')}          command:
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
${parts.containerSecurity}`;
}

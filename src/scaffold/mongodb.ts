import * as l10n from '@vscode/l10n';
import { nameQuestion, namespaceDocument, namespaceQuestion, namespaceScalar } from './common.ts';
import { nameScalar } from './names.ts';
import { password } from './secrets.ts';
import type { System } from './system.ts';
import { documents, pieces, stop, type Piece } from './template.ts';

/**
 * MongoDB from the official image. Facts: docker-library/mongo, 8.0/docker-entrypoint.sh and Dockerfile: both root
 * variables or neither; users are created on an empty /data/db only, by a mongod that listens on 127.0.0.1 alone.
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
        ],
      },
    ],
    render(answer, random) {
      const name = nameScalar(answer('name'));
      const several = answer('replicas') !== '1';
      return documents([
        ...namespaceDocument(answer('namespace')),
        secret(name, answer('namespace'), password(random)),
        headlessService(name, answer('namespace')),
        statefulSet(name, answer('namespace'), answer('replicas'), several),
      ]);
    },
  };
}

function secret(name: string, namespace: string, generated: string): readonly Piece[] {
  return pieces`# Keep this out of version control: anybody who can read the file can read the password.
apiVersion: v1
kind: Secret
metadata:
  name: ${suffixed(name, 'root')}
  namespace: ${namespaceScalar(namespace)}
  labels:
    app.kubernetes.io/name: ${name}
type: Opaque
stringData:
  username: ${stop('username', 'root')}
  # Generated for this file. Read only when a volume is empty: changing it later does not change the database's.
  password: "${generated}"
`;
}

function headlessService(name: string, namespace: string): readonly Piece[] {
  return pieces`# Headless: gives every pod a DNS name that stays, ${unquoted(name)}-0.${unquoted(name)}.${namespace}.svc.
apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: ${namespaceScalar(namespace)}
  labels:
    app.kubernetes.io/name: ${name}
spec:
  clusterIP: None
  # Names resolve before a pod is ready, so that it can be reached while it starts or recovers.
  publishNotReadyAddresses: true
  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - name: mongodb
      port: 27017
      targetPort: mongodb
`;
}

function statefulSet(name: string, namespace: string, replicas: string, several: boolean): readonly Piece[] {
  return pieces`apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ${name}
  namespace: ${namespaceScalar(namespace)}
  labels:
    app.kubernetes.io/name: ${name}
spec:
  serviceName: ${name}
${several ? independentDatabases : ''}  replicas: ${stop('replicas', replicas)}
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      # mongod ends its writes and closes its files on SIGTERM; killing it sooner means a slow recovery.
      terminationGracePeriodSeconds: 60
      enableServiceLinks: false
      automountServiceAccountToken: false
      securityContext:
        runAsNonRoot: true
        runAsUser: 999 # mongodb, in the image
        runAsGroup: 999
        fsGroup: 999 # makes the volume writable for that group
        fsGroupChangePolicy: OnRootMismatch
        seccompProfile:
          type: RuntimeDefault
${several ? spread(name) : ''}      containers:
        - name: mongodb
          image: mongo:${stop('tag', '8.0.29')}
          ports:
            - name: mongodb
              containerPort: 27017
          env:
            # Both or neither: with only one of them the container exits.
            - name: MONGO_INITDB_ROOT_USERNAME
              valueFrom:
                secretKeyRef:
                  name: ${suffixed(name, 'root')}
                  key: username
            - name: MONGO_INITDB_ROOT_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: ${suffixed(name, 'root')}
                  key: password
          # TCP on purpose: while users are created, a temporary mongod answers on localhost only, so a command run
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
          resources:
            requests:
              cpu: ${stop('cpu', '250m')}
              memory: ${stop('memory', '1Gi')}
            limits:
              # mongod sizes its cache by this limit. No limit on CPU: it would only slow the database down.
              memory: ${stop('memory', '1Gi')}
          securityContext:
            allowPrivilegeEscalation: false
            capabilities:
              drop: ["ALL"]
          volumeMounts:
            - name: data
              mountPath: /data/db
  # One claim for each pod, named data-${unquoted(name)}-<n>. Claims outlive the pods and the set.
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        # No storageClassName: the cluster's default class.
        accessModes: ["ReadWriteOnce"]
        resources:
          requests:
            storage: ${stop('storage', '10Gi')}
`;
}

const independentDatabases = `  # These are independent databases, each with its own data: no replica set is initialised, nothing is copied.
  # Clients address one of them by its name.
`;

function spread(name: string): readonly Piece[] {
  return pieces`      # Prefer different nodes, but start all the same where there are too few.
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              app.kubernetes.io/name: ${name}
`;
}

function unquoted(name: string): string {
  return name.replaceAll('"', '');
}

function suffixed(name: string, suffix: string): string {
  return nameScalar(`${unquoted(name)}-${suffix}`);
}

import { namespaceScalar } from './common.ts';
import { nameScalar } from './names.ts';
import type { Given, Objects } from './system.ts';
import { pieces, stop, type Piece } from './template.ts';

// The parts that the manifests of most systems have in common, each at its own indentation.

/** What a scaffold's objects are called, as they were asked for, and where they are. */
export interface Place {
  readonly name: string;
  readonly namespace: string;
}

export interface Port {
  readonly name: string;
  readonly port: number;
}

/** `metadata` of an object that belongs to the system; `suffix` tells several of one kind apart. */
export function metadata({ name, namespace }: Place, suffix = ''): readonly Piece[] {
  return pieces`metadata:
  name: ${nameScalar(name + suffix)}
  namespace: ${namespaceScalar(namespace)}
  labels:
    app.kubernetes.io/name: ${nameScalar(name)}
`;
}

/** The label that the system's pods carry and that its Services, sets and budgets select by; `component` where there are several sets. */
export function podLabels(name: string, component: string | undefined, indent: number): string {
  const pad = ' '.repeat(indent);
  const own = component === undefined ? '' : `${pad}app.kubernetes.io/component: ${component}\n`;
  return `${pad}app.kubernetes.io/name: ${nameScalar(name)}\n${own}`;
}

/** The Service that gives every pod of a set its DNS name; without `peers` that find each other, only while the pod is ready. */
export function headlessService(
  place: Place,
  ports: readonly Port[],
  {
    suffix = '',
    component,
    peers = true,
  }: { readonly suffix?: string; readonly component?: string; readonly peers?: boolean } = {},
): readonly Piece[] {
  const { name, namespace } = place;
  const own = name + suffix;
  const unready = `  # Names resolve before a pod is ready, so that members find each other while they start or recover.
  publishNotReadyAddresses: true
`;
  return pieces`# Headless: gives every pod a DNS name that stays, ${own}-0.${own}.${namespace}.svc.
apiVersion: v1
kind: Service
${metadata(place, suffix)}spec:
  clusterIP: None
${peers ? unready : ''}  selector:
${podLabels(name, component, 4)}  ports:
${servicePorts(ports)}`;
}

/** The Service that clients use: one address for all pods that are ready. */
export function clientService(place: Place, ports: readonly Port[], component?: string): readonly Piece[] {
  return pieces`# For clients: one address for whichever pods are ready.
apiVersion: v1
kind: Service
${metadata(place, '-client')}spec:
  selector:
${podLabels(place.name, component, 4)}  ports:
${servicePorts(ports)}`;
}

function servicePorts(ports: readonly Port[]): string {
  return ports
    .map(({ name, port }) => `    - name: ${name}\n      port: ${port}\n      targetPort: ${name}\n`)
    .join('');
}

/** `ports` of a container. */
export function containerPorts(ports: readonly Port[]): string {
  const lines = ports.map(
    ({ name, port }) => `            - name: ${name}\n              containerPort: ${port}\n`,
  );
  return `          ports:\n${lines.join('')}`;
}

/** The Secret that a system reads: one with generated values, or the person's own. */
export interface Credentials {
  readonly name: string;
  /** The Secret, or nothing where it is the person's own. */
  readonly objects: Objects;
  /** Says above the set what the person's own Secret has to hold. */
  readonly note: string;
}

/**
 * What `secretQuestions` was answered. `entries`: a line of `stringData` for each key, with the comment above it if there is one; an
 * existing Secret has to hold the same keys.
 */
export function credentials(
  { place, answer }: Given,
  suffix: string,
  entries: Readonly<Record<string, readonly Piece[]>>,
): Credentials {
  if (answer('password') === 'existing') {
    const name = answer('secret');
    const keys = Object.keys(entries).join(', ');
    return {
      name,
      objects: [],
      note: `# Reads the Secret ${name}, which is there already, with the keys: ${keys}.\n`,
    };
  }
  const made = pieces`# Who can read this can read the password: keep it out of git. Name its file in .gitignore (it may be a file of its
# own), or keep it encrypted there: SOPS, Sealed Secrets, External Secrets.
apiVersion: v1
kind: Secret
${metadata(place, suffix)}type: Opaque
stringData:
${Object.values(entries).flat()}`;
  return { name: place.name + suffix, objects: [made], note: '' };
}

/** An environment variable from a key of a Secret. */
export function fromSecret(variable: string, secretName: string, key: string): string {
  return `            - name: ${variable}
              valueFrom:
                secretKeyRef:
                  name: ${nameScalar(secretName)}
                  key: ${key}
`;
}

/** An environment variable from a field of the pod. */
export function fromField(variable: string, path: string): string {
  return `            - name: ${variable}
              valueFrom:
                fieldRef:
                  fieldPath: ${path}
`;
}

/** Drains take members one by one: a quorum of the others stays. */
export function disruptionBudget(place: Place, component?: string): readonly Piece[] {
  return pieces`apiVersion: policy/v1
kind: PodDisruptionBudget
${metadata(place, component === undefined ? '' : `-${component}`)}spec:
  # A drain of nodes takes one member at a time.
  maxUnavailable: 1
  # A pod that is not Ready may only be evicted while the others can spare it.
  unhealthyPodEvictionPolicy: IfHealthyBudget
  selector:
    matchLabels:
${podLabels(place.name, component, 6)}`;
}

/** `topologySpreadConstraints` of a pod: on different nodes where there are enough. */
export function spread(name: string, component?: string): string {
  return `      # Prefer different nodes, but start all the same where there are too few.
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
${podLabels(name, component, 14)}`;
}

/** What databases need not be told or given: variables of Services, a token. The pod's `securityContext` for an image that runs as `uid`. */
export function podSecurity(uid: number, who: string): string {
  return `      enableServiceLinks: false
      automountServiceAccountToken: false
      securityContext:
        runAsNonRoot: true
        runAsUser: ${uid} # ${who}, in the image
        runAsGroup: ${uid}
        fsGroup: ${uid} # makes the volume writable for that group
        fsGroupChangePolicy: OnRootMismatch
        seccompProfile:
          type: RuntimeDefault
`;
}

/** A container's `securityContext` that gives up what databases and agents do not need. */
export const containerSecurity = `          securityContext:
            allowPrivilegeEscalation: false
            capabilities:
              drop: ["ALL"]
`;

/** Requests, and a limit on memory alone: a limit on CPU would only slow the process down. `of` tells several containers apart. */
export function resources(cpu: string, memory: string, of = ''): readonly Piece[] {
  return pieces`          resources:
            requests:
              cpu: ${stop(`cpu${of}`, cpu)}
              memory: ${stop(`memory${of}`, memory)}
            limits:
              # No limit on CPU: it would only slow it down.
              memory: ${stop(`memory${of}`, memory)}
`;
}

/** `size`: what the person answered, or a stop for a volume that was not asked about. */
export interface Claim {
  readonly name: string;
  readonly size: Piece;
}

/** `volumeClaimTemplates` with one claim a pod for each name. */
export function claims(set: string, templates: readonly Claim[]): readonly Piece[] {
  const first = templates[0]?.name ?? 'data';
  return pieces`  # One claim for each pod, named ${first}-${set}-<n>. Claims outlive the pods and the set.
  volumeClaimTemplates:
${templates.flatMap(({ name, size }, i) => claim(name, size, i === 0))}`;
}

function claim(name: string, size: Piece, first: boolean): readonly Piece[] {
  return pieces`    - metadata:
        name: ${name}
      spec:
${first ? '        # No storageClassName: the cluster’s default class.\n' : ''}        accessModes: ["ReadWriteOnce"]
        resources:
          requests:
            storage: ${size}
`;
}

/**
 * A StatefulSet up to its pod's `spec`, whose lines follow. `spec`: the lines between `serviceName` and `selector`. With a component
 * its name, and that of its Service, carry it.
 */
export function statefulSetHead(
  place: Place,
  spec: readonly Piece[],
  { component, note = '' }: { readonly component?: string | undefined; readonly note?: string } = {},
): readonly Piece[] {
  const suffix = component === undefined ? '' : `-${component}`;
  return pieces`${note}apiVersion: apps/v1
kind: StatefulSet
${metadata(place, suffix)}spec:
  serviceName: ${nameScalar(place.name + suffix)}
${spec}  selector:
    matchLabels:
${podLabels(place.name, component, 6)}  template:
    metadata:
      labels:
${podLabels(place.name, component, 8)}    spec:
`;
}

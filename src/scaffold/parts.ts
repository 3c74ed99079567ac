import { namespaceScalar } from './common.ts';
import { nameScalar } from './names.ts';
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

/** A Secret with generated values. Each entry is a line of `stringData`, with the comment above it if there is one. */
export function secret(
  place: Place,
  suffix: string,
  entries: readonly (readonly Piece[])[],
): readonly Piece[] {
  return pieces`# Keep this out of version control: anybody who can read the file can read the password. Tools that keep Secrets in git,
# encrypted: SOPS, Sealed Secrets, External Secrets.
apiVersion: v1
kind: Secret
${metadata(place, suffix)}type: Opaque
stringData:
${entries.flat()}`;
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

/** The pod's `securityContext` for an image that runs as `uid`. */
export function podSecurity(uid: number, who: string): string {
  return `      securityContext:
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

/** `volumeClaimTemplates` with one claim a pod for each name. */
export function claims(
  set: string,
  templates: readonly { readonly name: string; readonly size: string }[],
): readonly Piece[] {
  const first = templates[0]?.name ?? 'data';
  return pieces`  # One claim for each pod, named ${first}-${set}-<n>. Claims outlive the pods and the set.
  volumeClaimTemplates:
${templates.flatMap(({ name, size }, i) => claim(set, name, size, i === 0))}`;
}

function claim(set: string, name: string, size: string, first: boolean): readonly Piece[] {
  return pieces`    - metadata:
        name: ${name}
      spec:
${first ? '        # No storageClassName: the cluster’s default class.\n' : ''}        accessModes: ["ReadWriteOnce"]
        resources:
          requests:
            storage: ${stop(`${name} of ${set}`, size)}
`;
}

/**
 * A StatefulSet up to its pod's `spec`, whose lines follow. `spec`: the lines between `serviceName` and `selector`. With a component
 * its name, and that of its Service, carry it.
 */
export function statefulSetHead(place: Place, spec: readonly Piece[], component?: string): readonly Piece[] {
  const suffix = component === undefined ? '' : `-${component}`;
  return pieces`apiVersion: apps/v1
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

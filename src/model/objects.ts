// Kubernetes objects as the product keeps them: trimmed on arrival to what a row, a reason or a verb needs.

/** The controller that owns an object, by uid: the only proof of ownership (labels are not). */
export interface Owner {
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

export interface Meta {
  readonly uid: string;
  readonly name: string;
  /** '' for objects without a namespace. */
  readonly namespace: string;
  readonly resourceVersion: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** When deletion was asked for (the server's timestamp less the grace period); absent while it lives. */
  readonly deleting?: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly owner?: Owner;
}

export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

export interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
}

export interface SelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

export interface NodeSelectorTerm {
  readonly matchExpressions?: readonly SelectorRequirement[];
  readonly matchFields?: readonly SelectorRequirement[];
}

/** The parts of a pod template that the DaemonSet controller looks at when it decides on a node. */
export interface PlacementSpec {
  readonly nodeName?: string;
  readonly hostNetwork?: boolean;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** `requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms`; absent = no requirement. */
  readonly nodeAffinityTerms?: readonly NodeSelectorTerm[];
  readonly tolerations: readonly Toleration[];
}

export interface PortFacts {
  readonly container: string;
  readonly name?: string;
  readonly port: number;
  readonly protocol: string;
}

export interface ClaimTemplate {
  readonly name: string;
  readonly storage: string;
  readonly storageClass?: string;
}

export interface StatefulSet {
  readonly kind: 'StatefulSet';
  readonly meta: Meta;
  readonly generation: number;
  readonly replicas: number;
  /** `spec.ordinals.start`. */
  readonly start: number;
  readonly serviceName: string;
  readonly podManagementPolicy: string;
  readonly updateStrategy: string;
  readonly partition: number;
  readonly minReadySeconds: number;
  readonly claimTemplates: readonly ClaimTemplate[];
  readonly whenScaled: string;
  readonly whenDeleted: string;
  readonly ports: readonly PortFacts[];
  readonly containers: readonly string[];
  readonly status: {
    readonly observedGeneration: number;
    readonly replicas: number;
    readonly ready: number;
    readonly updated: number;
    readonly currentRevision: string;
    readonly updateRevision: string;
  };
}

export interface DaemonSet {
  readonly kind: 'DaemonSet';
  readonly meta: Meta;
  readonly generation: number;
  readonly placement: PlacementSpec;
  readonly ports: readonly PortFacts[];
  readonly containers: readonly string[];
  readonly updateStrategy: string;
  readonly minReadySeconds: number;
  /** Which template is the newest: pods made from it carry it as label `pod-template-generation`; '' if unknown. */
  readonly templateGeneration: string;
  readonly status: {
    readonly observedGeneration: number;
    readonly desired: number;
    readonly current: number;
    readonly ready: number;
    readonly updated: number;
    readonly available: number;
    readonly misscheduled: number;
  };
}

export type SetObject = StatefulSet | DaemonSet;

export interface ContainerFacts {
  readonly name: string;
  /** True for init containers, also for restartable ones (sidecars). */
  readonly init: boolean;
  /** An init container with `restartPolicy: Always`. */
  readonly sidecar: boolean;
  readonly ready: boolean;
  readonly started: boolean;
  readonly restarts: number;
  /** `absent`: in the spec, but the kubelet has not reported on it; `unknown`: reported without a state. */
  readonly state: 'waiting' | 'running' | 'terminated' | 'unknown' | 'absent';
  readonly reason?: string;
  readonly message?: string;
  readonly exitCode?: number;
  readonly signal?: number;
  /** When the run before this one ended (ms), with its reason. */
  readonly lastFinished?: number;
  readonly lastReason?: string;
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  /** ms */
  readonly since?: number;
}

export interface Pod {
  readonly kind: 'Pod';
  readonly meta: Meta;
  readonly nodeName?: string;
  /** The node a DaemonSet's pod is meant for: `nodeName`, else the single value of its matchFields term. */
  readonly targetNode?: string;
  /** `controller-revision-hash`. */
  readonly revision: string;
  readonly phase: string;
  readonly reason?: string;
  readonly message?: string;
  readonly conditions: readonly Condition[];
  readonly containers: readonly ContainerFacts[];
  readonly ports: readonly PortFacts[];
  /** Names of the PersistentVolumeClaims that it mounts. */
  readonly claims: readonly string[];
}

export interface Node {
  readonly kind: 'Node';
  readonly meta: Meta;
  readonly unschedulable: boolean;
  readonly taints: readonly Taint[];
  readonly conditions: readonly Condition[];
}

export interface Claim {
  readonly kind: 'PersistentVolumeClaim';
  readonly meta: Meta;
  readonly phase: string;
  /** What was asked for, e.g. `1Gi`. */
  readonly storage: string;
  /** What was given, '' until bound. */
  readonly capacity: string;
  readonly storageClass?: string;
  readonly volume?: string;
}

/** A Warning event, only of the objects that the product watches. */
export interface Warning {
  readonly kind: 'Event';
  readonly meta: Meta;
  readonly involved: { readonly kind: string; readonly name: string; readonly uid: string };
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  /** ms */
  readonly last: number;
}

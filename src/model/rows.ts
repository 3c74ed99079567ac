import type { ErrorData } from '../base/errors.ts';
import type { PortFacts } from './objects.ts';

/** Which set a row or a verb speaks of. Keyed by uid; the names are for people and for paths. */
export interface SetRef {
  readonly kind: 'StatefulSet' | 'DaemonSet';
  readonly context: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** The pod that a row shows, as a verb needs it: the uid is its precondition. */
export interface PodRef {
  readonly context: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** How a place is, for icon and word. Order of trouble: see `TROUBLE`. */
export type PlaceState =
  | 'ready'
  | 'notReady' // the pod runs, but is not Ready (or not long enough)
  | 'starting' // scheduled, containers not all started
  | 'pending' // not scheduled
  | 'failing' // a container crashes, can't be pulled, or the pod failed
  | 'terminating'
  | 'missing' // should be there, is not
  | 'waiting' // does not exist yet: a lower ordinal goes first
  | 'misscheduled' // there, but the node is not eligible
  | 'excluded'; // not eligible, nothing there

/** The states, the worst first: which trouble a set's row names, and how folded rows are ordered. */
export const TROUBLE: readonly PlaceState[] = [
  'failing',
  'missing',
  'pending',
  'misscheduled',
  'notReady',
  'starting',
  'terminating',
  'waiting',
  'ready',
  'excluded',
];

/** Why a place is as it is. Facts; `tree/present` makes the words. */
export type Reason =
  | { readonly code: 'waitsForOrdinal'; readonly pod: string; readonly state: PlaceState }
  | { readonly code: 'nodeName'; readonly want: string }
  | { readonly code: 'nodeSelector'; readonly key: string; readonly want: string; readonly have?: string }
  | { readonly code: 'nodeAffinity'; readonly expression: string; readonly invalid: boolean }
  | { readonly code: 'taint'; readonly key: string; readonly value: string; readonly effect: string }
  | { readonly code: 'event'; readonly reason: string; readonly message: string }
  | { readonly code: 'unschedulable'; readonly message: string }
  | { readonly code: 'schedulingGated' }
  | { readonly code: 'claim'; readonly name: string; readonly phase: string; readonly deleting: boolean }
  | { readonly code: 'container'; readonly name: string; readonly reason: string; readonly message?: string }
  | { readonly code: 'failed'; readonly reason: string; readonly message?: string }
  | { readonly code: 'setDeleting' }
  | { readonly code: 'notObserved' } // the controller has not acted on this generation yet
  | { readonly code: 'nodeNotReady' }
  | { readonly code: 'nodeGone' } // the node it is meant for does not exist any more
  | { readonly code: 'settling'; readonly until: number }; // Ready, but not yet for minReadySeconds (ms since 1970)

/** What a pod's own line says, as `kubectl get pods` prints it. */
export interface PodFacts {
  readonly ref: PodRef;
  /** The STATUS column. */
  readonly status: string;
  readonly ready: number;
  readonly total: number;
  readonly restarts: number;
  readonly node?: string;
  /** ms since 1970 */
  readonly created: number;
  readonly deleting?: number;
  readonly readySince?: number;
  readonly containers: readonly string[];
  readonly ports: readonly PortFacts[];
  readonly updated: boolean;
}

interface RowBase {
  /** Unique within its view; the tree item's id. */
  readonly key: string;
  /** False where the row can have no children. */
  readonly expandable: boolean;
}

export interface NamespaceRow extends RowBase {
  readonly kind: 'namespace';
  readonly context: string;
  readonly name: string;
  readonly sets: number;
  readonly troubled: number;
}

export interface StatefulSetRow extends RowBase {
  readonly kind: 'statefulset';
  readonly set: SetRef;
  readonly ready: number;
  readonly replicas: number;
  readonly updated: number;
  readonly rolling: boolean;
  readonly deleting: boolean;
  /** The first trouble, for the description. */
  readonly trouble?: { readonly place: string; readonly state: PlaceState; readonly reason?: Reason };
  readonly ports: readonly PortFacts[];
}

export interface DaemonSetRow extends RowBase {
  readonly kind: 'daemonset';
  readonly set: SetRef;
  readonly ready: number;
  /** Eligible nodes; undefined where nodes can't be listed (then `desired` is the controller's word). */
  readonly eligible?: number;
  readonly desired: number;
  readonly excluded: number;
  readonly deleting: boolean;
  readonly trouble?: { readonly place: string; readonly state: PlaceState; readonly reason?: Reason };
  readonly ports: readonly PortFacts[];
}

/** One ordinal of a StatefulSet, whether its pod exists or not. */
export interface SlotRow extends RowBase {
  readonly kind: 'slot';
  readonly set: SetRef;
  readonly ordinal: number;
  readonly name: string;
  readonly state: PlaceState;
  readonly reasons: readonly Reason[];
  readonly pod?: PodFacts;
  readonly ports: readonly PortFacts[];
  /** How long the last re-creation took, from the old pod's deletion to Ready (ms); absent until one was seen. */
  readonly cameBackIn?: number;
}

/** One node of a DaemonSet, whether its pod exists or not. */
export interface PlaceRow extends RowBase {
  readonly kind: 'place';
  readonly set: SetRef;
  readonly node: string;
  readonly state: PlaceState;
  readonly reasons: readonly Reason[];
  readonly pod?: PodFacts;
  readonly ports: readonly PortFacts[];
  readonly cameBackIn?: number;
}

/** Several rows folded into one: the nodes that are not eligible, or places of one state in a large set. */
export interface FoldRow extends RowBase {
  readonly kind: 'fold';
  readonly set: SetRef;
  readonly of: PlaceState;
  readonly count: number;
}

/** *Retained volumes* (claims of ordinals out of range) and *Leftover pods* (owned, out of range). */
export interface GroupRow extends RowBase {
  readonly kind: 'group';
  readonly set: SetRef;
  readonly group: 'retainedVolumes' | 'leftoverPods';
  readonly count: number;
}

export interface ClaimRow extends RowBase {
  readonly kind: 'claim';
  readonly context: string;
  readonly namespace: string;
  readonly name: string;
  /** `Missing` where the claim does not exist (yet). */
  readonly phase: string;
  readonly size: string;
  readonly storageClass?: string;
  readonly deleting: boolean;
}

export interface ContainerRow extends RowBase {
  readonly kind: 'container';
  readonly pod: PodRef;
  readonly name: string;
  readonly status: string;
  readonly message?: string;
  readonly restarts: number;
}

export interface WarningRow extends RowBase {
  readonly kind: 'warning';
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly last: number;
}

export interface NodeRow extends RowBase {
  readonly kind: 'node';
  readonly context: string;
  readonly name: string;
  readonly ready: boolean;
  readonly unschedulable: boolean;
  readonly taints: readonly string[];
  readonly pods: number;
}

/** A set's pod under its node, in the Nodes view. */
export interface NodePodRow extends RowBase {
  readonly kind: 'nodePod';
  readonly set?: SetRef;
  readonly ordinal?: number;
  readonly state: PlaceState;
  readonly reasons: readonly Reason[];
  readonly pod: PodFacts;
}

/** Said where something would have stood: denied, or failed to load. */
export interface ProblemRow extends RowBase {
  readonly kind: 'problem';
  /** What can't be shown, in the API's own plural: `nodes`, `persistentvolumeclaims`, … */
  readonly what: string;
  readonly error: ErrorData;
}

export type ForwardState =
  | { readonly is: 'starting' }
  | { readonly is: 'listening' }
  | { readonly is: 'waiting'; readonly why: string }
  | { readonly is: 'closed'; readonly why: string };

export interface ForwardRow extends RowBase {
  readonly kind: 'forward';
  readonly id: string;
  readonly context: string;
  readonly namespace: string;
  /** What a person calls the place: `mongodb-0`, or `fluentd on node-3`. */
  readonly place: string;
  /** The container's port, a number or a name. */
  readonly remotePort: number | string;
  readonly localPort: number;
  readonly address: string;
  readonly exposed: boolean;
  readonly state: ForwardState;
  readonly connections: number;
  /** The last connection's failure, until one succeeds: e.g. nothing listens on that port in the pod. */
  readonly lastError?: string;
}

export type Row =
  | NamespaceRow
  | StatefulSetRow
  | DaemonSetRow
  | SlotRow
  | PlaceRow
  | FoldRow
  | GroupRow
  | ClaimRow
  | ContainerRow
  | WarningRow
  | NodeRow
  | NodePodRow
  | ProblemRow
  | ForwardRow;

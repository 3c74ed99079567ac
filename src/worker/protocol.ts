import type { ErrorData } from '../base/errors.ts';
import type {
  ApplyOutcome,
  Comparison,
  ContextInfo,
  DeletePlan,
  ManifestObject,
  WatchState,
} from '../cluster/types.ts';
import type { ForwardIdentity } from '../forward/types.ts';
import type {
  KeyedKind,
  KnownKeys,
  KnownLabel,
  KnownService,
  KnownSet,
  KnownStorageClass,
  Landing,
  Listing,
} from '../model/known.ts';
import type { PortFacts } from '../model/objects.ts';
import type {
  DaemonSetRow,
  ForwardRow,
  PlaceRow,
  PodRef,
  Row,
  SetRef,
  SlotRow,
  StatefulSetRow,
} from '../model/rows.ts';

export type { ApplyOutcome, Comparison, DeletePlan, ManifestObject };

// What the two threads say to each other. Requests answer or fail with ErrorData in the response error's `data`.

export type ViewName = 'sets' | 'nodes' | 'forwards';

/** Everything the worker may know of the person's settings; sent at start and at every change. */
export interface WorkerSettings {
  /** The machine-scoped setting; empty = KUBECONFIG, then ~/.kube/config. */
  readonly kubeconfig: readonly string[];
  /** This window's choice; undefined = the kubeconfig's current context. */
  readonly context: string | undefined;
  /** This window's choice; undefined = all, or the context's own where all are forbidden. */
  readonly namespaces: readonly string[] | undefined;
  /** Where forwards listen; anything beyond loopback is a person's own decision. */
  readonly forwardAddress: string;
}

/** The one line above a view: which cluster, and how fresh. */
export interface ConnectionState {
  readonly context: string | undefined;
  readonly server: string | undefined;
  readonly namespaces: readonly string[] | undefined;
  /** Of objects that name none; undefined where no context is known. */
  readonly namespace: string | undefined;
  /** The worst state among the watches that the view needs. */
  readonly watch: WatchState;
  /** Set when nothing can be shown at all; decides the welcome view. */
  readonly error: ErrorData | undefined;
  /** True once every list has been read and none held a set. */
  readonly empty: boolean;
  /** When the data was last known to be live (ms). */
  readonly liveAt: number | undefined;
}

export interface Where {
  readonly context: string;
  readonly server: string;
  readonly namespace: string;
}

export interface RowChange {
  readonly key: string;
  /** The row's new facts, where these changed. */
  readonly row?: Row;
  /** True where the set of its children changed. Key '' = the view's root. */
  readonly children: boolean;
}

/** A set as a manifest names it; without a namespace, the one to which it would be applied. */
export interface NamedSet {
  readonly kind: SetRef['kind'];
  readonly namespace: string | undefined;
  readonly name: string;
}

/** A set that an open manifest shows; without a row where the cluster does not have it, or is not live. */
export interface FollowedSet {
  readonly set: NamedSet;
  readonly row?: StatefulSetRow | DaemonSetRow;
}

export interface StartForward {
  readonly identity: ForwardIdentity;
  /** 0 = any free port. */
  readonly localPort: number;
}

export type StartForwardResult =
  | { readonly is: 'started'; readonly row: ForwardRow }
  /** The port was taken: the next free one is offered, not used. */
  | { readonly is: 'taken'; readonly localPort: number; readonly free: number };

export interface ConnectionString {
  readonly text: string;
  /** The Secrets and ConfigMaps that this user may not read: what they hold is missing. */
  readonly unread: readonly string[];
}

export interface ApplyRequest {
  readonly objects: readonly ManifestObject[];
  /** As {@link requests.where} gave it, and the person was told: what is confirmed for one cluster never goes to another. */
  readonly where: Where;
  readonly dryRun: boolean;
  /** One a object: take over fields that another manager owns. Only where a person saw that object's conflicts. */
  readonly force: readonly boolean[];
}

export type DiffRequest = Pick<ApplyRequest, 'objects' | 'where'>;

export interface DeletePlanRequest {
  readonly objects: readonly ManifestObject[];
}

export interface DeleteRequest {
  readonly plan: DeletePlan;
  readonly claims: 'keep' | 'delete';
  /** Progress is notified under this id. */
  readonly id: string;
}

export interface DeleteProgress {
  readonly id: string;
  readonly done: number;
  readonly total: number;
  /** What is being waited for now, e.g. `StatefulSet mongodb: 2 pods left`. */
  readonly message: string;
}

export interface StreamData {
  readonly id: string;
  readonly text: string;
}

export interface StreamEnd {
  readonly id: string;
  readonly error: ErrorData | undefined;
}

/** A request by its method; the types of parameter and answer ride along. Light, so that who names one loads no connection. */
export interface Request<P, R> {
  readonly method: string;
  readonly types?: (params: P) => R;
}

export interface Notification<P> {
  readonly method: string;
  readonly types?: (params: P) => void;
}

/** An answer of {@link knowledge}: null where it is not known, because nothing is live or the person may not see it. */
export type Known<T> = T | null;

const request = <P, R>(method: string): Request<P, R> => ({ method });
const notification = <P>(method: string): Notification<P> => ({ method });

export const requests = {
  configure: request<WorkerSettings, void>('configure'),
  /** The cluster that verbs go to, and the namespace of objects that name none. */
  where: request<void, Where>('where'),
  contexts: request<void, readonly ContextInfo[]>('contexts'),
  namespaces: request<void, readonly string[]>('namespaces'),
  /** A view became visible or hidden: watches follow. */
  show: request<{ view: ViewName; visible: boolean }, void>('show'),
  /** `key` '' = the view's root. Remembers that these rows are on screen. */
  children: request<{ view: ViewName; key: string }, readonly Row[]>('children'),
  /** Drops the watches and lists anew: the person's Refresh. */
  refresh: request<void, void>('refresh'),

  sets: request<void, readonly SetRef[]>('sets'),
  /** The live places of a set, by uid or (from a manifest) by kind, namespace and name. */
  places: request<
    NamedSet,
    { set: SetRef; ports: readonly PortFacts[]; places: readonly (SlotRow | PlaceRow)[] }
  >('places'),

  startForward: request<StartForward, StartForwardResult>('forward/start'),
  stopForward: request<{ id: string }, void>('forward/stop'),
  forwards: request<void, readonly ForwardRow[]>('forward/all'),
  /** For a client that reaches the forward at `address` (host and port). Holds a password: for the person who asked, and for nothing else. */
  connectionString: request<{ id: string; address: string }, ConnectionString>('forward/connectionString'),

  deletePod: request<{ pod: PodRef }, void>('pod/delete'),
  apply: request<ApplyRequest, readonly ApplyOutcome[]>('apply'),
  /** What an apply would change; changes nothing. */
  diff: request<DiffRequest, readonly Comparison[]>('diff'),
  planDelete: request<DeletePlanRequest, DeletePlan>('delete/plan'),
  delete: request<DeleteRequest, void>('delete/run'),

  /** Follows a place's log under the id given; re-connects, also to the successor, until stopped. */
  openLog: request<{ id: string; pod: PodRef; container: string | undefined }, void>('log/open'),
  openShell: request<
    { id: string; pod: PodRef; container: string | undefined; columns: number; rows: number },
    void
  >('shell/open'),
  writeShell: request<{ id: string; text: string }, void>('shell/write'),
  resizeShell: request<{ id: string; columns: number; rows: number }, void>('shell/resize'),
  closeStream: request<{ id: string }, void>('stream/close'),

  /** Counts of what is open in this thread: for tests that nothing leaks. */
  counts: request<void, Readonly<Record<string, number>>>('counts'),
} as const;

/**
 * What the cluster knows that helps to write a manifest. Answered only while the window's own session is live; none of these makes one.
 * An answer is kept for some seconds.
 */
export const knowledge = {
  namespaces: request<void, Known<Listing<string>>>('known/namespaces'),
  storageClasses: request<void, Known<Listing<KnownStorageClass>>>('known/storageClasses'),
  services: request<{ namespace: string }, Known<Listing<KnownService>>>('known/services'),
  /** The names of a namespace's Secrets or ConfigMaps; their contents are not read. */
  keyed: request<{ kind: KeyedKind; namespace: string }, Known<Listing<string>>>('known/keyed'),
  keys: request<{ kind: KeyedKind; namespace: string; name: string }, Known<KnownKeys>>('known/keys'),
  nodeLabels: request<void, Known<Listing<KnownLabel>>>('known/nodeLabels'),
  sets: request<{ namespace: string }, Known<Listing<KnownSet>>>('known/sets'),
  /** `podSpec`: `spec.template.spec` of a DaemonSet as JSON. Null also where it is not of the API's shape. */
  landing: request<{ podSpec: unknown }, Known<Landing>>('known/landing'),
} as const;

export const notifications = {
  /** Main to worker: this row was closed; its children need no more notice. */
  collapsed: notification<{ view: ViewName; key: string }>('rows/collapsed'),
  /** Main to worker: the sets of the manifests on screen, in place of those before. Starts no session and no watch. */
  follow: notification<readonly NamedSet[]>('sets/follow'),
  /** All that are followed, whenever one of their rows is another. */
  followed: notification<readonly FollowedSet[]>('sets/followed'),
  rowsChanged: notification<{ view: ViewName; changes: readonly RowChange[] }>('rows/changed'),
  connection: notification<ConnectionState>('connection'),
  log: notification<{ level: 'trace' | 'debug' | 'info' | 'warn' | 'error'; message: string }>('log'),
  deleteProgress: notification<DeleteProgress>('delete/progress'),
  streamData: notification<StreamData>('stream/data'),
  streamEnd: notification<StreamEnd>('stream/end'),
} as const;

import type { Event } from '../base/emitter.ts';
import type { ErrorData } from '../base/errors.ts';

export interface ContextInfo {
  readonly name: string;
  readonly cluster: string;
  readonly server: string;
  readonly user: string;
  /** The context's own namespace, `default` where it names none. */
  readonly namespace: string;
  readonly current: boolean;
}

/** Writes a line to the extension's own log. Never a secret. */
export type Log = (level: 'trace' | 'debug' | 'info' | 'warn' | 'error', message: string) => void;

/** How a watch is. Stale data is marked stale: only `live` is live. */
export type WatchState =
  | { readonly is: 'idle' }
  /** `plugin`: the credential plugin that is being waited for. */
  | { readonly is: 'connecting'; readonly plugin?: string }
  | { readonly is: 'live' }
  | { readonly is: 'retrying'; readonly at: number; readonly why: ErrorData }
  | { readonly is: 'denied'; readonly what: ErrorData };

/** What a watch tells its store. After `replace` the store holds exactly these objects. */
export type Delta<T> =
  | { readonly type: 'replace'; readonly objects: readonly T[] }
  | { readonly type: 'put'; readonly object: T }
  | { readonly type: 'remove'; readonly uid: string };

/** A supervised list and watch of one resource: it retries for ever, until stopped or denied. */
export interface Watched<T> {
  readonly state: WatchState;
  readonly onState: Event<WatchState>;
  readonly onDelta: Event<Delta<T>>;
  start(): void;
  stop(): void;
  /** Tries at once where it waits because the server could not be reached: another watch just reached it. */
  hurry(): void;
}

/** One `clusters` entry, its paths absolute. `*Data` (base64) wins over the file of the same thing. */
export interface ClusterEntry {
  readonly name: string;
  readonly server: string;
  readonly caData?: string;
  readonly caFile?: string;
  readonly insecure: boolean;
  readonly tlsServerName?: string;
  readonly proxyUrl?: string;
  readonly disableCompression: boolean;
  /** What the cluster wants exec plugins to know (extension `client.authentication.k8s.io/exec`). */
  readonly execConfig?: unknown;
}

/** A `users[].user.exec` entry; `command` with a slash is absolute, without one it is looked up on PATH. */
export interface ExecEntry {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly installHint?: string;
  readonly provideClusterInfo: boolean;
  readonly interactiveMode: string;
  /** The kubeconfig file's folder. */
  readonly folder: string;
}

/** Whom to act as: `as`, `as-uid`, `as-groups`, `as-user-extra`. */
export interface Impersonation {
  readonly user: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** One `users` entry, its paths absolute. Holds secrets: never logged, never sent to the other thread. */
export interface UserEntry {
  readonly name: string;
  readonly certData?: string;
  readonly certFile?: string;
  readonly keyData?: string;
  readonly keyFile?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  readonly exec?: ExecEntry;
  readonly authProvider?: { readonly name: string; readonly config: Readonly<Record<string, string>> };
  readonly as?: Impersonation;
}

/** All that is needed to speak to one API server as one user. */
export interface Target {
  readonly context: ContextInfo;
  readonly cluster: ClusterEntry;
  readonly user: UserEntry;
}

export interface Kubeconfig {
  readonly contexts: readonly ContextInfo[];
  readonly currentContext: string | undefined;
  /** The files that were read, absolute, in order of priority. */
  readonly files: readonly string[];
  /** The named context, else the current one. Throws `no-kubeconfig` or `bad-kubeconfig`. */
  target(contextName?: string): Target;
}

/** The process' own environment variables, as a port. */
export type Env = Readonly<Record<string, string | undefined>>;

/** One document of a manifest, its text untouched, with what is needed to address it. */
export interface ManifestObject {
  readonly text: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
}

export interface FieldCause {
  /** The server's path, e.g. `spec.template.spec.containers[0].image` or `…containers[name="x"].image`; '' where it names none. */
  readonly field: string;
  readonly message: string;
}

export type ApplyOutcome =
  | { readonly is: 'created' | 'configured' | 'unchanged'; readonly warnings: readonly string[] }
  | { readonly is: 'conflict'; readonly error: ErrorData; readonly causes: readonly FieldCause[] }
  | { readonly is: 'failed'; readonly error: ErrorData; readonly causes: readonly FieldCause[] }
  /** Can't be tried: an earlier object it needs (its namespace) is not there yet. */
  | { readonly is: 'deferred' };

/** What applying a document would change, as YAML without status and bookkeeping, a Secret's values masked. */
export interface Comparison {
  /** Of a dry run. */
  readonly outcome: ApplyOutcome;
  /** Absent where there is no such object yet. */
  readonly live?: string;
  /** Absent where the server refuses it. Of fields that belong to others (`conflict`): as if they were taken over. */
  readonly after?: string;
}

/** A claim that a set's slots use or used. */
export interface ClaimRef {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

export interface PlannedClaim extends ClaimRef {
  /** Why it goes whatever is chosen: the set's `whenDeleted: Delete`, or its namespace goes. Absent = it stays unless deleted. */
  readonly goesWith?: 'set' | 'namespace';
}

export interface DeletePlan {
  /** In the order of deletion. */
  readonly objects: readonly {
    readonly object: ManifestObject;
    readonly uid: string | undefined;
    readonly exists: boolean;
  }[];
  readonly claims: readonly PlannedClaim[];
  readonly context: string;
  readonly server: string;
}

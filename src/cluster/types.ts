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
  | { readonly is: 'connecting' }
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
}

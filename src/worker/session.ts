import { DisposableStore, type Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import type { ErrorData } from '../base/errors.ts';
import type { Clock } from '../base/timers.ts';
import type { Client } from '../cluster/client.ts';
import type { Log, Target, Watched, WatchState } from '../cluster/types.ts';
import { watchResource } from '../cluster/watch.ts';
import type { ConnectionState } from './protocol.ts';
import { pathOf, resourceNames, resources, type ResourceName, type WatchedObject } from './resources.ts';
import { Store } from './store.ts';

interface Deps {
  readonly target: Target;
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
}

interface Source {
  readonly resource: ResourceName;
  readonly namespace: string | undefined;
  readonly watched: Watched<WatchedObject>;
  readonly subscriptions: DisposableStore;
  /** Its first list has come, so that what is not in the store is not in the cluster. */
  listed: boolean;
}

/**
 * One context, live: the watches of its resources and the store that they fill. Watches across all namespaces where the person
 * may; where not, the context's own namespace.
 */
export class Session implements Disposable {
  readonly store: Store;
  readonly client: Client;
  readonly target: Target;
  readonly #deps: Deps;
  readonly #sources = new Map<string, Source>();
  readonly #changed = new Emitter<void>();
  #chosen: readonly string[] | undefined;
  #extra: readonly string[] = [];
  #confined = false;
  #running = false;
  #wasLive = false;
  #liveAt: number | undefined;
  #ready = Promise.withResolvers<void>();

  /** The connection's state changed. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.target = deps.target;
    this.client = deps.client;
    this.client.onDidChangePlugin(() => this.#changed.fire());
    this.store = new Store(deps.target.context.name);
  }

  /** The namespaces shown: the chosen ones; undefined = all. */
  get namespaces(): readonly string[] | undefined {
    if (this.#chosen) return this.#chosen;
    return this.#confined ? [this.target.context.namespace] : undefined;
  }

  /** `chosen` undefined = all where allowed; `extra` are watched but not shown (a forward leads there). */
  setNamespaces(chosen: readonly string[] | undefined, extra: readonly string[]): void {
    this.#chosen = chosen;
    this.#extra = extra;
    if (this.#running) this.#align();
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#align();
  }

  stop(): void {
    if (!this.#running) return;
    this.#running = false;
    // Who waits for the first lists waits no longer.
    this.#ready.resolve();
    this.#ready = Promise.withResolvers<void>();
    this.#wasLive = false;
    for (const key of [...this.#sources.keys()]) this.#drop(key);
    this.#changed.fire();
  }

  /** Lists everything anew, also what was denied. */
  refresh(): void {
    this.#confined = false;
    const waiting = this.#ready;
    this.#ready = Promise.withResolvers<void>();
    this.stop();
    this.start();
    void this.settled().then(waiting.resolve);
  }

  /** Resolves once every watch has either its first list, a denial, or a failure to tell of. */
  settled(): Promise<void> {
    return this.#ready.promise;
  }

  /** Whether the store holds all of these there are in the namespace: not so before the first list, also after a refresh. */
  listed(names: readonly ResourceName[], namespace: string): boolean {
    const sources = [...this.#sources.values()];
    return names.every((name) =>
      sources.some(
        (s) => s.resource === name && s.listed && (s.namespace === undefined || s.namespace === namespace),
      ),
    );
  }

  /** What may not be listed, by resource: said where it would have stood. */
  denied(resource: ResourceName, namespace: string | undefined): ErrorData | undefined {
    for (const source of this.#sources.values()) {
      if (source.resource !== resource) continue;
      if (source.namespace !== undefined && namespace !== undefined && source.namespace !== namespace)
        continue;
      if (source.watched.state.is === 'denied') return source.watched.state.what;
    }
    return undefined;
  }

  get state(): Omit<ConnectionState, 'error' | 'namespace'> {
    const watch = this.#worst();
    return {
      context: this.target.context.name,
      server: this.target.cluster.server,
      namespaces: this.namespaces,
      watch,
      empty: watch.is === 'live' && this.store.isEmpty(this.namespaces),
      liveAt: this.#liveAt,
    };
  }

  #align(): void {
    const scope = this.namespaces && [...new Set([...this.namespaces, ...this.#extra])];
    const wanted = new Map<string, { resource: ResourceName; namespace: string | undefined }>();
    for (const resource of resourceNames) {
      const where = resources[resource].namespaced && scope ? scope : [undefined];
      for (const namespace of where) wanted.set(`${resource}/${namespace ?? '*'}`, { resource, namespace });
    }
    for (const key of [...this.#sources.keys()]) if (!wanted.has(key)) this.#drop(key);
    for (const [key, { resource, namespace }] of wanted) {
      if (!this.#sources.has(key)) this.#watch(key, resource, namespace);
    }
    this.#stateChanged();
  }

  #watch(key: string, resource: ResourceName, namespace: string | undefined): void {
    const { clock, log } = this.#deps;
    const { query } = resources[resource];
    const watched = watchResource<WatchedObject>({
      client: this.client,
      path: pathOf(resource, namespace),
      query,
      trim: (raw) => resources[resource].trim(raw),
      clock,
      log,
      random: Math.random,
    });
    const subscriptions = new DisposableStore();
    const source: Source = { resource, namespace, watched, subscriptions, listed: false };
    subscriptions.add(
      watched.onDelta((delta) => {
        if (delta.type === 'replace') source.listed = true;
        this.store.apply(key, resource, delta);
      }),
    );
    subscriptions.add(
      watched.onState(({ is }) => {
        // What may not be seen any more is not shown any more.
        if (is === 'denied') {
          source.listed = false;
          this.store.forget(key, resource);
        }
        // The server answers again: what still waits to try need not.
        if (is === 'live') for (const other of this.#sources.values()) other.watched.hurry();
        this.#stateChanged();
      }),
    );
    this.#sources.set(key, source);
    watched.start();
  }

  #drop(key: string): void {
    const source = this.#sources.get(key);
    if (!source) return;
    this.#sources.delete(key);
    source.subscriptions.dispose();
    source.watched.stop();
    this.store.forget(key, source.resource);
  }

  #stateChanged(): void {
    if (!this.#running) return;
    if (this.#mustConfine()) {
      this.#confined = true;
      this.#align();
      return;
    }
    const states = [...this.#sources.values()].map((source) => source.watched.state.is);
    if (states.every((is) => is !== 'connecting' && is !== 'idle')) this.#ready.resolve();
    const live = this.#worst().is === 'live';
    // Also in the moment in which it ceases to be.
    if (live || this.#wasLive) this.#liveAt = this.#deps.clock.now();
    this.#wasLive = live;
    this.#changed.fire();
  }

  /** A person without rights in the whole cluster: what they may see is their context's namespace. */
  #mustConfine(): boolean {
    if (this.#confined || this.#chosen) return false;
    return [...this.#sources.values()].some(
      ({ resource, watched }) => resources[resource].essential && watched.state.is === 'denied',
    );
  }

  #worst(): WatchState {
    if (!this.#running) return { is: 'idle' };
    const sources = [...this.#sources.values()];
    // Whatever is not live makes rows that are not, be it the nodes alone.
    const retrying = sources.map((s) => s.watched.state).filter((s) => s.is === 'retrying');
    const [next] = retrying.sort((a, b) => a.at - b.at);
    if (next) return next;
    const essential = sources.filter((s) => resources[s.resource].essential);
    const states = essential.map((s) => s.watched.state);
    const denied = states.find((s) => s.is === 'denied');
    if (denied && states.every((s) => s.is === 'denied')) return denied;
    const waiting = states.find((s) => s.is === 'connecting' || s.is === 'idle');
    const { plugin } = this.client;
    if (waiting && plugin !== undefined) return { is: 'connecting', plugin };
    return waiting ?? { is: 'live' };
  }

  dispose(): void {
    this.stop();
    this.#changed.dispose();
    this.store.dispose();
    this.client.dispose();
  }
}

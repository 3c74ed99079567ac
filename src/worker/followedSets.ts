import { DisposableStore, type Disposable } from '../base/disposable.ts';
import { Coalescer, type Clock } from '../base/timers.ts';
import { setRow } from '../model/setRows.ts';
import type { RowSources } from '../model/storeView.ts';
import type { FollowedSet, NamedSet } from './protocol.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';

/** ms between two words: at most ten a second. */
const INTERVAL = 100;

export interface FollowedSetsDeps {
  readonly sessions: Sessions;
  sources(session: Session): RowSources;
  readonly clock: Clock;
  send(sets: readonly FollowedSet[]): void;
}

/**
 * The rows of the sets that manifests on screen name, as the window's own session has them while it is live. Told when one of them
 * changes; keeps no session and no watch alive.
 */
export class FollowedSets implements Disposable {
  readonly #deps: FollowedSetsDeps;
  readonly #store = new DisposableStore();
  readonly #look: Coalescer;
  #sets: readonly NamedSet[] = [];
  #told = '[]';
  #heard: { readonly session: Session; readonly subscription: Disposable } | undefined;

  constructor(deps: FollowedSetsDeps) {
    this.#deps = deps;
    this.#look = this.#store.add(new Coalescer(deps.clock, INTERVAL, () => this.#tell()));
    const ask = (): void => {
      if (this.#sets.length > 0) this.#look.request();
    };
    this.#store.add(deps.sessions.onDidChange(ask));
    this.#store.add(deps.sessions.onDidReplace(ask));
    this.#store.add({ dispose: () => this.#heard?.subscription.dispose() });
  }

  /** In place of what was followed before. */
  follow(sets: readonly NamedSet[]): void {
    this.#sets = sets;
    this.#told = '';
    this.#look.request();
  }

  #tell(): void {
    const session = this.#sets.length > 0 ? this.#deps.sessions.current : undefined;
    this.#hear(session);
    const found = this.#sets.map((set) => this.#find(set, session));
    const told = JSON.stringify(found);
    if (told === this.#told) return;
    this.#told = told;
    this.#deps.send(found);
  }

  #find(wanted: NamedSet, session: Session | undefined): FollowedSet {
    // What is not live is not shown as if it were.
    if (session?.state.watch.is !== 'live') return { set: wanted };
    const namespace = wanted.namespace ?? this.#deps.sessions.defaultNamespace(session);
    if (session.namespaces && !session.namespaces.includes(namespace)) return { set: wanted };
    const set = session.store.setNamed(wanted.kind, namespace, wanted.name);
    return set ? { set: wanted, row: setRow(set, this.#deps.sources(session)) } : { set: wanted };
  }

  #hear(session: Session | undefined): void {
    if (this.#heard?.session === session) return;
    this.#heard?.subscription.dispose();
    const subscription = session?.store.onDidChange(() => this.#look.request());
    this.#heard = session && subscription ? { session, subscription } : undefined;
  }

  dispose(): void {
    this.#store.dispose();
  }
}

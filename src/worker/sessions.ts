import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { toDisposable, type Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import { toErrorData, type ErrorData } from '../base/errors.ts';
import type { Clock } from '../base/timers.ts';
import { Client } from '../cluster/client.ts';
import { defaultPaths, loadKubeconfig } from '../cluster/kubeconfig.ts';
import type { ContextInfo, Env, Kubeconfig, Log, Target } from '../cluster/types.ts';
import type { ConnectionState, WorkerSettings } from './protocol.ts';
import { Session } from './session.ts';

interface Deps {
  readonly env: Env;
  readonly clock: Clock;
  readonly log: Log;
}

/** ms that watches go on after nobody needs them any more: a view that is hidden for a moment comes back live. */
const LINGER = 60_000;

/**
 * The sessions of the contexts in use: the window's own, and those that forwards still lead to. A session runs while a view is
 * visible or a forward needs it.
 */
export class Sessions implements Disposable {
  readonly #deps: Deps;
  readonly #sessions = new Map<string, Session>();
  /** Namespaces that forwards lead to, by context; each counted. Undefined = none in particular, only the session itself. */
  readonly #pins = new Map<string, Map<string | undefined, number>>();
  readonly #changed = new Emitter<void>();
  readonly #replaced = new Emitter<void>();
  #settings: WorkerSettings | undefined;
  #kubeconfig: Promise<Kubeconfig> | undefined;
  #current: Session | undefined;
  #choosing: Promise<Session> | undefined;
  #error: ErrorData | undefined;
  #visible = false;
  #linger: Disposable | undefined;

  /** The connection's state, or which session is the window's own, changed. */
  readonly onDidChange = this.#changed.event;
  /** Another session became the window's own, or took the place of one of the same context: every row is another one. */
  readonly onDidReplace = this.#replaced.event;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  get current(): Session | undefined {
    return this.#current;
  }

  get all(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  get settings(): WorkerSettings {
    if (!this.#settings) throw new Error('The worker was not configured');
    return this.#settings;
  }

  get state(): ConnectionState {
    const current = this.#current;
    if (current) {
      return { ...current.state, namespace: this.defaultNamespace(current), error: undefined };
    }
    return {
      context: this.settings.context,
      server: undefined,
      namespaces: this.settings.namespaces,
      namespace: undefined,
      watch: { is: 'idle' },
      error: this.#error,
      empty: false,
      liveAt: undefined,
    };
  }

  /** Takes new settings; another kubeconfig or context replaces the window's session. */
  async configure(settings: WorkerSettings): Promise<void> {
    const before = this.#settings;
    this.#settings = settings;
    const sameFiles = before && before.kubeconfig.join('\0') === settings.kubeconfig.join('\0');
    if (!sameFiles) this.#kubeconfig = undefined;
    if (!sameFiles || before.context !== settings.context) {
      this.#choosing = undefined;
      if (before && this.#visible) await this.#choose();
      else if (this.#current) {
        this.#leave();
        this.#changed.fire();
      }
      return;
    }
    if (this.#current) this.#confine(this.#current);
    this.#changed.fire();
  }

  /** Views are visible, or none is any more. */
  async setVisible(visible: boolean): Promise<void> {
    this.#visible = visible;
    this.#linger?.dispose();
    this.#linger = undefined;
    if (visible) {
      await this.own().then(
        (session) => session.start(),
        () => undefined, // Said by `state.error`.
      );
    } else {
      this.#linger = this.#deps.clock.after(LINGER, () => this.#rest());
    }
  }

  /** The window's own session, made where there is none yet. @throws UserError as `loadKubeconfig` and `target` do. */
  async own(): Promise<Session> {
    return this.#choosing ?? this.#current ?? this.#choose();
  }

  /** The window's own session with its first lists read. */
  async live(): Promise<Session> {
    for (;;) {
      const session = await this.own();
      session.start();
      if (!this.#visible) await this.setVisible(false);
      await session.settled();
      if (session === this.#current) return session;
    }
  }

  /** The session of a context, by name: always of the server and the user that the kubeconfig means by it. */
  async of(context: string): Promise<Session> {
    return this.#session(await this.#load(), context);
  }

  /** The session of a context as it is now; undefined where there is none. */
  get(context: string): Session | undefined {
    return this.#sessions.get(context);
  }

  /** Keeps a context's session, and a namespace watched, until the result is disposed. */
  pin({ store: { context } }: Session, namespace?: string): Disposable {
    const pins = this.#pins.get(context) ?? new Map<string | undefined, number>();
    this.#pins.set(context, pins);
    pins.set(namespace, (pins.get(namespace) ?? 0) + 1);
    this.#pinned(context);
    return toDisposable(() => {
      const left = (pins.get(namespace) ?? 1) - 1;
      if (left > 0) pins.set(namespace, left);
      else pins.delete(namespace);
      if (pins.size === 0) this.#pins.delete(context);
      const session = this.#sessions.get(context);
      if (session) this.#confine(session);
      if (!this.#visible || session !== this.#current) this.#rest();
    });
  }

  /** Where an object goes that names no namespace: to the only one chosen, else to the context's own. */
  defaultNamespace({ target }: Session): string {
    const [only, ...more] = this.settings.namespaces ?? [];
    return only !== undefined && more.length === 0 ? only : target.context.namespace;
  }

  async contexts(): Promise<readonly ContextInfo[]> {
    return (await this.#load()).contexts;
  }

  /** Reads the kubeconfig anew and lists everything anew. A kubeconfig that can't be read is told by `state.error`. */
  async refresh(): Promise<void> {
    this.#kubeconfig = undefined;
    const before = this.#current;
    const session = await this.#choose().catch(() => undefined);
    if (session && session === before) session.refresh();
    else session?.start();
  }

  #choose(): Promise<Session> {
    const choosing: Promise<Session> = this.#decide(() => this.#choosing === choosing).finally(() => {
      if (this.#choosing === choosing) this.#choosing = undefined;
    });
    this.#choosing = choosing;
    return choosing;
  }

  /** `newest` says whether no other decision was begun meanwhile, which then counts. */
  async #decide(newest: () => boolean): Promise<Session> {
    let session: Session | undefined;
    let failure: unknown;
    try {
      const kubeconfig = await this.#load();
      if (!newest()) return this.own();
      session = this.#session(kubeconfig, kubeconfig.target(this.settings.context).context.name);
    } catch (error) {
      if (!newest()) return this.own();
      failure = error;
    }
    const other = session !== this.#current;
    if (other) this.#leave();
    this.#current = session;
    if (!session) {
      this.#kubeconfig = undefined;
      this.#error = toErrorData(failure);
      this.#deps.log('error', [this.#error.message, this.#error.remedy].filter(Boolean).join(' '));
      if (other) this.#replaced.fire();
      this.#changed.fire();
      throw failure;
    }
    this.#error = undefined;
    this.#confine(session);
    if (this.#visible) session.start();
    if (other) this.#replaced.fire();
    this.#changed.fire();
    return session;
  }

  /** The session of a context. One of another server or user under the same name is ended: no verb may go there any more. */
  #session(kubeconfig: Kubeconfig, context: string): Session {
    const target = kubeconfig.target(context);
    const known = this.#sessions.get(context);
    if (known && meaning(known.target) === meaning(target)) return known;
    const { env, clock, log } = this.#deps;
    const client = new Client(target, { env, clock, log });
    const session = new Session({ target, client, clock, log });
    session.onDidChange(() => session === this.#current && this.#changed.fire());
    this.#sessions.set(context, session);
    log('info', `Context ${context}: ${target.cluster.server}`);
    this.#pinned(context);
    if (!known) return session;
    if (known === this.#current) {
      this.#current = session;
      this.#confine(session);
      if (this.#visible) session.start();
    }
    known.dispose();
    this.#replaced.fire();
    return session;
  }

  /** The window's own session is no longer this one. */
  #leave(): void {
    const left = this.#current;
    this.#current = undefined;
    if (!left) return;
    if (this.#pins.has(left.store.context)) this.#confine(left);
    else this.#close(left);
  }

  #close(session: Session): void {
    this.#sessions.delete(session.store.context);
    session.dispose();
  }

  #pinned(context: string): void {
    const session = this.#sessions.get(context);
    if (!session || !this.#pins.has(context)) return;
    this.#confine(session);
    if (this.#isWatched(context)) session.start();
  }

  /** Whether something leads to a namespace of the context, beside what is on screen. */
  #isWatched(context: string): boolean {
    return [...(this.#pins.get(context)?.keys() ?? [])].some((namespace) => namespace !== undefined);
  }

  #confine(session: Session): void {
    const pins = this.#pins.get(session.store.context);
    const pinned = [...(pins?.keys() ?? [])].filter((namespace) => namespace !== undefined);
    const chosen = session === this.#current ? this.settings.namespaces : pinned;
    session.setNamespaces(chosen, pinned);
  }

  /** Ends what nobody needs: sessions that are not on screen and to which nothing leads. */
  #rest(): void {
    for (const session of this.all) {
      const { context } = session.store;
      if (this.#isWatched(context) || (session === this.#current && this.#visible)) continue;
      if (session === this.#current || this.#pins.has(context)) session.stop();
      else this.#close(session);
    }
  }

  #load(): Promise<Kubeconfig> {
    const paths =
      this.settings.kubeconfig.length > 0
        ? // No shell has seen a setting: `~` is this one's to read.
          this.settings.kubeconfig.map((path) => path.replace(/^~(?=$|[\\/])/, () => homedir()))
        : defaultPaths(this.#deps.env, homedir());
    this.#kubeconfig ??= loadKubeconfig(paths, { readFile: (path) => readFile(path, 'utf8') });
    const loading = this.#kubeconfig;
    loading.catch(() => {
      // A file that was mended is read anew the next time.
      if (this.#kubeconfig === loading) this.#kubeconfig = undefined;
    });
    return loading;
  }

  dispose(): void {
    this.#linger?.dispose();
    for (const session of this.all) session.dispose();
    this.#sessions.clear();
    this.#changed.dispose();
    this.#replaced.dispose();
  }
}

/** Which server as which user, in text; whether it is the file's current context does not matter. */
function meaning({ cluster, user, context: { name, namespace } }: Target): string {
  return JSON.stringify([name, namespace, cluster, user]);
}

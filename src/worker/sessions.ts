import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import type { Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import { toErrorData, UserError, type ErrorData } from '../base/errors.ts';
import type { Clock } from '../base/timers.ts';
import { Client } from '../cluster/client.ts';
import { defaultPaths, loadKubeconfig } from '../cluster/kubeconfig.ts';
import type { ContextInfo, Env, Kubeconfig, Log } from '../cluster/types.ts';
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
  /** Namespaces that forwards lead to, by context; each counted. */
  readonly #pins = new Map<string, Map<string, number>>();
  readonly #changed = new Emitter<void>();
  readonly #replaced = new Emitter<void>();
  #settings: WorkerSettings | undefined;
  #kubeconfig: Promise<Kubeconfig> | undefined;
  #current: Session | undefined;
  #error: ErrorData | undefined;
  #visible = false;
  #linger: Disposable | undefined;

  /** The connection's state, or which session is the window's own, changed. */
  readonly onDidChange = this.#changed.event;
  /** Another session became the window's own: every row is another one. */
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
    if (this.#current) return { ...this.#current.state, error: undefined };
    return {
      context: this.settings.context,
      server: undefined,
      namespaces: this.settings.namespaces,
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
      if (before && this.#visible) await this.#choose();
      else this.#current = undefined;
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
    return this.#current ?? this.#choose();
  }

  /** The window's own session with its first lists read. */
  async live(): Promise<Session> {
    const session = await this.own();
    session.start();
    if (!this.#visible) await this.setVisible(false);
    await session.settled();
    return session;
  }

  /** The session of a context, by name. */
  async of(context: string): Promise<Session> {
    const known = this.#sessions.get(context);
    if (known) return known;
    const kubeconfig = await this.#load();
    return this.#open(kubeconfig, context);
  }

  /** Keeps a namespace watched until the result is disposed. */
  pin(session: Session, namespace: string): Disposable {
    const { context } = session.store;
    const pins = this.#pins.get(context) ?? new Map<string, number>();
    this.#pins.set(context, pins);
    pins.set(namespace, (pins.get(namespace) ?? 0) + 1);
    this.#confine(session);
    session.start();
    return {
      dispose: () => {
        const left = (pins.get(namespace) ?? 1) - 1;
        if (left > 0) pins.set(namespace, left);
        else pins.delete(namespace);
        if (pins.size === 0) this.#pins.delete(context);
        this.#confine(session);
        if (!this.#visible || session !== this.#current) this.#rest();
      },
    };
  }

  async contexts(): Promise<readonly ContextInfo[]> {
    return (await this.#load()).contexts;
  }

  /** Reads the kubeconfig anew and lists everything anew. */
  async refresh(): Promise<void> {
    this.#kubeconfig = undefined;
    if (this.#current && !this.#error) {
      // The same context may mean another server or user now.
      const context = this.#current.store.context;
      const before = JSON.stringify(this.#current.target);
      const kubeconfig = await this.#tryLoad();
      const same = kubeconfig && JSON.stringify(targetOrError(kubeconfig, context)) === before;
      if (same) {
        this.#current.refresh();
        return;
      }
      if (!this.#pins.has(context)) this.#close(this.#current);
    }
    await this.#choose().then(
      (session) => session.start(),
      () => undefined,
    );
  }

  async #choose(): Promise<Session> {
    const previous = this.#current;
    this.#current = undefined;
    try {
      const kubeconfig = await this.#load();
      const { context } = kubeconfig.target(this.settings.context);
      this.#current = this.#sessions.get(context.name) ?? this.#open(kubeconfig, context.name);
      this.#error = undefined;
      this.#confine(this.#current);
      if (this.#visible) this.#current.start();
      return this.#current;
    } catch (error) {
      this.#kubeconfig = undefined;
      this.#error = toErrorData(error);
      this.#deps.log('error', [this.#error.message, this.#error.remedy].filter(Boolean).join(' '));
      throw error;
    } finally {
      if (previous && previous !== this.#current && !this.#pins.has(previous.store.context))
        this.#close(previous);
      if (previous !== this.#current) this.#replaced.fire();
      this.#changed.fire();
    }
  }

  #open(kubeconfig: Kubeconfig, context: string): Session {
    const { env, clock, log } = this.#deps;
    const target = kubeconfig.target(context);
    const client = new Client(target, { env, clock, log });
    const session = new Session({ target, client, clock, log });
    session.onDidChange(() => session === this.#current && this.#changed.fire());
    this.#sessions.set(context, session);
    log('info', `Context ${context}: ${target.cluster.server}`);
    return session;
  }

  #close(session: Session): void {
    this.#sessions.delete(session.store.context);
    session.dispose();
  }

  #confine(session: Session): void {
    const pinned = [...(this.#pins.get(session.store.context)?.keys() ?? [])];
    const chosen = session === this.#current ? this.settings.namespaces : pinned;
    session.setNamespaces(chosen, pinned);
  }

  /** Ends what nobody needs: sessions without a forward that are not on screen. */
  #rest(): void {
    for (const session of this.all) {
      if (this.#pins.has(session.store.context)) continue;
      if (session !== this.#current) this.#close(session);
      else if (!this.#visible) session.stop();
    }
  }

  #load(): Promise<Kubeconfig> {
    const paths =
      this.settings.kubeconfig.length > 0
        ? this.settings.kubeconfig
        : defaultPaths(this.#deps.env, homedir());
    this.#kubeconfig ??= loadKubeconfig(paths, { readFile: (path) => readFile(path, 'utf8') });
    const loading = this.#kubeconfig;
    loading.catch(() => {
      // A file that was mended is read anew the next time.
      if (this.#kubeconfig === loading) this.#kubeconfig = undefined;
    });
    return loading;
  }

  async #tryLoad(): Promise<Kubeconfig | undefined> {
    try {
      return await this.#load();
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }

  dispose(): void {
    this.#linger?.dispose();
    for (const session of this.all) session.dispose();
    this.#sessions.clear();
    this.#changed.dispose();
    this.#replaced.dispose();
  }
}

function targetOrError(kubeconfig: Kubeconfig, context: string): unknown {
  try {
    return kubeconfig.target(context);
  } catch (error) {
    return toErrorData(error);
  }
}

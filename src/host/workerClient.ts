import * as l10n from '@vscode/l10n';
import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import { UserError, type ErrorData } from '../base/errors.ts';
import {
  notifications,
  requests,
  type ConnectionState,
  type DeleteProgress,
  type FollowedSet,
  type NamedSet,
  type Notification,
  type Request,
  type RowChange,
  type StartForward,
  type StreamData,
  type StreamEnd,
  type ViewName,
  type WorkerSettings,
} from '../worker/protocol.ts';

/** A running worker thread, as the composition root starts it. */
export interface WorkerThread {
  /** Not listening yet. */
  readonly connection: MessageConnection;
  /** Called once when the thread has ended, by itself or not. */
  onExit(listener: (code: number) => void): void;
  terminate(): void;
}

interface Deps {
  /** Loads what a worker needs, and starts one. */
  spawn(): Promise<WorkerThread>;
  settings(): WorkerSettings;
  log(level: 'trace' | 'debug' | 'info' | 'warn' | 'error', message: string): void;
}

/** What became of the forwards of a worker that died. */
export interface Restored {
  readonly forwards: number;
  /** Those that could not be started again, each with the reason. */
  readonly lost: readonly { readonly forward: StartForward; readonly error: unknown }[];
}

/** A worker that fails this often within a minute is left alone until a person asks for it again. */
const MAX_RESTARTS_A_MINUTE = 3;

/**
 * The main thread's end of the worker. Starts it with the first request; when it dies, starts it again with its visible views
 * and its forwards, and tells so by `onDidDie` and `onDidRestore`.
 */
export class WorkerClient implements Disposable {
  readonly #deps: Deps;
  readonly #store = new DisposableStore();
  readonly #visible = new Set<ViewName>();
  readonly #forwards = new Map<string, StartForward>();
  #follow: readonly NamedSet[] = [];
  #starting: Promise<WorkerThread> | undefined;
  #thread: WorkerThread | undefined;
  #disposed = false;
  #deaths: number[] = [];
  #gaveUp = false;

  readonly #rowsChanged = this.#store.add(new Emitter<{ view: ViewName; changes: readonly RowChange[] }>());
  readonly #connectionChanged = this.#store.add(new Emitter<ConnectionState>());
  readonly #deleteProgress = this.#store.add(new Emitter<DeleteProgress>());
  readonly #followed = this.#store.add(new Emitter<readonly FollowedSet[]>());
  readonly #streamData = this.#store.add(new Emitter<StreamData>());
  readonly #streamEnd = this.#store.add(new Emitter<StreamEnd>());
  readonly #died = this.#store.add(new Emitter<{ gaveUp: boolean }>());
  readonly #restored = this.#store.add(new Emitter<Restored>());

  readonly onRowsChanged = this.#rowsChanged.event;
  readonly onConnection = this.#connectionChanged.event;
  readonly onDeleteProgress = this.#deleteProgress.event;
  readonly onFollowed = this.#followed.event;
  readonly onStreamData = this.#streamData.event;
  readonly onStreamEnd = this.#streamEnd.event;
  /** The thread has ended: what it said no longer holds. `gaveUp`: it is not started again by itself. */
  readonly onDidDie = this.#died.event;
  /** After a death, once another thread has taken over what the last one did. */
  readonly onDidRestore = this.#restored.event;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** True once a worker runs; nothing of the product starts one but a visible view or a cluster verb. */
  get running(): boolean {
    return this.#starting !== undefined;
  }

  /** Sends a request; rejects with {@link UserError} where the worker answered with one. */
  async request<R>(type: Request<void, R>): Promise<R>;
  async request<P, R>(type: Request<P, R>, params: P, token?: CancellationToken): Promise<R>;
  async request<P, R>(type: Request<P, R>, params?: P, token?: CancellationToken): Promise<R> {
    const { connection } = await this.#start();
    try {
      return await (params === undefined
        ? connection.sendRequest<R>(type.method)
        : connection.sendRequest<R>(type.method, params, token));
    } catch (error) {
      if (this.#thread?.connection !== connection) throw interrupted(error);
      throw asUserError(error);
    }
  }

  async show(view: ViewName, visible: boolean): Promise<void> {
    if (visible) this.#visible.add(view);
    else this.#visible.delete(view);
    if (visible || this.running) await this.request(requests.show, { view, visible });
  }

  /** Sends the settings anew, where a worker runs to hear them. */
  async configure(): Promise<void> {
    if (this.running) await this.request(requests.configure, this.#deps.settings());
  }

  /** Remembers a forward, so that it is restored when the worker has to be started again. */
  rememberForward(id: string, forward: StartForward): void {
    this.#forwards.set(id, forward);
  }

  forgetForward(id: string): void {
    this.#forwards.delete(id);
  }

  forgetForwards(): void {
    this.#forwards.clear();
  }

  /** Asks for word of these sets' rows from now on, by `onFollowed`; from a worker that is not there yet, once it is. */
  follow(sets: readonly NamedSet[]): void {
    this.#follow = sets;
    void this.#thread?.connection.sendNotification(notifications.follow.method, sets);
  }

  collapsed(view: ViewName, key: string): void {
    void this.#thread?.connection.sendNotification(notifications.collapsed.method, { view, key });
  }

  #start(): Promise<WorkerThread> {
    if (this.#disposed) throw new UserError({ code: 'cancelled', message: 'Kube Sets is closing' });
    this.#starting ??= this.#spawn();
    return this.#starting;
  }

  async #spawn(): Promise<WorkerThread> {
    let thread: WorkerThread;
    try {
      thread = await this.#deps.spawn();
    } catch (error) {
      this.#starting = undefined;
      throw error;
    }
    if (this.#disposed) {
      thread.terminate();
      throw new UserError({ code: 'cancelled', message: 'Kube Sets is closing' });
    }
    const { connection } = thread;
    this.#thread = thread;
    const on = <P>(type: Notification<P>, hear: (params: P) => void): void => {
      connection.onNotification(type.method, hear);
    };
    on(notifications.rowsChanged, (e) => this.#rowsChanged.fire(e));
    on(notifications.connection, (e) => this.#connectionChanged.fire(e));
    on(notifications.deleteProgress, (e) => this.#deleteProgress.fire(e));
    on(notifications.followed, (e) => this.#followed.fire(e));
    on(notifications.streamData, (e) => this.#streamData.fire(e));
    on(notifications.streamEnd, (e) => this.#streamEnd.fire(e));
    on(notifications.log, ({ level, message }) => this.#deps.log(level, message));
    connection.onError(([error]) =>
      this.#deps.log('error', `worker connection: ${error.stack ?? error.message}`),
    );
    connection.listen();
    thread.onExit((code) => this.#ended(thread, code));
    // The first message: everything later relies on it, and messages keep their order.
    void connection
      .sendRequest(requests.configure.method, this.#deps.settings())
      .catch((error: unknown) => this.#deps.log('error', `configure: ${String(error)}`));
    if (this.#follow.length > 0) this.follow(this.#follow);
    if (this.#gaveUp) {
      this.#gaveUp = false;
      void this.#restore(thread);
    }
    return thread;
  }

  #ended(thread: WorkerThread, code: number): void {
    if (this.#thread !== thread) return;
    this.#thread = undefined;
    this.#starting = undefined;
    thread.connection.dispose();
    if (this.#disposed) return;
    const now = Date.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < 60_000), now];
    this.#gaveUp = this.#deaths.length > MAX_RESTARTS_A_MINUTE;
    this.#deps.log('error', `The worker ended with code ${code}${this.#gaveUp ? '; not started again' : ''}`);
    this.#died.fire({ gaveUp: this.#gaveUp });
    if (this.#gaveUp || (this.#visible.size === 0 && this.#forwards.size === 0)) return;
    this.#start().then(
      (next) => void this.#restore(next),
      (error: unknown) => this.#deps.log('error', `The worker could not be started again: ${String(error)}`),
    );
  }

  /** Never rejects. Should the new thread end meanwhile, the next one begins anew. */
  async #restore(thread: WorkerThread): Promise<void> {
    const forwards = [...this.#forwards];
    const lost: { forward: StartForward; error: unknown }[] = [];
    const views = [...this.#visible].map((view) =>
      this.request(requests.show, { view, visible: true }).catch((error: unknown) =>
        this.#deps.log('error', `${view}: ${String(error)}`),
      ),
    );
    const starts = forwards.map(async ([id, forward]) => {
      try {
        await this.#startAgain(id, forward);
      } catch (error) {
        if (this.#thread === thread && this.#forwards.delete(id)) lost.push({ forward, error });
      }
    });
    await Promise.all([...views, ...starts]);
    if (this.#thread !== thread) return;
    for (const { error } of lost) this.#deps.log('error', `A port forward was lost: ${String(error)}`);
    this.#restored.fire({ forwards: forwards.length - lost.length, lost });
  }

  async #startAgain(id: string, forward: StartForward): Promise<void> {
    const result = await this.request(requests.startForward, forward);
    if (result.is === 'taken') {
      throw new UserError({
        code: 'port-taken',
        message: l10n.t('Local port {0} is in use by another program now', result.localPort),
      });
    }
    // It was stopped while it was started again.
    if (!this.#forwards.delete(id)) await this.request(requests.stopForward, { id: result.row.id });
    else this.#forwards.set(result.row.id, forward);
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#thread?.connection.dispose();
    this.#thread?.terminate();
    this.#store.dispose();
  }
}

function interrupted(cause: unknown): UserError {
  return new UserError(
    {
      code: 'server',
      message: l10n.t('The cluster worker stopped before it had answered.'),
      remedy: l10n.t('Look whether it was done, and try again; the log says why the worker stopped.'),
    },
    { cause },
  );
}

function asUserError(error: unknown): unknown {
  // A response's error carries what the worker said as data, whatever class the connection made of it.
  const data = (error as { readonly data?: ErrorData } | undefined)?.data;
  if (data?.code !== undefined && data.code !== 'bug') return new UserError(data, { cause: error });
  return error;
}

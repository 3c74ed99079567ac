import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import { UserError, type ErrorData } from '../base/errors.ts';
import {
  notifications,
  requests,
  type ConnectionState,
  type DeleteProgress,
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

/** A worker that fails this often within a minute is left alone until a person asks for it again. */
const MAX_RESTARTS_A_MINUTE = 3;

/**
 * The main thread's end of the worker. Starts it with the first request; when it dies, starts it again with its visible views
 * and its forwards, and tells so by `onDidRestart`.
 */
export class WorkerClient implements Disposable {
  readonly #deps: Deps;
  readonly #store = new DisposableStore();
  readonly #visible = new Set<ViewName>();
  readonly #forwards = new Map<string, StartForward>();
  #starting: Promise<WorkerThread> | undefined;
  #thread: WorkerThread | undefined;
  #disposed = false;
  #deaths: number[] = [];

  readonly #rowsChanged = this.#store.add(new Emitter<{ view: ViewName; changes: readonly RowChange[] }>());
  readonly #connectionChanged = this.#store.add(new Emitter<ConnectionState>());
  readonly #deleteProgress = this.#store.add(new Emitter<DeleteProgress>());
  readonly #streamData = this.#store.add(new Emitter<StreamData>());
  readonly #streamEnd = this.#store.add(new Emitter<StreamEnd>());
  readonly #restarted = this.#store.add(new Emitter<{ forwards: number; gaveUp: boolean }>());

  readonly onRowsChanged = this.#rowsChanged.event;
  readonly onConnection = this.#connectionChanged.event;
  readonly onDeleteProgress = this.#deleteProgress.event;
  readonly onStreamData = this.#streamData.event;
  readonly onStreamEnd = this.#streamEnd.event;
  readonly onDidRestart = this.#restarted.event;

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
    on(notifications.streamData, (e) => this.#streamData.fire(e));
    on(notifications.streamEnd, (e) => this.#streamEnd.fire(e));
    on(notifications.log, ({ level, message }) => this.#deps.log(level, message));
    connection.onError(([error]) =>
      this.#deps.log('error', `worker connection: ${error.stack ?? error.message}`),
    );
    connection.listen();
    thread.onExit((code) => this.#died(thread, code));
    // The first message: everything later relies on it, and messages keep their order.
    void connection
      .sendRequest(requests.configure.method, this.#deps.settings())
      .catch((error: unknown) => this.#deps.log('error', `configure: ${String(error)}`));
    return thread;
  }

  #died(thread: WorkerThread, code: number): void {
    if (this.#thread !== thread) return;
    this.#thread = undefined;
    this.#starting = undefined;
    thread.connection.dispose();
    if (this.#disposed) return;
    const now = Date.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < 60_000), now];
    const gaveUp = this.#deaths.length > MAX_RESTARTS_A_MINUTE;
    this.#deps.log('error', `The worker ended with code ${code}${gaveUp ? '; not started again' : ''}`);
    const wanted = this.#visible.size > 0 || this.#forwards.size > 0;
    if (wanted && !gaveUp) void this.#restore();
    this.#restarted.fire({ forwards: this.#forwards.size, gaveUp });
  }

  async #restore(): Promise<void> {
    try {
      for (const view of this.#visible) await this.request(requests.show, { view, visible: true });
      for (const [id, forward] of [...this.#forwards]) {
        this.#forwards.delete(id);
        const result = await this.request(requests.startForward, forward);
        if (result.is === 'started') this.#forwards.set(result.row.id, forward);
        else
          this.#deps.log(
            'error',
            `Local port ${result.localPort} was taken before its forward could be restored`,
          );
      }
    } catch (error) {
      this.#deps.log('error', `The worker could not be restored: ${String(error)}`);
    }
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#thread?.connection.dispose();
    this.#thread?.terminate();
    this.#store.dispose();
  }
}

function asUserError(error: unknown): unknown {
  // A response's error carries what the worker said as data, whatever class the connection made of it.
  const data = (error as { readonly data?: ErrorData } | undefined)?.data;
  if (data?.code !== undefined && data.code !== 'bug') return new UserError(data, { cause: error });
  return error;
}

import {
  createMessageConnection,
  ResponseError,
  type CancellationToken,
  type MessageConnection,
  type MessageReader,
  type MessageWriter,
  type NotificationType,
  type RequestType,
  type RequestType0,
} from 'vscode-jsonrpc';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import { UserError, type ErrorData } from '../base/errors.ts';
import {
  notifications,
  requests,
  type ConnectionState,
  type DeleteProgress,
  type RowChange,
  type StartForward,
  type StreamData,
  type StreamEnd,
  type ViewName,
  type WorkerSettings,
} from '../worker/protocol.ts';

/** A running worker thread, as the composition root starts it. */
export interface WorkerThread {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
  /** Called once when the thread has ended, by itself or not. */
  onExit(listener: (code: number) => void): void;
  terminate(): void;
}

interface Deps {
  spawn(): WorkerThread;
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
  #connection: MessageConnection | undefined;
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
    return this.#connection !== undefined;
  }

  /** Sends a request; rejects with {@link UserError} where the worker answered with one. */
  async request<P, R>(type: RequestType<P, R, ErrorData>, params: P, token?: CancellationToken): Promise<R>;
  async request<R>(type: RequestType0<R, ErrorData>): Promise<R>;
  async request<P, R>(
    type: RequestType<P, R, ErrorData> | RequestType0<R, ErrorData>,
    params?: P,
    token?: CancellationToken,
  ): Promise<R> {
    const connection = this.#start();
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
    if (this.#connection) void this.#connection.sendNotification(notifications.collapsed, { view, key });
  }

  #start(): MessageConnection {
    if (this.#disposed) throw new UserError({ code: 'cancelled', message: 'Kube Sets is closing' });
    if (this.#connection) return this.#connection;
    const thread = this.#deps.spawn();
    const connection = createMessageConnection(thread.reader, thread.writer);
    this.#thread = thread;
    this.#connection = connection;
    const on = <P>(type: NotificationType<P>, emitter: Emitter<P>): void => {
      connection.onNotification(type, (params) => emitter.fire(params));
    };
    on(notifications.rowsChanged, this.#rowsChanged);
    on(notifications.connection, this.#connectionChanged);
    on(notifications.deleteProgress, this.#deleteProgress);
    on(notifications.streamData, this.#streamData);
    on(notifications.streamEnd, this.#streamEnd);
    connection.onNotification(notifications.log, ({ level, message }) => this.#deps.log(level, message));
    connection.onError(([error]) =>
      this.#deps.log('error', `worker connection: ${error.stack ?? error.message}`),
    );
    connection.listen();
    thread.onExit((code) => this.#died(thread, code));
    // The first message: everything later relies on it, and messages keep their order.
    void connection
      .sendRequest(requests.configure.method, this.#deps.settings())
      .catch((error: unknown) => this.#deps.log('error', `configure: ${String(error)}`));
    return connection;
  }

  #died(thread: WorkerThread, code: number): void {
    if (this.#thread !== thread) return;
    this.#thread = undefined;
    this.#connection?.dispose();
    this.#connection = undefined;
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
    this.#connection?.dispose();
    this.#thread?.terminate();
    this.#store.dispose();
  }
}

function asUserError(error: unknown): unknown {
  if (error instanceof ResponseError) {
    const data = error.data as ErrorData | undefined;
    if (data && data.code !== 'bug') return new UserError(data, { cause: error });
  }
  return error;
}

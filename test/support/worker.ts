import { WorkerClient, type WorkerThread } from '../../src/host/workerClient.ts';
import { startThread } from '../../src/thread.ts';
import type { Row } from '../../src/model/rows.ts';
import {
  requests,
  type ConnectionState,
  type RowChange,
  type ViewName,
  type WorkerSettings,
} from '../../src/worker/protocol.ts';

/** The product's own worker thread and its client, as in the editor, without the editor. */
export class TestWorker {
  readonly client: WorkerClient;
  readonly log: string[] = [];
  readonly changes: {
    readonly at: number;
    readonly view: ViewName;
    readonly changes: readonly RowChange[];
  }[] = [];
  state: ConnectionState | undefined;
  settings: WorkerSettings;
  #thread: WorkerThread | undefined;

  constructor(
    settings: Partial<WorkerSettings> & { readonly kubeconfig: readonly string[] },
    env: NodeJS.ProcessEnv = {},
  ) {
    this.settings = { context: undefined, namespaces: undefined, forwardAddress: '127.0.0.1', ...settings };
    this.client = new WorkerClient({
      spawn: () => {
        this.#thread = startThread(
          new URL('../../src/worker/main.ts', import.meta.url),
          (message) => this.log.push(`error ${message}`),
          { env: { ...process.env, ...env } },
        );
        return Promise.resolve(this.#thread);
      },
      settings: () => this.settings,
      log: (level, message) => this.log.push(`${level} ${message}`),
    });
    this.client.onConnection((state) => (this.state = state));
    this.client.onRowsChanged((e) => this.changes.push({ at: Date.now(), ...e }));
  }

  /** The thread itself, to end it as a crash would. */
  get thread(): WorkerThread | undefined {
    return this.#thread;
  }

  children(view: ViewName, key = ''): Promise<readonly Row[]> {
    return this.client.request(requests.children, { view, key });
  }

  /** Every row of a view, opened from the root down. */
  async all(view: ViewName, key = ''): Promise<readonly Row[]> {
    const rows = await this.children(view, key);
    const below = await Promise.all(rows.map(async (row) => (row.expandable ? this.all(view, row.key) : [])));
    return rows.flatMap((row, i) => [row, ...(below[i] ?? [])]);
  }

  dispose(): void {
    this.client.dispose();
  }
}

/** Waits until `probe` gives something, asking every 50 ms; fails with what it was about after `ms`. */
export async function eventually<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  ms = 20_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`Not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

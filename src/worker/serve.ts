import { ResponseError, type CancellationToken, type MessageConnection } from 'vscode-jsonrpc';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import { cancelled, toErrorData, UserError } from '../base/errors.ts';
import { Coalescer, type Clock } from '../base/timers.ts';
import type { Env, Log } from '../cluster/types.ts';
import type { Client } from '../cluster/client.ts';
import { listAll, type RawObject } from '../cluster/list.ts';
import { everyPlaceRow } from '../model/placeRows.ts';
import { compareNames } from '../model/names.ts';
import { setRef } from '../model/setRows.ts';
import { ForwardRows } from './forwardRows.ts';
import { makeForwards } from './forwardsHost.ts';
import { findSet } from './findSet.ts';
import { connectionString } from './connectionStrings.ts';
import { FollowedSets } from './followedSets.ts';
import { serveKnowledge } from './known.ts';
import {
  notifications,
  requests,
  type NamedSet,
  type Request,
  type RowChange,
  type ViewName,
} from './protocol.ts';
import { RowService } from './rowService.ts';
import type { Session } from './session.ts';
import { Sessions } from './sessions.ts';
import { serveStreams } from './streams.ts';
import { serveVerbs } from './verbs.ts';
import { loadPodWarnings } from './podWarnings.ts';

export interface Surroundings {
  readonly env: Env;
  readonly clock: Clock;
}

type Handler<P, R> = (params: P, signal: AbortSignal) => Promise<R> | R;

/** Registers a request's handler; what it throws goes back as data, a bug with its stack in the log. */
export interface Answers {
  on<P, R>(type: Request<P, R>, handler: Handler<P, R>): void;
}

/** Answers the main thread over `connection`. Ends with the thread. */
export function serve(connection: MessageConnection, { env, clock }: Surroundings): Disposable {
  const store = new DisposableStore();
  const log: Log = (level, message) =>
    void connection.sendNotification(notifications.log.method, { level, message });
  const answers = answering(connection, log);
  const sessions = store.add(new Sessions({ env, clock, log }));
  const forwards = store.add(makeForwards(sessions, clock));
  const rows = new Rows(connection, sessions, clock);
  store.add(rows);
  const forwardRows = store.add(
    new ForwardRows(forwards, clock, (changes) => rows.send('forwards', changes)),
  );

  const visible = new Set<ViewName>();
  const tell = store.add(
    new Coalescer(
      clock,
      100,
      () => void connection.sendNotification(notifications.connection.method, sessions.state),
    ),
  );
  store.add(sessions.onDidChange(() => tell.request()));

  answers.on(requests.configure, (settings) => sessions.configure(settings));
  answers.on(requests.show, async ({ view, visible: shown }) => {
    if (shown) visible.add(view);
    else visible.delete(view);
    await sessions.setVisible(visible.has('sets') || visible.has('nodes'));
    tell.request();
  });
  answers.on(requests.refresh, () => sessions.refresh());
  answers.on(requests.contexts, () => sessions.contexts());
  answers.on(requests.namespaces, async (_, signal) => namespaceNames((await sessions.own()).client, signal));
  answers.on(requests.children, ({ view, key }) => {
    if (view === 'forwards') return key === '' ? forwardRows.all() : [];
    const service = rows.service;
    if (!service) return [];
    // The rows don't wait for the events: they are pushed when those are there.
    if (sessions.current) void loadPodWarnings(sessions.current, key, log);
    return service.children(view, key);
  });
  answers.on(requests.sets, async () => {
    const session = await sessions.live();
    return session.store
      .sets(session.namespaces)
      .map((set) => setRef(set, session.store.context))
      .sort((a, b) => compareNames(a.namespace, b.namespace) || compareNames(a.name, b.name));
  });
  answers.on(requests.places, async (wanted) => {
    const session = await sessions.live();
    const set = findSet(session, wanted, sessions.defaultNamespace(session));
    const sources = rows.of(session).sources;
    return { set: setRef(set, session.store.context), ports: set.ports, places: everyPlaceRow(set, sources) };
  });
  answers.on(requests.startForward, async ({ identity, localPort }) => {
    const outcome = await forwards.start(identity, localPort);
    if (outcome.is === 'taken') return outcome;
    return { is: 'started', row: forwardRows.row(outcome.forward.id) };
  });
  answers.on(requests.stopForward, ({ id }) => forwards.stop(id));
  answers.on(requests.connectionString, (wanted, signal) =>
    connectionString({ sessions, forwards, clock }, wanted, signal),
  );
  answers.on(requests.forwards, () => forwardRows.all());
  connection.onNotification(
    notifications.collapsed.method,
    ({ view, key }: { view: ViewName; key: string }) => {
      if (view !== 'forwards') rows.service?.forget(view, key);
    },
  );
  serveKnowledge(answers, { sessions, clock, log });
  const followed = store.add(
    new FollowedSets({
      sessions,
      sources: (session) => rows.of(session).sources,
      clock,
      send: (sets) => void connection.sendNotification(notifications.followed.method, sets),
    }),
  );
  connection.onNotification(notifications.follow.method, (sets: readonly NamedSet[]) =>
    followed.follow(sets),
  );
  serveVerbs(answers, connection, sessions);
  const streams = store.add(serveStreams(answers, connection, sessions));
  answers.on(requests.counts, () => ({
    ...forwards.counts(),
    streams: streams.count,
    sessions: sessions.all.length,
    ...sum(sessions.all.map((session) => ({ ...session.client.counts() }))),
  }));
  return store;
}

async function namespaceNames(client: Client, signal: AbortSignal): Promise<readonly string[]> {
  const trim = (raw: unknown): string => (raw as RawObject).metadata?.name ?? '';
  const { objects } = await listAll({ client, path: '/api/v1/namespaces', trim, signal });
  return [...objects].sort(compareNames);
}

function sum(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const one of all) {
    for (const [name, count] of Object.entries(one))
      total[`api.${name}`] = (total[`api.${name}`] ?? 0) + count;
  }
  return total;
}

/** The row services of the sessions; the window's own one is pushed to the views. */
class Rows implements Disposable {
  readonly #connection: MessageConnection;
  readonly #sessions: Sessions;
  readonly #clock: Clock;
  readonly #services = new Map<Session, RowService>();
  readonly #subscription: Disposable;

  constructor(connection: MessageConnection, sessions: Sessions, clock: Clock) {
    this.#connection = connection;
    this.#sessions = sessions;
    this.#clock = clock;
    this.#subscription = sessions.onDidReplace(() => {
      for (const [session, service] of this.#services) {
        if (sessions.all.includes(session)) continue;
        service.dispose();
        this.#services.delete(session);
      }
      for (const view of ['sets', 'nodes'] as const) this.send(view, [{ key: '', children: true }]);
    });
  }

  get service(): RowService | undefined {
    return this.#sessions.current && this.of(this.#sessions.current);
  }

  of(session: Session): RowService {
    const known = this.#services.get(session);
    if (known) return known;
    const service = new RowService(session, this.#clock);
    service.onDidChange(({ view, changes }) => {
      if (session === this.#sessions.current) this.send(view, changes);
    });
    this.#services.set(session, service);
    return service;
  }

  send(view: ViewName, changes: readonly RowChange[]): void {
    void this.#connection.sendNotification(notifications.rowsChanged.method, { view, changes });
  }

  dispose(): void {
    this.#subscription.dispose();
    for (const service of this.#services.values()) service.dispose();
  }
}

function answering(connection: MessageConnection, log: Log): Answers {
  return {
    on(type: { readonly method: string }, handler: Handler<never, unknown>) {
      connection.onRequest(type.method, async (...args: unknown[]) => {
        const token = args.at(-1) as CancellationToken;
        const params = args.length > 1 ? args[0] : undefined;
        const abort = new AbortController();
        const subscription = token.onCancellationRequested(() => abort.abort(cancelled()));
        try {
          return await handler(params as never, abort.signal);
        } catch (error) {
          if (!(error instanceof UserError)) {
            log(
              'error',
              `${type.method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
            );
          }
          const data = toErrorData(error);
          return new ResponseError(-32_000, data.message, data);
        } finally {
          subscription.dispose();
        }
      });
    },
  };
}

import * as l10n from '@vscode/l10n';
import type { V1Status } from '@kubernetes/client-node/dist/gen/models/V1Status.js';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import { UserError, cancelled, toErrorData } from '../base/errors.ts';
import { Backoff, delay, type Clock } from '../base/timers.ts';
import type { Client, Query } from './client.ts';
import { LineSplitter } from './lines.ts';
import { listAll, type RawObject } from './list.ts';
import { ApiError, fromStatus } from './serverErrors.ts';
import type { Delta, Log, Watched, WatchState } from './types.ts';

/** The server sends a bookmark each minute at the latest: silence for longer means that nobody is there any more. */
const SILENCE = 90_000;
/** A right that was missing may have been given. */
const DENIED_RETRY = 60_000;
/** A stream that lasted this long was a good one: waiting starts anew from the shortest. */
const LASTED = 5_000;

export interface WatchOptions<T> {
  readonly client: Client;
  /** The resource's list path, e.g. `/api/v1/pods` or `/apis/apps/v1/namespaces/x/statefulsets`. */
  readonly path: string;
  readonly query?: { readonly labelSelector?: string; readonly fieldSelector?: string };
  /** Keeps of an object what the product needs; undefined = not wanted. Called on each object as soon as it is parsed. */
  readonly trim: (raw: unknown) => T | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1). */
  readonly random: () => number;
}

/** A list and watch of one resource that supervises itself. Not started yet. See {@link Watched}. */
export function watchResource<T>(options: WatchOptions<T>): Watched<T> {
  return new ResourceWatch(options);
}

class ResourceWatch<T> implements Watched<T> {
  readonly #options: WatchOptions<T>;
  readonly #onState = new Emitter<WatchState>();
  readonly #onDelta = new Emitter<Delta<T>>();
  readonly onState = this.#onState.event;
  readonly onDelta = this.#onDelta.event;
  #state: WatchState = { is: 'idle' };
  #run: AbortController | undefined;
  #supervised: Supervised<T> | undefined;

  constructor(options: WatchOptions<T>) {
    this.#options = options;
  }

  get state(): WatchState {
    return this.#state;
  }

  /** Lists and watches until stopped. Starting what runs already does nothing. */
  start(): void {
    if (this.#run) return;
    const run = new AbortController();
    this.#run = run;
    this.#set({ is: 'connecting' });
    const supervised = new Supervised(this.#options, run.signal, {
      state: (state) => this.#run === run && this.#set(state),
      delta: (delta) => this.#run === run && this.#onDelta.fire(delta),
    });
    this.#supervised = supervised;
    void supervised.run();
  }

  hurry(): void {
    if (this.#state.is === 'retrying' && this.#state.why.code === 'unreachable') this.#supervised?.hurry();
  }

  /** Ends at once: no connection, timer or event comes after. */
  stop(): void {
    if (!this.#run) return;
    const run = this.#run;
    this.#run = undefined;
    this.#supervised = undefined;
    run.abort(cancelled());
    this.#set({ is: 'idle' });
  }

  #set(state: WatchState): void {
    this.#state = state;
    this.#onState.fire(state);
  }
}

interface Sink<T> {
  state(state: WatchState): void;
  delta(delta: Delta<T>): void;
}

/** One run, from start to stop. */
class Supervised<T> {
  readonly #options: WatchOptions<T>;
  readonly #signal: AbortSignal;
  readonly #sink: Sink<T>;
  readonly #backoff: Backoff;
  /** Where to go on watching; undefined = list first. */
  #version: string | undefined;
  #live = false;
  /** Lists in a row that were followed by 410 again. */
  #expired = 0;
  #waiting = new AbortController();
  #hurried = -Infinity;

  constructor(options: WatchOptions<T>, signal: AbortSignal, sink: Sink<T>) {
    this.#options = options;
    this.#signal = signal;
    this.#sink = sink;
    this.#backoff = new Backoff(500, 30_000, options.random);
  }

  async run(): Promise<void> {
    while (!this.#signal.aborted) {
      try {
        this.#version ??= await this.#list();
        await this.#watch();
      } catch (error) {
        if (this.#signal.aborted) return;
        try {
          await this.#wait(error);
        } catch (stopped) {
          if (this.#signal.aborted) return;
          throw stopped;
        }
      }
    }
  }

  hurry(): void {
    // Watches that are cut again and again must not drive each other.
    const now = this.#options.clock.now();
    if (now - this.#hurried < LASTED) return;
    this.#hurried = now;
    this.#waiting.abort(cancelled());
  }

  async #list(): Promise<string> {
    const { client, path, query = {}, trim, log } = this.#options;
    const { objects, resourceVersion } = await listAll({
      client,
      path,
      query,
      trim,
      // An expired page token means that reading took too long: fewer, larger pages then.
      pageSize: this.#expired > 0 ? 5000 : 500,
      signal: this.#signal,
    });
    if (this.#signal.aborted) throw cancelled();
    log('debug', `Listed ${objects.length} of ${path}`);
    this.#sink.delta({ type: 'replace', objects });
    return resourceVersion;
  }

  /** One watch request, to its end. Returns where the next one may follow at once. */
  async #watch(): Promise<void> {
    const { client, path, query = {}, clock, random } = this.#options;
    const seconds = 240 + Math.floor(random() * 241);
    const ended = new AbortController();
    const onStop = (): void => ended.abort(cancelled());
    this.#signal.addEventListener('abort', onStop, { once: true });
    const own = new DisposableStore();
    own.add({ dispose: () => this.#signal.removeEventListener('abort', onStop) });
    const silence = own.add(new Silence(clock, SILENCE, () => ended.abort(wentSilent(client.server))));
    const started = clock.now();
    try {
      const watchQuery: Query = {
        ...query,
        watch: true,
        resourceVersion: this.#version,
        allowWatchBookmarks: true,
        timeoutSeconds: seconds,
      };
      const chunks = await client.stream({ path, query: watchQuery, signal: ended.signal });
      this.#becomeLive();
      const lines = new LineSplitter();
      for await (const chunk of chunks) {
        silence.heard();
        for (const line of lines.push(chunk)) this.#event(line);
      }
      if (clock.now() - started < 1000) throw endedEarly(client.server);
    } catch (error) {
      // What was aborted for silence says so, not that it was cancelled.
      throw ended.signal.aborted && !this.#signal.aborted ? ended.signal.reason : error;
    } finally {
      own.dispose();
      if (clock.now() - started >= LASTED) this.#backoff.reset();
    }
  }

  #event(line: string): void {
    if (this.#signal.aborted) throw cancelled();
    const event = JSON.parse(line) as { type: string; object: RawObject & V1Status };
    if (event.type === 'ERROR') throw fromStatus(event.object, this.#options.client.server);
    const { uid = '', resourceVersion } = event.object.metadata ?? {};
    if (event.type === 'DELETED') this.#sink.delta({ type: 'remove', uid });
    else if (event.type !== 'BOOKMARK') {
      const object = this.#options.trim(event.object);
      this.#sink.delta(object === undefined ? { type: 'remove', uid } : { type: 'put', object });
    }
    // After the delta: what a listener failed on is sent again.
    this.#version = resourceVersion ?? this.#version;
    this.#expired = 0;
  }

  #becomeLive(): void {
    if (this.#signal.aborted || this.#live) return;
    this.#live = true;
    this.#sink.state({ is: 'live' });
  }

  /** Decides how to go on after a failure, shows it, and waits. Rejects when stopped. */
  async #wait(error: unknown): Promise<void> {
    const { clock, log, path } = this.#options;
    const what = toErrorData(error);
    log(what.code === 'bug' ? 'error' : 'info', `Watching ${path}: ${describe(error)}`);
    if (what.code === 'gone') {
      this.#version = undefined;
      // Once at once: that is the normal way. Again and again would be a storm of lists.
      if (this.#expired++ === 0) return;
    }
    if (what.code === 'bug') this.#version = undefined;
    this.#live = false;
    if (what.code === 'forbidden') {
      this.#sink.state({ is: 'denied', what });
      return delay(clock, DENIED_RETRY, this.#signal);
    }
    const asked = error instanceof ApiError ? (error.retryAfter ?? 0) : 0;
    const ms = Math.max(this.#backoff.next(), Math.min(asked, 60_000));
    this.#waiting = new AbortController();
    this.#sink.state({ is: 'retrying', at: clock.now() + ms, why: what });
    try {
      await delay(clock, ms, AbortSignal.any([this.#signal, this.#waiting.signal]));
    } catch (stopped) {
      if (this.#signal.aborted) throw stopped;
    }
  }
}

/** Tells once when nothing was heard for `limit` ms. One timer at a time, however much is heard. */
class Silence implements Disposable {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #tell: () => void;
  #last: number;
  #timer: Disposable;

  constructor(clock: Clock, limit: number, tell: () => void) {
    this.#clock = clock;
    this.#limit = limit;
    this.#tell = tell;
    this.#last = clock.now();
    this.#timer = clock.after(limit, () => this.#check());
  }

  heard(): void {
    this.#last = this.#clock.now();
  }

  dispose(): void {
    this.#timer.dispose();
  }

  #check(): void {
    const left = this.#last + this.#limit - this.#clock.now();
    if (left <= 0) this.#tell();
    else this.#timer = this.#clock.after(left, () => this.#check());
  }
}

function describe(error: unknown): string {
  if (error instanceof UserError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function wentSilent(server: string): UserError {
  return new UserError({
    code: 'unreachable',
    message: l10n.t('{0} went silent: the connection was lost without a word.', server),
    reason: 'Silence',
  });
}

function endedEarly(server: string): UserError {
  return new UserError({
    code: 'server',
    message: l10n.t('{0} ends every watch at once.', server),
    reason: 'EndedEarly',
  });
}

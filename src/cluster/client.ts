import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import * as l10n from '@vscode/l10n';
import { Agent, type Dispatcher } from 'undici';
import type { WebSocket } from 'ws';
import { UserError, cancelled } from '../base/errors.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import { systemClock, type Clock } from '../base/timers.ts';
import { Credentials, type Credential, type CredentialsDeps } from './credentials.ts';
import { Dialer, type TlsMaterial } from './dialer.ts';
import { LineSplitter } from './lines.ts';
import { proxyFor } from './proxy.ts';
import { fromAnswer, fromFailure } from './serverErrors.ts';
import type { Env, Log, Target } from './types.ts';
import { openWebSocket } from './webSocket.ts';

const gunzipAsync = promisify(gunzip);
const TIMEOUT = 30_000;
const USER_AGENT = 'kube-sets';

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From the API's root, its parts encoded: `/api/v1/pods`. */
  readonly path: string;
  readonly query?: Query;
  /** A string goes as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
  readonly signal?: AbortSignal;
  /** ms until the whole answer must be there (of a stream: its head); 30 s where absent. */
  readonly timeout?: number;
}

export interface ApiAnswer<T> {
  readonly status: number;
  readonly body: T;
  /** Texts of the server's `Warning` headers. */
  readonly warnings: readonly string[];
}

export interface ClientDeps {
  readonly env: Env;
  readonly log: Log;
  readonly clock?: Clock;
  readonly readFile?: CredentialsDeps['readFile'];
}

/** Counts of what is open: all zero once everything has ended and the idle connections (4 s) are closed. */
export interface ClientCounts {
  readonly sockets: number;
  readonly streams: number;
  readonly webSockets: number;
}

/**
 * One API server as one user. Speaks HTTP/1.1: a watch and a WebSocket have a connection of their own each, so that a stalled one holds
 * up no other, and undici's small HTTP/2 windows don't slow lists down. Connections are kept and reused; a changed client certificate
 * gets new ones, for WebSockets too. Every failure is a UserError; a 401 renews the credentials once.
 */
export class Client {
  readonly target: Target;
  readonly #credentials: Credentials;
  readonly #dialer: Dialer;
  readonly #base: URL;
  readonly #compress: boolean;
  readonly #sockets = new Set<WebSocket>();
  readonly #abort = new AbortController();
  readonly #pluginChanged = new Emitter<void>();
  #plugin: string | undefined;
  #pool: { readonly tls: TlsMaterial; readonly agent: Agent } | undefined;
  #streams = 0;

  constructor(target: Target, deps: ClientDeps) {
    this.target = target;
    this.#base = new URL(target.cluster.server);
    this.#dialer = new Dialer(this.#base, proxyFor(this.#base, target.cluster.proxyUrl, deps.env));
    // Within one machine compressing costs more than sending.
    const near = /^(localhost|127\..*|\[::1\])$/.test(this.#base.hostname);
    this.#compress = !near && !target.cluster.disableCompression;
    this.#credentials = new Credentials(target, {
      clock: deps.clock ?? systemClock,
      env: deps.env,
      log: deps.log,
      readFile: deps.readFile ?? ((path) => readFile(path, 'utf8')),
      onPlugin: (command) => {
        this.#plugin = command;
        this.#pluginChanged.fire();
      },
    });
  }

  get server(): string {
    return this.target.cluster.server;
  }

  /** The credential plugin that runs now, for which every request waits. */
  get plugin(): string | undefined {
    return this.#plugin;
  }

  get onDidChangePlugin(): Event<void> {
    return this.#pluginChanged.event;
  }

  counts(): ClientCounts {
    return { sockets: this.#dialer.open, streams: this.#streams, webSockets: this.#sockets.size };
  }

  /** The answer's body, parsed. */
  async json<T>(request: ApiRequest): Promise<T> {
    return (await this.request<T>(request)).body;
  }

  /** The answer's body as it came. */
  async text(request: ApiRequest): Promise<string> {
    return (await this.#whole(request)).text;
  }

  /** The answer with its status and warnings. */
  async request<T>(request: ApiRequest): Promise<ApiAnswer<T>> {
    const { status, text, warnings } = await this.#whole(request);
    try {
      return { status, warnings, body: (text === '' ? undefined : JSON.parse(text)) as T };
    } catch {
      throw fromAnswer({ status, contentType: 'text/html', text: '' }, this.server);
    }
  }

  /**
   * The answer's body, chunk by chunk, for as long as it lasts: no limit on silence. Resolves once the head has come; ending the iteration or
   * aborting the signal ends the connection. Rejects for an answer that is not 2xx.
   */
  async stream(request: ApiRequest): Promise<AsyncIterable<Uint8Array>> {
    const scope = this.#scope(request);
    try {
      const answer = await this.#send(request, scope, 0);
      scope.clearTimeout();
      return this.#chunks(answer.body, scope);
    } catch (error) {
      scope.end();
      throw fromFailure(error, this.server, scope.signal);
    }
  }

  /** Like {@link stream}, line by line, without empty lines. */
  async *lines(request: ApiRequest): AsyncIterable<string> {
    const splitter = new LineSplitter();
    for await (const chunk of await this.stream(request)) yield* splitter.push(chunk);
    const last = splitter.end();
    if (last !== '') yield last;
  }

  /**
   * An open WebSocket. Rejects with the server's own message where it refuses the upgrade. The caller closes it; `signal` ends only the
   * opening.
   */
  async connect(
    path: string,
    query: Query,
    subprotocols: readonly string[],
    signal?: AbortSignal,
  ): Promise<WebSocket> {
    const scope = this.#scope({ path, ...(signal ? { signal } : {}) });
    try {
      let credential = await this.#credential(scope);
      for (let renewed = false; ; renewed = true) {
        const socket = await this.#dialer.dial(credential.tls, scope.signal);
        const headers = { ...credential.headers, 'user-agent': USER_AGENT };
        const url = this.#url(path, query);
        const opened = await openWebSocket({ socket, url, subprotocols, headers, signal: scope.signal });
        if ('open' in opened) {
          this.#sockets.add(opened.open);
          opened.open.once('close', () => this.#sockets.delete(opened.open));
          return opened.open;
        }
        const next =
          opened.refused.status === 401 && !renewed ? await this.#renew(credential, scope) : undefined;
        if (!next) throw fromAnswer(opened.refused, this.server);
        credential = next;
      }
    } catch (error) {
      throw fromFailure(error, this.server, scope.signal);
    } finally {
      scope.end();
    }
  }

  /** Ends everything: running requests reject as cancelled. */
  dispose(): void {
    if (this.#abort.signal.aborted) return;
    this.#abort.abort(cancelled());
    this.#credentials.dispose();
    for (const socket of this.#sockets) socket.terminate();
    void this.#pool?.agent.destroy();
    this.#dialer.dispose();
  }

  async #whole(request: ApiRequest): Promise<{ status: number; text: string; warnings: readonly string[] }> {
    const scope = this.#scope(request);
    try {
      const answer = await this.#send(request, scope, request.timeout ?? TIMEOUT);
      return { status: answer.statusCode, text: await readText(answer), warnings: warningsOf(answer) };
    } catch (error) {
      throw fromFailure(error, this.server, scope.signal);
    } finally {
      scope.end();
    }
  }

  async *#chunks(body: Dispatcher.ResponseData['body'], scope: Scope): AsyncGenerator<Uint8Array> {
    this.#streams++;
    try {
      for await (const chunk of body) yield chunk as Uint8Array;
    } catch (error) {
      throw fromFailure(error, this.server, scope.signal);
    } finally {
      this.#streams--;
      scope.end();
      body.on('error', () => undefined); // Ending it midway is reported there, too.
      body.destroy();
    }
  }

  /** Sends, and once more with new credentials after a 401; rejects for an answer that is not 2xx. */
  async #send(request: ApiRequest, scope: Scope, bodyTimeout: number): Promise<Dispatcher.ResponseData> {
    const { signal } = scope;
    let credential = await this.#credential(scope);
    for (let renewed = false; ; renewed = true) {
      const answer = await this.#dispatch(request, credential, signal, bodyTimeout);
      if (answer.statusCode >= 200 && answer.statusCode < 300) return answer;
      const failed = {
        status: answer.statusCode,
        contentType: String(answer.headers['content-type'] ?? ''),
        text: await readText(answer),
        retryAfter: answer.headers['retry-after']?.toString(),
      };
      const next = failed.status === 401 && !renewed ? await this.#renew(credential, scope) : undefined;
      if (!next) throw fromAnswer(failed, this.server);
      credential = next;
    }
  }

  async #dispatch(
    request: ApiRequest,
    credential: Credential,
    signal: AbortSignal,
    bodyTimeout: number,
  ): Promise<Dispatcher.ResponseData> {
    const { method = 'GET', body } = request;
    const url = this.#url(request.path, request.query ?? {});
    const send = (): Promise<Dispatcher.ResponseData> =>
      this.#agent(credential.tls).request({
        origin: url.origin,
        path: url.pathname + url.search,
        method,
        headers: {
          ...credential.headers,
          accept: request.accept ?? 'application/json',
          'user-agent': USER_AGENT,
          ...(this.#compress && bodyTimeout > 0 ? { 'accept-encoding': 'gzip' } : {}),
          ...(body === undefined ? {} : { 'content-type': request.contentType ?? 'application/json' }),
        },
        body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
        signal,
        headersTimeout: 0,
        bodyTimeout,
      });
    try {
      return await send();
    } catch (error) {
      // A kept connection may have been closed by the server just as it was used again.
      const code = (error as NodeJS.ErrnoException).code;
      if (method !== 'GET' || signal.aborted || (code !== 'UND_ERR_SOCKET' && code !== 'ECONNRESET'))
        throw error;
      return send();
    }
  }

  #agent(tls: TlsMaterial): Agent {
    if (this.#pool?.tls === tls) return this.#pool.agent;
    // What still runs over the old certificate ends by itself.
    void this.#pool?.agent.close();
    const agent = new Agent({
      pipelining: 1,
      allowH2: false,
      connect: (_options, callback) => {
        this.#dialer.dial(tls, this.#abort.signal).then(
          (socket) => callback(null, socket),
          (error: unknown) => callback(error as Error, null),
        );
      },
    });
    this.#pool = { tls, agent };
    return agent;
  }

  async #credential(scope: Scope): Promise<Credential> {
    const credential = await orAborted(this.#credentials.current(), scope.signal);
    scope.startTimeout();
    return credential;
  }

  /** What {@link Credentials.renew} gives; the server's time stands still meanwhile. */
  async #renew(rejected: Credential, scope: Scope): Promise<Credential | undefined> {
    scope.clearTimeout();
    const credential = await orAborted(this.#credentials.renew(rejected), scope.signal);
    scope.startTimeout();
    return credential;
  }

  #url(path: string, query: Query): URL {
    const url = new URL(this.#base);
    url.pathname = url.pathname.replace(/\/$/, '') + path;
    for (const [key, value] of Object.entries(query)) {
      if (value === undefined) continue;
      for (const one of Array.isArray(value) ? (value as readonly string[]) : [value]) {
        url.searchParams.append(key, String(one));
      }
    }
    return url;
  }

  /** One signal for: the caller gave up, the client was disposed, the time is over. */
  #scope(request: ApiRequest): Scope {
    const { signal, timeout = TIMEOUT } = request;
    let timer: NodeJS.Timeout | undefined;
    const controller = new AbortController();
    const own = this.#abort.signal;
    const onCaller = (): void => controller.abort(cancelled());
    const onDispose = (): void => controller.abort(cancelled());
    if (signal?.aborted) onCaller();
    if (own.aborted) onDispose();
    signal?.addEventListener('abort', onCaller, { once: true });
    own.addEventListener('abort', onDispose, { once: true });
    return {
      signal: controller.signal,
      startTimeout: () => {
        timer = setTimeout(() => controller.abort(tooSlow(this.server, timeout)), timeout);
      },
      clearTimeout: () => clearTimeout(timer),
      end: () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onCaller);
        own.removeEventListener('abort', onDispose);
      },
    };
  }
}

interface Scope {
  readonly signal: AbortSignal;
  /** The server's time runs from here: what a credential plugin took is not its fault. */
  startTimeout(): void;
  clearTimeout(): void;
  end(): void;
}

/** The result, or the signal's reason as soon as it aborts: a plugin that hangs holds up nobody who gave up. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

async function readText(answer: Dispatcher.ResponseData): Promise<string> {
  if (answer.headers['content-encoding'] !== 'gzip') return answer.body.text();
  const packed = Buffer.from(await answer.body.arrayBuffer());
  return (await gunzipAsync(packed)).toString('utf8');
}

/** The texts of `Warning: 299 - "text"` headers (RFC 7234 5.5, as the API server sends them). */
function warningsOf(answer: Dispatcher.ResponseData): readonly string[] {
  const header = answer.headers.warning;
  const all = header === undefined ? [] : Array.isArray(header) ? header : [header];
  return all.flatMap((line) =>
    [...line.matchAll(/\b299 \S+ "((?:[^"\\]|\\.)*)"/g)].map((m) => (m[1] ?? '').replace(/\\(.)/g, '$1')),
  );
}

function tooSlow(server: string, ms: number): UserError {
  return new UserError({
    code: 'timeout',
    message: l10n.t('{0} gave no answer within {1} s.', server, ms / 1000),
    remedy: l10n.t('Try again; if it stays so, the server is overloaded or the network is slow.'),
  });
}

import * as l10n from '@vscode/l10n';
import { UserError, cancelled } from '../base/errors.ts';
import type { Clock } from '../base/timers.ts';
import type { TlsMaterial } from './dialer.ts';
import { runExecPlugin, type ExecCredential } from './execPlugin.ts';
import { oidcToken } from './oidc.ts';
import type { Env, Log, Target, UserEntry } from './types.ts';

/** Files are read anew after this long, as client-go does for tokens (it waits five minutes for certificates). */
const REREAD = 60_000;
const PLUGIN_TIMEOUT = 60_000;
/** A credential is renewed this long before it expires. */
const SKEW = 30_000;
/** After a plugin failed, it is not run again for this long: others who ask get the same answer. */
const HOLD_OFF = 5_000;

export interface CredentialsDeps {
  readonly clock: Clock;
  readonly env: Env;
  readonly log: Log;
  readFile(path: string): Promise<string>;
  /** A plugin was started, which may ask the person something elsewhere; undefined = it has ended. */
  onPlugin?(command: string | undefined): void;
}

/** What goes with one request: headers, and what to make connections with. The same object as long as nothing changed. */
export interface Credential {
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly tls: TlsMaterial;
}

/** Gets, keeps and renews the credentials of one target. Nothing is read or run before it is asked. */
export class Credentials {
  readonly #target: Target;
  readonly #deps: CredentialsDeps;
  readonly #files = new Map<string, { readonly at: number; readonly text: string }>();
  readonly #abort = new AbortController();
  #kept: Credential | undefined;
  #exec: { readonly credential: ExecCredential; readonly at: number } | undefined;
  #running: Promise<ExecCredential> | undefined;
  #failed: { readonly error: Error; readonly until: number } | undefined;

  constructor(target: Target, deps: CredentialsDeps) {
    this.#target = target;
    this.#deps = deps;
  }

  /** The credential to use now. Throws `credentials` or `bad-kubeconfig`. */
  async current(): Promise<Credential> {
    const { user, cluster } = this.#target;
    const given = await this.#given(user);
    const ca = await this.#pem('certificate-authority', cluster.caData, cluster.caFile);
    const plain = user.name !== '' && !hasOwn(user);
    const exec = plain && user.exec ? await this.#plugin(ca) : undefined;
    const cert = exec?.cert ?? given.cert;
    const key = exec?.key ?? given.key;
    const authorization = exec?.token === undefined ? given.authorization : `Bearer ${exec.token}`;
    return this.#keep({
      headers: { ...(authorization === undefined ? {} : { authorization }), ...impersonation(user) },
      tls: {
        insecure: cluster.insecure,
        ...(ca === undefined ? {} : { ca }),
        ...(cert === undefined ? {} : { cert }),
        ...(key === undefined ? {} : { key }),
        ...(cluster.tlsServerName === undefined ? {} : { serverName: cluster.tlsServerName }),
      },
    });
  }

  /**
   * The server answered 401 to `rejected`: gets a new credential where one can be had. Undefined where the same would come again.
   * Many requests may be rejected at once: only the first makes a plugin run again.
   */
  async renew(rejected: Credential): Promise<Credential | undefined> {
    if (this.#kept === rejected) {
      this.#files.clear();
      this.#exec = undefined;
    }
    const next = await this.current();
    return next === rejected ? undefined : next;
  }

  dispose(): void {
    this.#abort.abort(cancelled());
  }

  /** Keeps one object as long as its content is the same, so that it can be compared and connections be reused. */
  #keep(next: Credential): Credential {
    const kept = this.#kept;
    if (kept && JSON.stringify(kept) === JSON.stringify(next)) return kept;
    const tls = kept && JSON.stringify(kept.tls) === JSON.stringify(next.tls) ? kept.tls : next.tls;
    this.#kept = { headers: next.headers, tls };
    return this.#kept;
  }

  async #given(user: UserEntry): Promise<{ authorization?: string; cert?: string; key?: string }> {
    const cert = await this.#pem('client-certificate', user.certData, user.certFile);
    const key = await this.#pem('client-key', user.keyData, user.keyFile);
    const authorization = await this.#authorization(user);
    return {
      ...(authorization === undefined ? {} : { authorization }),
      ...(cert !== undefined && key !== undefined ? { cert, key } : {}),
    };
  }

  async #authorization(user: UserEntry): Promise<string | undefined> {
    // As in client-go, the file is the fresher of the two.
    if (user.tokenFile !== undefined)
      return `Bearer ${(await this.#file('tokenFile', user.tokenFile)).trim()}`;
    if (user.token !== undefined) return `Bearer ${user.token}`;
    if (user.username !== undefined) {
      return `Basic ${Buffer.from(`${user.username}:${user.password ?? ''}`).toString('base64')}`;
    }
    if (user.authProvider) {
      return `Bearer ${oidcToken(user.authProvider, this.#target.context.name, this.#deps.clock.now())}`;
    }
    return undefined;
  }

  async #pem(what: string, data: string | undefined, file: string | undefined): Promise<string | undefined> {
    if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8');
    return file === undefined ? undefined : this.#file(what, file);
  }

  async #file(what: string, path: string): Promise<string> {
    const now = this.#deps.clock.now();
    const kept = this.#files.get(path);
    if (kept && now - kept.at < REREAD) return kept.text;
    try {
      const text = await this.#deps.readFile(path);
      this.#files.set(path, { at: now, text });
      return text;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
      throw new UserError(
        {
          code: 'credentials',
          message: l10n.t(
            'The file {0}, which the kubeconfig names as {1}, can’t be read: {2}.',
            path,
            what,
            code,
          ),
          remedy: l10n.t('Correct the kubeconfig, or log in to the cluster anew.'),
          reason: code,
        },
        { cause: error },
      );
    }
  }

  #plugin(ca: string | undefined): Promise<ExecCredential> {
    const now = this.#deps.clock.now();
    if (this.#exec && now < goodUntil(this.#exec.credential, this.#exec.at)) {
      return Promise.resolve(this.#exec.credential);
    }
    if (this.#failed && now < this.#failed.until) return Promise.reject(this.#failed.error);
    this.#running ??= this.#runPlugin(ca).finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #runPlugin(ca: string | undefined): Promise<ExecCredential> {
    const { user, cluster } = this.#target;
    if (!user.exec) throw new Error('No plugin to run');
    this.#deps.log('debug', `Running the credential plugin ${user.exec.command}`);
    this.#deps.onPlugin?.(user.exec.command);
    try {
      const deps = { env: this.#deps.env, timeout: PLUGIN_TIMEOUT, ca };
      const credential = await runExecPlugin(user.exec, cluster, deps, this.#abort.signal);
      this.#exec = { credential, at: this.#deps.clock.now() };
      this.#failed = undefined;
      return credential;
    } catch (error) {
      this.#failed = { error: error as Error, until: this.#deps.clock.now() + HOLD_OFF };
      throw error;
    } finally {
      this.#deps.onPlugin?.(undefined);
    }
  }
}

const hasOwn = (user: UserEntry): boolean =>
  user.token !== undefined || user.tokenFile !== undefined || user.username !== undefined;

/** A short-lived credential is used for at least five seconds, or every request would run the plugin. */
const goodUntil = (credential: ExecCredential, at: number): number =>
  credential.expires === undefined ? Infinity : Math.max(credential.expires - SKEW, at + 5_000);

function impersonation(user: UserEntry): Record<string, string | string[]> {
  const as = user.as;
  if (!as) return {};
  return {
    ...(as.user === '' ? {} : { 'impersonate-user': as.user }),
    ...(as.uid === undefined ? {} : { 'impersonate-uid': as.uid }),
    ...(as.groups.length === 0 ? {} : { 'impersonate-group': [...as.groups] }),
    ...Object.fromEntries(
      Object.entries(as.extra).map(([key, values]) => [
        `impersonate-extra-${encodeURIComponent(key.toLowerCase())}`,
        [...values],
      ]),
    ),
  };
}

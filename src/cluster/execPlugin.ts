import { spawn, type ChildProcess } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, extname, isAbsolute, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { ClusterEntry, Env, ExecEntry } from './types.ts';

const MOST_OUTPUT = 1 << 20;
const STDERR_TAIL = 1000;
const VERSIONS = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];

/** What a plugin gave; `expires` in ms since 1970. */
export interface ExecCredential {
  readonly token?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly expires?: number;
}

export interface ExecDeps {
  readonly env: Env;
  /** How long a plugin may take, in ms. */
  readonly timeout: number;
  /** CA of the cluster as PEM, for plugins that ask for it. */
  readonly ca: string | undefined;
}

/**
 * Runs a credential plugin once, without a shell, and reads its ExecCredential. Throws `credentials`, with the end of what the plugin
 * said on stderr and its install hint. Aborting the signal kills the plugin with its children.
 * Contract: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export async function runExecPlugin(
  entry: ExecEntry,
  cluster: ClusterEntry,
  deps: ExecDeps,
  signal: AbortSignal,
): Promise<ExecCredential> {
  if (!VERSIONS.includes(entry.apiVersion)) {
    throw failed(entry, l10n.t('its apiVersion "{0}" is not supported', entry.apiVersion));
  }
  if (entry.interactiveMode === 'Always') {
    throw failed(entry, l10n.t('it needs a terminal to ask questions in; run kubectl once in a terminal'));
  }
  const env = { ...deps.env, ...entry.env };
  const command = await findCommand(entry.command, env);
  if (command === undefined) throw failed(entry, l10n.t('the command was not found'));
  const info = JSON.stringify({
    kind: 'ExecCredential',
    apiVersion: entry.apiVersion,
    spec: {
      interactive: false,
      ...(entry.provideClusterInfo ? { cluster: clusterInfo(cluster, deps.ca) } : {}),
    },
  });
  const output = await run(entry, command, { ...env, KUBERNETES_EXEC_INFO: info }, deps.timeout, signal);
  return readCredential(entry, output);
}

function clusterInfo(cluster: ClusterEntry, ca: string | undefined): object {
  return {
    server: cluster.server,
    ...(cluster.tlsServerName === undefined ? {} : { 'tls-server-name': cluster.tlsServerName }),
    ...(cluster.insecure ? { 'insecure-skip-tls-verify': true } : {}),
    ...(ca === undefined ? {} : { 'certificate-authority-data': Buffer.from(ca).toString('base64') }),
    ...(cluster.proxyUrl === undefined ? {} : { 'proxy-url': cluster.proxyUrl }),
    ...(cluster.disableCompression ? { 'disable-compression': true } : {}),
    ...(cluster.execConfig === undefined ? {} : { config: cluster.execConfig }),
  };
}

/** The absolute path of a command: as it is, or from PATH; never from the current folder. */
async function findCommand(command: string, env: Env): Promise<string | undefined> {
  const windows = process.platform === 'win32';
  const pathKey = windows ? (Object.keys(env).find((k) => k.toUpperCase() === 'PATH') ?? 'PATH') : 'PATH';
  const folders = isAbsolute(command) ? [''] : (env[pathKey] ?? '').split(delimiter).filter(isAbsolute);
  const endings = windows && extname(command) === '' ? ['.exe', '.com'] : [''];
  for (const folder of folders) {
    for (const ending of endings) {
      const path = folder === '' ? command + ending : join(folder, command + ending);
      if (await executable(path)) return path;
    }
  }
  return undefined;
}

async function executable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false; // Not there, or not for us: the next folder may have it.
  }
}

function run(
  entry: ExecEntry,
  command: string,
  env: Env,
  timeout: number,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const child = spawn(command, [...entry.args], {
      env,
      cwd: entry.folder,
      shell: false,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, so that what the plugin started ends with it.
      detached: process.platform !== 'win32',
    });
    const stdout: Buffer[] = [];
    let size = 0;
    let stderr = '';
    let settled = false;
    const settle = (error: Error | undefined): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      if (error) {
        kill(child);
        reject(error);
      } else resolve(Buffer.concat(stdout).toString('utf8'));
    };
    const onAbort = (): void => settle(signal.reason as Error);
    const timer = setTimeout(() => {
      settle(failed(entry, l10n.t('it gave no answer within {0} s', timeout / 1000), stderr));
    }, timeout);
    signal.addEventListener('abort', onAbort, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_OUTPUT) settle(failed(entry, l10n.t('it printed too much'), stderr));
      else stdout.push(chunk);
    });
    child.stderr.on(
      'data',
      (chunk: Buffer) => (stderr = (stderr + chunk.toString('utf8')).slice(-STDERR_TAIL)),
    );
    child.once('error', (error: NodeJS.ErrnoException) => {
      settle(failed(entry, l10n.t('it can’t be started ({0})', error.code ?? error.message)));
    });
    child.once('close', (code, killedBy) => {
      if (code === 0) settle(undefined);
      else settle(failed(entry, l10n.t('it ended with {0}', killedBy ?? code ?? 0), stderr));
    });
  });
}

function kill(child: ChildProcess): void {
  child.stdout?.destroy();
  child.stderr?.destroy();
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill();
    else process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

interface ExecOutput {
  readonly kind?: unknown;
  readonly apiVersion?: unknown;
  readonly status?: {
    readonly token?: string;
    readonly clientCertificateData?: string;
    readonly clientKeyData?: string;
    readonly expirationTimestamp?: string;
  };
}

function readCredential(entry: ExecEntry, output: string): ExecCredential {
  let answer: ExecOutput;
  try {
    answer = JSON.parse(output) as ExecOutput;
  } catch {
    // Its output may hold a secret: only its length is told.
    throw failed(entry, l10n.t('what it printed ({0} characters) is not an ExecCredential', output.length));
  }
  if (answer?.kind !== 'ExecCredential' || answer.apiVersion !== entry.apiVersion) {
    throw failed(entry, l10n.t('it did not print an ExecCredential of {0}', entry.apiVersion));
  }
  const { token, clientCertificateData: cert, clientKeyData: key, expirationTimestamp } = answer.status ?? {};
  if (!token && !(cert && key)) {
    throw failed(entry, l10n.t('it printed neither a token nor a client certificate with its key'));
  }
  const expires = expirationTimestamp === undefined ? NaN : Date.parse(expirationTimestamp);
  return {
    ...(token ? { token } : {}),
    ...(cert && key ? { cert, key } : {}),
    ...(Number.isNaN(expires) ? {} : { expires }),
  };
}

function failed(entry: ExecEntry, why: string, stderr = ''): UserError {
  const said = withoutSecrets(stderr).trim();
  const message = l10n.t('The credential plugin {0} failed: {1}.', entry.command, why);
  return new UserError({
    code: 'credentials',
    message: said === '' ? message : `${message}\n${said}`,
    remedy: entry.installHint ?? l10n.t('Run `kubectl auth whoami` in a terminal: it uses the same plugin.'),
  });
}

/** Control characters go; what looks like a token is masked. */
function withoutSecrets(text: string): string {
  return text

    .replace(/\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]/g, '')
    .replace(/[\w-]{16,}\.[\w-]{8,}\.[\w-]*/g, '***')
    .replace(/\b(bearer\s+|(?:token|password|secret|key)["']?\s*[:=]\s*["']?)[^\s"',}]{4,}/gi, '$1***');
}

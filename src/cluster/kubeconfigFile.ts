import { isAbsolute, join, dirname } from 'node:path';
import * as l10n from '@vscode/l10n';
import { newClusters, newContexts, newUsers } from '@kubernetes/client-node/dist/config_types.js';
import type { Cluster, Context, User } from '@kubernetes/client-node/dist/config_types.js';
import { FAILSAFE_SCHEMA, YAMLException, boolCoreTag, load, nullCoreTag } from 'js-yaml';
import { UserError } from '../base/errors.ts';
import type { ClusterEntry, ExecEntry, Impersonation, UserEntry } from './types.ts';

/** What one file says, names unique, paths absolute. */
export interface KubeconfigFile {
  readonly file: string;
  readonly currentContext: string | undefined;
  readonly clusters: readonly ClusterEntry[];
  readonly users: readonly UserEntry[];
  readonly contexts: readonly Context[];
}

type Fields = Readonly<Record<string, unknown>>;

// Numbers stay strings: a name or a token of digits is text, and must not lose any of them.
const SCHEMA = FAILSAFE_SCHEMA.withTags(nullCoreTag, boolCoreTag);

/**
 * Reads the text of one kubeconfig file; `file` is its absolute path. Undefined for a text without content.
 * Throws `bad-kubeconfig` with file and line; the file's content (secrets) never gets into the message.
 */
export function parseKubeconfigFile(file: string, text: string): KubeconfigFile | undefined {
  const content = parse(file, text);
  if (content == null) return undefined;
  if (!isFields(content)) throw bad(file, l10n.t('it does not hold a kubeconfig'));
  for (const list of ['clusters', 'users', 'contexts']) {
    if (content[list] != null && !Array.isArray(content[list])) {
      throw bad(file, l10n.t('"{0}" is not a list', list));
    }
    refuseDuplicates(file, list, entries(content, list));
  }
  const folder = dirname(file);
  const current = content['current-context'];
  return {
    file,
    currentContext: typeof current === 'string' && current !== '' ? current : undefined,
    clusters: entries(content, 'clusters').flatMap((entry) =>
      newClusters([entry], { onInvalidEntry: 'filter' }).map((c) =>
        clusterEntry(c, fields(entry.cluster), folder),
      ),
    ),
    users: entries(content, 'users').flatMap((entry) => {
      const user = fields(entry.user);
      // The library would read a file of this (nonstandard) name at once; the real field is `tokenFile`.
      const safe = { ...entry, user: { ...user, 'token-file': undefined } };
      return newUsers([safe], { onInvalidEntry: 'filter' }).map((u) => userEntry(u, user, folder));
    }),
    contexts: newContexts(entries(content, 'contexts'), { onInvalidEntry: 'filter' }),
  };
}

function parse(file: string, text: string): unknown {
  // A text without content is no document at all, which the parser calls an error.
  if (text.replace(/^\s*#.*$|^---\s*$/gm, '').trim() === '') return undefined;
  try {
    return load(text, { schema: SCHEMA });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = error.mark ? error.mark.line + 1 : 1;
    throw bad(file, l10n.t('line {0}: {1}', line, error.reason), error);
  }
}

function clusterEntry(cluster: Cluster, raw: Fields, folder: string): ClusterEntry {
  const extension = entries(raw, 'extensions').find((e) => e.name === 'client.authentication.k8s.io/exec');
  return {
    name: cluster.name,
    server: cluster.server,
    insecure: cluster.skipTLSVerify,
    disableCompression: raw['disable-compression'] === true,
    ...optional('caData', cluster.caData),
    ...optional('caFile', absolute(folder, cluster.caFile)),
    ...optional('tlsServerName', cluster.tlsServerName),
    ...optional('proxyUrl', cluster.proxyUrl),
    ...(extension === undefined ? {} : { execConfig: extension.extension }),
  };
}

function userEntry(user: User, raw: Fields, folder: string): UserEntry {
  const exec = isFields(user.exec) ? execEntry(user.exec, folder) : undefined;
  const provider = isFields(user.authProvider) ? user.authProvider : undefined;
  const as = impersonation(raw);
  return {
    name: user.name,
    ...optional('certData', user.certData),
    ...optional('certFile', absolute(folder, user.certFile)),
    ...optional('keyData', user.keyData),
    ...optional('keyFile', absolute(folder, user.keyFile)),
    ...optional('token', user.token),
    ...optional('tokenFile', absolute(folder, raw.tokenFile)),
    ...optional('username', user.username),
    ...optional('password', user.password),
    ...(exec ? { exec } : {}),
    ...(provider ? { authProvider: { name: text(provider.name), config: texts(provider.config) } } : {}),
    ...(as ? { as } : {}),
  };
}

function execEntry(raw: Fields, folder: string): ExecEntry {
  const command = text(raw.command);
  const env = list(raw.env).filter(isFields);
  return {
    apiVersion: text(raw.apiVersion),
    // A bare name is for PATH; anything with a separator is relative to the file that says it.
    command: /[/\\]/.test(command) ? (absolute(folder, command) ?? command) : command,
    args: list(raw.args).map(text),
    env: Object.fromEntries(env.map((e) => [text(e.name), text(e.value)])),
    provideClusterInfo: raw.provideClusterInfo === true,
    interactiveMode: text(raw.interactiveMode) || 'IfAvailable',
    folder,
    ...optional('installHint', raw.installHint),
  };
}

function impersonation(raw: Fields): Impersonation | undefined {
  const user = text(raw.as);
  const uid = text(raw['as-uid']);
  const groups = list(raw['as-groups']).map(text);
  const extra = Object.fromEntries(
    Object.entries(fields(raw['as-user-extra'])).map(([key, values]) => [key, list(values).map(text)]),
  );
  if (user === '' && uid === '' && groups.length === 0 && Object.keys(extra).length === 0) return undefined;
  return { user, groups, extra, ...optional('uid', uid) };
}

function refuseDuplicates(file: string, what: string, all: readonly Fields[]): void {
  const seen = new Set<unknown>();
  for (const { name } of all) {
    if (seen.has(name)) throw bad(file, l10n.t('"{0}" names "{1}" twice', what, text(name)));
    seen.add(name);
  }
}

function bad(file: string, why: string, cause?: Error): UserError {
  return new UserError(
    {
      code: 'bad-kubeconfig',
      message: l10n.t('The kubeconfig {0} can’t be used: {1}.', file, why),
      remedy: l10n.t('Correct the file; `kubectl config view` checks it.'),
    },
    cause ? { cause } : undefined,
  );
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const fields = (value: unknown): Fields => (isFields(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const entries = (of: Fields, name: string): readonly Fields[] => list(of[name]).filter(isFields);
const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'boolean' ? String(value) : '';
const texts = (value: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(fields(value)).map(([key, v]) => [key, text(v)]));

function optional<K extends string>(key: K, value: unknown): { readonly [P in K]?: string } {
  const said = text(value);
  return said === '' ? {} : ({ [key]: said } as { readonly [P in K]?: string });
}

function absolute(folder: string, path: unknown): string | undefined {
  const said = text(path);
  if (said === '') return undefined;
  return isAbsolute(said) ? said : join(folder, said);
}

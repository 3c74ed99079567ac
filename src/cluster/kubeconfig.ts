import { delimiter, join, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import { parseKubeconfigFile, type KubeconfigFile } from './kubeconfigFile.ts';
import type { ClusterEntry, ContextInfo, Env, Kubeconfig, Target, UserEntry } from './types.ts';

export interface KubeconfigDeps {
  /** Reads a file as UTF-8; rejects with an error of code `ENOENT` where there is none. */
  readFile(path: string): Promise<string>;
}

/** Where kubectl looks: the files of `KUBECONFIG`, else `~/.kube/config`. */
export function defaultPaths(env: Env, home: string): readonly string[] {
  const listed = (env.KUBECONFIG ?? '').split(delimiter).filter((path) => path !== '');
  return listed.length > 0 ? listed : [join(home, '.kube', 'config')];
}

/**
 * Reads and merges the files by kubectl's rules: the first file that sets a value or an entry's name wins, whole; files that are
 * not there are passed over as long as one is. Throws `no-kubeconfig` (none there, or nothing in it) or `bad-kubeconfig`.
 * Rules: https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files
 */
export async function loadKubeconfig(paths: readonly string[], deps: KubeconfigDeps): Promise<Kubeconfig> {
  const read: KubeconfigFile[] = [];
  const empty: string[] = [];
  for (const path of [...new Set(paths.map((p) => resolve(p)))]) {
    const text = await readIfThere(path, deps);
    if (text === undefined) continue;
    const parsed = parseKubeconfigFile(path, text);
    if (parsed) read.push(parsed);
    else empty.push(path);
  }
  if (read.length === 0) throw nothingThere(paths, empty);
  return new Merged(read, [...read.map((f) => f.file), ...empty]);
}

class Merged implements Kubeconfig {
  readonly contexts: readonly ContextInfo[];
  readonly currentContext: string | undefined;
  readonly files: readonly string[];
  readonly #clusters: ReadonlyMap<string, ClusterEntry>;
  readonly #users: ReadonlyMap<string, UserEntry>;

  constructor(read: readonly KubeconfigFile[], files: readonly string[]) {
    this.files = files;
    this.currentContext = read.find((f) => f.currentContext !== undefined)?.currentContext;
    this.#clusters = firstByName(read.flatMap((f) => f.clusters));
    this.#users = firstByName(read.flatMap((f) => f.users));
    this.contexts = [...firstByName(read.flatMap((f) => f.contexts)).values()].map((context) => ({
      name: context.name,
      cluster: context.cluster,
      server: this.#clusters.get(context.cluster)?.server ?? '',
      user: context.user ?? '',
      namespace: context.namespace ?? 'default',
      current: context.name === this.currentContext,
    }));
  }

  target(contextName?: string): Target {
    const name = contextName ?? this.currentContext;
    if (name === undefined) throw this.#noContext();
    const context = this.contexts.find((c) => c.name === name);
    if (!context) {
      throw this.#bad(l10n.t('There is no context "{0}" in {1}.', name, this.files.join(', ')));
    }
    const cluster = this.#clusters.get(context.cluster);
    if (!cluster) {
      throw this.#bad(
        l10n.t(
          'The context "{0}" names the cluster "{1}", which has no entry with a server.',
          name,
          context.cluster,
        ),
      );
    }
    if (!URL.canParse(cluster.server) || !/^https?:/.test(cluster.server)) {
      throw this.#bad(l10n.t('The server of the cluster "{0}" is not an http(s) address.', cluster.name));
    }
    const user = context.user === '' ? { name: '' } : this.#users.get(context.user);
    if (!user) {
      throw this.#bad(
        l10n.t('The context "{0}" names the user "{1}", which has no entry.', name, context.user),
      );
    }
    return { context, cluster, user };
  }

  #noContext(): UserError {
    if (this.contexts.length === 0) {
      return new UserError({
        code: 'no-kubeconfig',
        message: l10n.t('There is no context in {0}.', this.files.join(', ')),
        remedy: l10n.t('Add a cluster to the kubeconfig, as your cluster’s own page says.'),
      });
    }
    return new UserError({
      code: 'no-kubeconfig',
      message: l10n.t('No current context is set in {0}.', this.files.join(', ')),
      remedy: l10n.t('Choose one with Kube Sets: Select Context.'),
      reason: 'NoCurrentContext',
    });
  }

  #bad(message: string): UserError {
    return new UserError({
      code: 'bad-kubeconfig',
      message,
      remedy: l10n.t('Correct the file, or choose another context with Kube Sets: Select Context.'),
    });
  }
}

function firstByName<T extends { readonly name: string }>(all: readonly T[]): Map<string, T> {
  const byName = new Map<string, T>();
  for (const one of all) if (!byName.has(one.name)) byName.set(one.name, one);
  return byName;
}

async function readIfThere(path: string, deps: KubeconfigDeps): Promise<string | undefined> {
  try {
    return await deps.readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new UserError(
      {
        code: 'bad-kubeconfig',
        message: l10n.t('The kubeconfig {0} can’t be read: {1}.', path, code ?? 'unknown error'),
        remedy: l10n.t('Check the file and its permissions.'),
        ...(code === undefined ? {} : { reason: code }),
      },
      { cause: error },
    );
  }
}

function nothingThere(paths: readonly string[], empty: readonly string[]): UserError {
  return new UserError({
    code: 'no-kubeconfig',
    message:
      empty.length > 0
        ? l10n.t('The kubeconfig {0} is empty.', empty.join(', '))
        : l10n.t('There is no kubeconfig: {0} does not exist.', paths.join(', ')),
    remedy: l10n.t('Set KUBECONFIG or the kubeconfig setting, or write ~/.kube/config.'),
  });
}

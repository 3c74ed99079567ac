import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { Client } from './client.ts';
import { ApiError } from './serverErrors.ts';
import type { ManifestObject } from './types.ts';

/** A kind as the server serves it. */
export interface Resource {
  /** `/api/v1` or `/apis/<group>/<version>`. */
  readonly root: string;
  /** The plural name in paths. */
  readonly name: string;
  readonly namespaced: boolean;
}

interface ResourceList {
  readonly resources?: readonly {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
  }[];
}

// Per client: what one API server says is not true of another.
const known = new WeakMap<Client, Map<string, ResourceList>>();

/**
 * The resource of a kind, from the server's discovery; remembered per client, but asked anew before a kind is called unknown (it may have
 * been installed since). Throws `invalid` for an apiVersion or kind that the server does not serve.
 */
export async function resourceOf(
  client: Client,
  object: { readonly apiVersion: string; readonly kind: string },
  signal?: AbortSignal,
): Promise<Resource> {
  const { apiVersion, kind } = object;
  if (!/^([a-z0-9.-]+\/)?[a-z0-9]+$/.test(apiVersion)) throw unknownVersion(apiVersion);
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const lists = known.get(client) ?? new Map<string, ResourceList>();
  known.set(client, lists);
  for (const kept of [lists.get(root), undefined]) {
    const list = kept ?? (await ask(client, root, apiVersion, signal));
    lists.set(root, list);
    const found = list.resources?.find((r) => r.kind === kind && !r.name.includes('/'));
    if (found) return { root, name: found.name, namespaced: found.namespaced };
    if (!kept) break;
  }
  throw new UserError({
    code: 'invalid',
    message: l10n.t('The server knows no kind "{0}" in {1}.', kind, apiVersion),
    remedy: l10n.t('Check the spelling; a custom kind’s definition must be installed first.'),
    reason: 'UnknownKind',
  });
}

/**
 * The path of one object; a namespaced one without a namespace goes into `defaultNamespace`. Throws `invalid` for a name that would lead
 * elsewhere: `configmaps/..` is the namespace itself.
 */
export async function objectPath(
  client: Client,
  object: Pick<ManifestObject, 'apiVersion' | 'kind' | 'name' | 'namespace'>,
  defaultNamespace: string,
  signal?: AbortSignal,
): Promise<{ readonly path: string; readonly namespace: string | undefined }> {
  const resource = await resourceOf(client, object, signal);
  for (const part of [object.name, object.namespace]) if (part !== undefined) refuseNoSegment(part);
  const namespace = resource.namespaced ? (object.namespace ?? defaultNamespace) : undefined;
  const folder = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return { path: `${resource.root}${folder}/${resource.name}/${encodeURIComponent(object.name)}`, namespace };
}

/** As `ValidatePathSegmentName` of k8s.io/apimachinery/pkg/api/validation/path: what the server takes as a name of any kind. */
function refuseNoSegment(name: string): void {
  if (name !== '' && name !== '.' && name !== '..' && !/[/%]/.test(name)) return;
  throw new UserError({
    code: 'invalid',
    message: l10n.t('"{0}" can’t be the name of an object or a namespace.', name),
    remedy: l10n.t('A name is not empty, not "." or "..", and has neither "/" nor "%".'),
    reason: 'BadName',
  });
}

async function ask(
  client: Client,
  root: string,
  apiVersion: string,
  signal?: AbortSignal,
): Promise<ResourceList> {
  try {
    return await client.json<ResourceList>({ path: root, ...(signal ? { signal } : {}) });
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) throw unknownVersion(apiVersion);
    throw error;
  }
}

function unknownVersion(apiVersion: string): UserError {
  return new UserError({
    code: 'invalid',
    message: l10n.t('The server does not serve apiVersion "{0}".', apiVersion),
    remedy: l10n.t('Check the spelling; `kubectl api-versions` lists what this server serves.'),
    reason: 'UnknownVersion',
  });
}

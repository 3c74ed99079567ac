import { isDeepStrictEqual } from 'node:util';
import * as l10n from '@vscode/l10n';
import { UserError, type ErrorCode } from '../base/errors.ts';
import { applyCauses, isDecodingFailure } from './applyCauses.ts';
import type { Client } from './client.ts';
import { objectPath } from './discovery.ts';
import type { RawObject } from './list.ts';
import { ApiError } from './serverErrors.ts';
import type { ApplyOutcome, ManifestObject } from './types.ts';
import { getObject } from './verbs.ts';

/** As whom fields are owned on the server. */
export const FIELD_MANAGER = 'kube-sets';

export interface ApplyOptions {
  readonly dryRun: boolean;
  readonly force: boolean;
  /** For namespaced documents that name none. */
  readonly defaultNamespace: string;
  readonly signal?: AbortSignal;
}

/** Failures that the next object would meet, too: they end the whole. */
const ENDS_ALL: readonly ErrorCode[] = [
  'unreachable',
  'bad-certificate',
  'unauthorized',
  'credentials',
  'timeout',
  'cancelled',
];

/**
 * Server-side apply of a manifest's documents, each as the text stands there; one outcome a document, in the order given. Namespaces go
 * first, whatever their place. One refused object does not keep the others from being applied; a server that can't be spoken to throws.
 */
export async function applyAll(
  client: Client,
  objects: readonly ManifestObject[],
  options: Omit<ApplyOptions, 'force'> & { readonly force: boolean | ((object: ManifestObject) => boolean) },
): Promise<readonly ApplyOutcome[]> {
  const own = ownNamespaces(objects);
  const outcomes = new Map<ManifestObject, ApplyOutcome>();
  for (const object of [...objects.filter(isNamespace), ...objects.filter((o) => !isNamespace(o))]) {
    const force = typeof options.force === 'boolean' ? options.force : options.force(object);
    outcomes.set(object, await apply(client, object, { ...options, force }, own));
  }
  return objects.map((object) => outcomes.get(object) as ApplyOutcome);
}

/**
 * Server-side apply of one document under strict field validation. `own` are the namespaces that the same manifest makes: in a dry run,
 * an object in one that is not there yet is `deferred`. Throws only what would meet the next object, too.
 */
export async function apply(
  client: Client,
  object: ManifestObject,
  options: ApplyOptions,
  own: ReadonlySet<string> = new Set(),
): Promise<ApplyOutcome> {
  return (await attempt(client, object, options, own)).outcome;
}

/** An outcome with the object as it was, and as it is (in a dry run: would be) after. */
export interface Attempt {
  readonly outcome: ApplyOutcome;
  /** Undefined where there was none, or nobody could say. */
  readonly before?: RawObject;
  readonly after?: RawObject;
}

/** As {@link apply}, with the objects themselves. */
export async function attempt(
  client: Client,
  object: ManifestObject,
  options: ApplyOptions,
  own: ReadonlySet<string>,
): Promise<Attempt> {
  try {
    return await send(client, object, options, own);
  } catch (error) {
    if (!(error instanceof UserError) || ENDS_ALL.includes(error.code)) throw error;
    return { outcome: refusal(object, error) };
  }
}

/** The names of the namespaces that a manifest makes itself. */
export function ownNamespaces(objects: readonly ManifestObject[]): ReadonlySet<string> {
  return new Set(objects.filter(isNamespace).map((o) => o.name));
}

function isNamespace({ kind, apiVersion }: ManifestObject): boolean {
  return kind === 'Namespace' && apiVersion === 'v1';
}

async function send(
  client: Client,
  object: ManifestObject,
  { dryRun, force, defaultNamespace, signal }: ApplyOptions,
  own: ReadonlySet<string>,
): Promise<Attempt> {
  if (object.name === '') throw nameless();
  const { path, namespace } = await objectPath(client, object, defaultNamespace, signal);
  const before = await getObject(client, path, signal);
  if (dryRun && !before && namespace !== undefined && own.has(namespace)) {
    const there = await getObject(client, `/api/v1/namespaces/${encodeURIComponent(namespace)}`, signal);
    if (!there) return { outcome: { is: 'deferred' } };
  }
  const { body: after, warnings } = await client.request<RawObject>({
    method: 'PATCH',
    path,
    query: {
      fieldManager: FIELD_MANAGER,
      fieldValidation: 'Strict',
      force: force || undefined,
      dryRun: dryRun ? 'All' : undefined,
    },
    contentType: 'application/apply-patch+yaml',
    body: object.text,
    ...(signal ? { signal } : {}),
  });
  if (!before) return { outcome: { is: 'created', warnings }, after };
  const is = sameContent(before, after) ? 'unchanged' : 'configured';
  return { outcome: { is, warnings }, before, after };
}

function refusal(object: ManifestObject, error: UserError): ApplyOutcome {
  const causes = applyCauses(error);
  if (error instanceof ApiError && error.status === 409 && error.body?.reason === 'Conflict') {
    return { is: 'conflict', error: conflict(object, causes.length, error), causes };
  }
  const data = error.toData();
  // The server calls a document that it can't decode its own failure (500).
  if (error instanceof ApiError && isDecodingFailure(error)) {
    const message = causes.map((c) => (c.field === '' ? c.message : `${c.field}: ${c.message}`)).join('; ');
    return { is: 'failed', error: { ...data, code: 'invalid', message }, causes };
  }
  return { is: 'failed', error: data, causes };
}

/** Equal but for the server's own bookkeeping. A dry run never changes the version, so content decides for both. */
function sameContent(a: RawObject, b: RawObject): boolean {
  const strip = ({ status: _status, metadata, ...rest }: RawObject): object => {
    const { managedFields: _fields, resourceVersion: _version, generation: _gen, ...meta } = metadata ?? {};
    return { ...rest, metadata: meta };
  };
  return isDeepStrictEqual(strip(a), strip(b));
}

function conflict(object: ManifestObject, count: number, error: UserError): ReturnType<UserError['toData']> {
  return {
    code: 'conflict',
    message: l10n.t('{0} {1}: {2} field(s) belong to someone else.', object.kind, object.name, count),
    remedy: l10n.t(
      'Take the fields out of the manifest, or take them over once you have seen who sets them.',
    ),
    ...(error.reason === undefined ? {} : { reason: error.reason }),
  };
}

function nameless(): UserError {
  return new UserError({
    code: 'invalid',
    message: l10n.t('The object has no name.'),
    remedy: l10n.t('Give it a metadata.name; generateName can’t be applied.'),
    reason: 'NoName',
  });
}

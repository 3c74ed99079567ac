import type { Client, Query } from './client.ts';

/** What every object and every list says of itself. */
export interface RawObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly continue?: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

export interface ListOptions<T> {
  readonly client: Client;
  readonly path: string;
  readonly query?: Query;
  readonly trim: (raw: unknown) => T | undefined;
  readonly pageSize?: number;
  readonly accept?: string;
  /** ms for each page; 60 s where absent. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

/**
 * The whole list, read in pages and trimmed page by page, so that no more than a page is ever held untrimmed. The version is the one to
 * watch from. Never with `resourceVersion=0`: the server would ignore the page size.
 */
export async function listAll<T>(
  options: ListOptions<T>,
): Promise<{ objects: readonly T[]; resourceVersion: string }> {
  const { objects, resourceVersion } = await listFirst(options, Infinity);
  return { objects, resourceVersion };
}

/** As {@link listAll}, but no more than the first `most` objects; `complete` says whether these are all. */
export async function listFirst<T>(
  options: ListOptions<T>,
  most: number,
): Promise<{ objects: readonly T[]; resourceVersion: string; complete: boolean }> {
  const { client, path, query, trim, pageSize = 500, accept, timeout = 60_000, signal } = options;
  const objects: T[] = [];
  let next: string | undefined;
  for (let left = most; ; left -= pageSize) {
    const page = await client.json<RawObject & { readonly items?: readonly unknown[] | null }>({
      path,
      query: { ...query, limit: Math.min(pageSize, left), continue: next },
      timeout,
      ...(accept ? { accept } : {}),
      ...(signal ? { signal } : {}),
    });
    for (const raw of page.items ?? []) {
      const object = trim(raw);
      if (object !== undefined) objects.push(object);
    }
    next = page.metadata?.continue || undefined;
    if (next === undefined || left <= pageSize) {
      return { objects, resourceVersion: page.metadata?.resourceVersion ?? '', complete: next === undefined };
    }
  }
}

/** The names in a collection, of which the server sends the metadata alone: what the objects hold is not read. */
export async function listNames(
  options: Omit<ListOptions<string>, 'trim' | 'accept'>,
  most: number,
): Promise<{ names: readonly string[]; complete: boolean }> {
  const { objects, complete } = await listFirst<string>(
    {
      ...options,
      accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
      trim: (raw) => (raw as RawObject).metadata?.name,
    },
    most,
  );
  return { names: objects, complete };
}

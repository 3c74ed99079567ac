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
  readonly signal?: AbortSignal;
}

/**
 * The whole list, read in pages and trimmed page by page, so that no more than a page is ever held untrimmed. The version is the one to
 * watch from. Never with `resourceVersion=0`: the server would ignore the page size.
 */
export async function listAll<T>(
  options: ListOptions<T>,
): Promise<{ objects: readonly T[]; resourceVersion: string }> {
  const { client, path, query, trim, pageSize = 500, signal } = options;
  const objects: T[] = [];
  let next: string | undefined;
  for (;;) {
    const page = await client.json<RawObject & { readonly items?: readonly unknown[] | null }>({
      path,
      query: { ...query, limit: pageSize, continue: next },
      timeout: 60_000,
      ...(signal ? { signal } : {}),
    });
    for (const raw of page.items ?? []) {
      const object = trim(raw);
      if (object !== undefined) objects.push(object);
    }
    next = page.metadata?.continue || undefined;
    if (next === undefined) return { objects, resourceVersion: page.metadata?.resourceVersion ?? '' };
  }
}

import { dump } from 'js-yaml';
import type { RawObject } from './list.ts';

/** What stands for a value that must not be shown: the same for the same bytes, within one comparison. */
export type Mask = (value: string, encoding: 'base64' | 'utf8') => string;

/** The server's own bookkeeping: it differs with every write, and no manifest sets it. */
const BOOKKEEPING = [
  'managedFields',
  'resourceVersion',
  'uid',
  'selfLink',
  'generation',
  'creationTimestamp',
] as const;

/** Holds the whole object once more, a Secret's values among the rest. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** An object as a person compares it: YAML, without status and bookkeeping, a Secret's values masked. */
export function diffText(object: RawObject, mask: Mask): string {
  const { apiVersion, kind, metadata, status: _status, ...rest } = object;
  const shown = { apiVersion, kind, metadata: cleanMetadata(metadata ?? {}), ...rest };
  return dump(kind === 'Secret' ? masked(shown, mask) : shown, { lineWidth: -1, noRefs: true });
}

function cleanMetadata(metadata: NonNullable<RawObject['metadata']>): object {
  const meta: Record<string, unknown> = { ...metadata };
  for (const field of BOOKKEEPING) delete meta[field];
  const { [LAST_APPLIED]: _last, ...annotations } = (meta['annotations'] ?? {}) as Record<string, unknown>;
  delete meta['annotations'];
  return Object.keys(annotations).length > 0 ? { ...meta, annotations } : meta;
}

function masked(secret: Record<string, unknown>, mask: Mask): Record<string, unknown> {
  const values = (map: unknown, encoding: 'base64' | 'utf8'): object =>
    Object.fromEntries(
      Object.entries(map ?? {}).map(([key, value]) => [key, mask(String(value ?? ''), encoding)]),
    );
  const { data, stringData, ...rest } = secret;
  return {
    ...rest,
    ...(data === undefined ? {} : { data: values(data, 'base64') }),
    ...(stringData === undefined ? {} : { stringData: values(stringData, 'utf8') }),
  };
}

/* eslint complexity: off -- every default counts as a branch; there is no other logic here. */
import type { V1ObjectMeta } from '@kubernetes/client-node';
import { intern, internValue } from './intern.ts';
import type { Meta } from './objects.ts';

/** An API type as it comes out of JSON: times are text, and nothing is sure to be there. */
export type Json<T> = T extends Date
  ? string
  : T extends readonly (infer E)[]
    ? readonly Json<E>[]
    : T extends object
      ? { readonly [K in keyof T]?: Json<T[K]> }
      : T;

/** A time of the API in ms since 1970; undefined where there is none. */
export function time(text: string | undefined): number | undefined {
  if (!text) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

/** Metadata with the labels that `keep` names, or all of them. */
export function trimMeta(raw: Json<V1ObjectMeta> | undefined, keep?: readonly string[]): Meta {
  const owner = raw?.ownerReferences?.find((reference) => reference.controller);
  const ended = time(raw?.deletionTimestamp);
  return {
    uid: raw?.uid ?? '',
    name: raw?.name ?? '',
    namespace: intern(raw?.namespace ?? ''),
    resourceVersion: raw?.resourceVersion ?? '',
    created: time(raw?.creationTimestamp) ?? 0,
    // The server writes down when the grace period will be over.
    ...(ended === undefined ? {} : { deleting: ended - (raw?.deletionGracePeriodSeconds ?? 0) * 1000 }),
    labels: trimLabels(raw?.labels, keep),
    ...(owner === undefined
      ? {}
      : {
          owner: internValue({ kind: owner.kind ?? '', name: owner.name ?? '', uid: owner.uid ?? '' }),
        }),
  };
}

const NO_LABELS: Readonly<Record<string, string>> = Object.freeze({});

function trimLabels(
  raw: Readonly<Record<string, string | undefined>> | undefined,
  keep: readonly string[] | undefined,
): Readonly<Record<string, string>> {
  if (!raw) return NO_LABELS;
  const labels: Record<string, string> = {};
  for (const key of keep ?? Object.keys(raw)) {
    const value = raw[key];
    if (value !== undefined) labels[intern(key)] = intern(value);
  }
  return internValue(labels);
}

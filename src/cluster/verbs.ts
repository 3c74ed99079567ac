import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { PodRef } from '../model/rows.ts';
import type { Client } from './client.ts';
import { listAll, type RawObject } from './list.ts';
import { ApiError } from './serverErrors.ts';
import type { ClaimRef } from './types.ts';

/** `/api/v1/namespaces/<ns>/pods/<name>`, with a subresource such as `log`. */
export function podPath(pod: { namespace: string; name: string }, subresource?: string): string {
  const path = `/api/v1/namespaces/${encodeURIComponent(pod.namespace)}/pods/${encodeURIComponent(pod.name)}`;
  return subresource === undefined ? path : `${path}/${subresource}`;
}

/**
 * Deletes exactly this pod: its uid is the precondition, so a successor of the same name is never hit (`conflict`). Seconds 0 = force.
 * Returns when the server has taken note, not when the pod is gone. `not-found` where it is gone already.
 */
export async function deletePod(
  client: Client,
  pod: PodRef,
  options: { readonly gracePeriodSeconds?: number; readonly signal?: AbortSignal } = {},
): Promise<void> {
  try {
    await deleteObject(client, podPath(pod), { uid: pod.uid, ...options });
  } catch (error) {
    if (!(error instanceof UserError) || (error.code !== 'conflict' && error.code !== 'not-found'))
      throw error;
    throw new UserError(
      {
        code: error.code,
        message:
          error.code === 'conflict'
            ? l10n.t('The pod {0} that was meant is gone already; its successor was left alone.', pod.name)
            : l10n.t('The pod {0} is gone already.', pod.name),
        ...(error.reason === undefined ? {} : { reason: error.reason }),
      },
      { cause: error },
    );
  }
}

export interface DeleteOptions {
  readonly uid?: string;
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Foreground' | 'Background' | 'Orphan';
  readonly signal?: AbortSignal;
}

/** Asks the server to delete the object at `path`. With a uid: that object or none (`conflict`). */
export async function deleteObject(client: Client, path: string, options: DeleteOptions = {}): Promise<void> {
  const { uid, gracePeriodSeconds, propagationPolicy, signal } = options;
  await client.json({
    method: 'DELETE',
    path,
    body: {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      ...(uid === undefined ? {} : { preconditions: { uid } }),
      ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
      ...(propagationPolicy === undefined ? {} : { propagationPolicy }),
    },
    ...(signal ? { signal } : {}),
  });
}

/** The object at `path` as the server has it, whole; undefined where there is none. */
export async function getObject(
  client: Client,
  path: string,
  signal?: AbortSignal,
  timeout?: number,
): Promise<RawObject | undefined> {
  try {
    return await client.json<RawObject>({
      path,
      ...(signal ? { signal } : {}),
      ...(timeout === undefined ? {} : { timeout }),
    });
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

export interface AccessQuestion {
  readonly verb: string;
  /** '' or absent = the core group. */
  readonly group?: string;
  readonly resource: string;
  readonly subresource?: string;
  /** Absent = in all namespaces. */
  readonly namespace?: string;
  readonly name?: string;
}

export interface AccessAnswer {
  readonly allowed: boolean;
  /** The authorizer's own words, '' where it gives none. */
  readonly reason: string;
}

/** May this user do it? Asks by SelfSubjectAccessReview, which every user may create. */
export async function accessReview(
  client: Client,
  question: AccessQuestion,
  signal?: AbortSignal,
): Promise<AccessAnswer> {
  const review = await client.json<{ status?: { allowed?: boolean; reason?: string } }>({
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: question },
    },
    ...(signal ? { signal } : {}),
  });
  return { allowed: review.status?.allowed === true, reason: review.status?.reason ?? '' };
}

/**
 * The claims that the slots of a StatefulSet use or used: named `<template>-<set>-<ordinal>`, as the controller names them. Also those of
 * ordinals that are above `replicas` now.
 */
export async function listClaims(
  client: Client,
  set: { readonly namespace: string; readonly name: string; readonly templates: readonly string[] },
  signal?: AbortSignal,
): Promise<readonly ClaimRef[]> {
  if (set.templates.length === 0) return [];
  const prefixes = set.templates.map((template) => `${template}-${set.name}-`);
  const { objects } = await listAll<ClaimRef>({
    client,
    path: `/api/v1/namespaces/${encodeURIComponent(set.namespace)}/persistentvolumeclaims`,
    trim: (raw) => {
      const { name = '', namespace = '', uid = '' } = (raw as RawObject).metadata ?? {};
      const mine = prefixes.some((p) => name.startsWith(p) && /^\d+$/.test(name.slice(p.length)));
      return mine ? { name, namespace, uid } : undefined;
    },
    ...(signal ? { signal } : {}),
  });
  return objects;
}

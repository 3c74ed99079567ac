import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import { delay, systemClock, type Clock } from '../base/timers.ts';
import type { Client } from './client.ts';
import { deleteOrder, isWorkload } from './deleteOrder.ts';
import { objectPath } from './discovery.ts';
import { listAll, type RawObject } from './list.ts';
import type { ClaimRef, DeletePlan, ManifestObject, PlannedClaim } from './types.ts';
import { deleteObject, getObject, listClaims } from './verbs.ts';

const POLL = 400;

/**
 * What deleting a manifest's objects would do: their order, which of them exist, and the claims that the controllers leave behind or take
 * along. Changes nothing.
 */
export async function deletePlan(
  client: Client,
  objects: readonly ManifestObject[],
  options: { readonly defaultNamespace: string; readonly signal?: AbortSignal },
): Promise<DeletePlan> {
  const { defaultNamespace, signal } = options;
  const planned: { object: ManifestObject; uid: string | undefined; exists: boolean }[] = [];
  const claims = new Map<string, PlannedClaim>();
  const namespaces = new Set(objects.filter((o) => o.kind === 'Namespace').map((o) => o.name));
  for (const object of deleteOrder(objects)) {
    const { path, namespace } = await objectPath(client, object, defaultNamespace, signal);
    const live = await getObject(client, path, signal);
    planned.push({
      object: { ...object, namespace },
      uid: live?.metadata?.uid,
      exists: live !== undefined,
    });
    if (live && object.kind === 'Namespace') {
      // All of its claims, also those of sets that are gone already or were never written here.
      for (const claim of await claimsOf(client, object.name, signal)) {
        if (!claims.has(claim.uid)) claims.set(claim.uid, { ...claim, goesWith: 'namespace' });
      }
    }
    if (!live || namespace === undefined || object.kind !== 'StatefulSet') continue;
    const goesWith = namespaces.has(namespace) ? 'namespace' : takesClaims(live) ? 'set' : undefined;
    const set = { namespace, name: object.name, templates: templatesOf(live) };
    for (const claim of await listClaims(client, set, signal)) {
      claims.set(claim.uid, { ...claim, ...(goesWith ? { goesWith } : {}) });
    }
  }
  return {
    objects: planned,
    claims: [...claims.values()],
    context: client.target.context.name,
    server: client.server,
  };
}

async function claimsOf(
  client: Client,
  namespace: string,
  signal: AbortSignal | undefined,
): Promise<readonly ClaimRef[]> {
  const { objects } = await listAll<ClaimRef>({
    client,
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/persistentvolumeclaims`,
    trim: (raw) => {
      const { name = '', uid = '' } = (raw as RawObject).metadata ?? {};
      return { namespace, name, uid };
    },
    ...(signal ? { signal } : {}),
  });
  return objects;
}

export interface DeleteInOrderOptions {
  readonly claims: 'keep' | 'delete';
  readonly onProgress: (progress: { done: number; total: number; message: string }) => void;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** ms to wait for one object to be really gone; 5 minutes where absent. */
  readonly timeout?: number;
}

interface Step {
  readonly what: string;
  readonly path: string;
  readonly uid: string;
  readonly kind: string;
  readonly namespace: string | undefined;
}

/**
 * Carries a plan out: each object by its uid, and the next only when it, and a workload's pods with it, are really gone. Claims go after
 * the workloads. Throws `timeout` saying what still blocks, `conflict` where an object is not the planned one any more, `cancelled`.
 */
export async function deleteInOrder(
  client: Client,
  plan: DeletePlan,
  options: DeleteInOrderOptions,
): Promise<void> {
  const steps = await stepsOf(client, plan, options);
  for (const [done, step] of steps.entries()) {
    const report = (message: string): void => options.onProgress({ done, total: steps.length, message });
    report(step.what);
    try {
      await deleteObject(client, step.path, {
        uid: step.uid,
        // The object stays visible until its pods are gone.
        propagationPolicy: isWorkload(step.kind) ? 'Foreground' : 'Background',
        ...(options.signal ? { signal: options.signal } : {}),
      });
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'not-found') throw error;
    }
    await untilGone(client, step, options, report);
  }
  options.onProgress({ done: steps.length, total: steps.length, message: '' });
}

async function stepsOf(client: Client, plan: DeletePlan, options: DeleteInOrderOptions): Promise<Step[]> {
  const objects: Step[] = [];
  for (const { object, uid } of plan.objects) {
    if (uid === undefined) continue;
    const fallback = client.target.context.namespace;
    const { path, namespace } = await objectPath(client, object, fallback, options.signal);
    objects.push({ what: `${object.kind} ${object.name}`, path, uid, kind: object.kind, namespace });
  }
  // What goes with its namespace is left to that: others' pods in it may hold a claim until they are gone themselves.
  const chosen = plan.claims.filter(
    (c) => c.goesWith === 'set' || (options.claims === 'delete' && c.goesWith !== 'namespace'),
  );
  const claims = chosen.map((claim: ClaimRef): Step => ({
    what: `PersistentVolumeClaim ${claim.name}`,
    path: `/api/v1/namespaces/${encodeURIComponent(claim.namespace)}/persistentvolumeclaims/${encodeURIComponent(claim.name)}`,
    uid: claim.uid,
    kind: 'PersistentVolumeClaim',
    namespace: claim.namespace,
  }));
  const already = new Set(objects.map((o) => o.uid));
  return [...deleteOrder([...objects, ...claims.filter((c) => !already.has(c.uid)).reverse()])];
}

async function untilGone(
  client: Client,
  step: Step,
  options: DeleteInOrderOptions,
  report: (message: string) => void,
): Promise<void> {
  const { signal, clock = systemClock, timeout = 300_000 } = options;
  const until = clock.now() + timeout;
  for (;;) {
    const live = await getObject(client, step.path, signal);
    const here = live?.metadata?.uid === step.uid ? live : undefined;
    const pods = isWorkload(step.kind) && step.kind !== 'Pod' ? await podsOf(client, step, signal) : [];
    if (!here && pods.length === 0) return;
    report(left(step.what, pods.length));
    if (clock.now() >= until) throw stillThere(step, here, pods, timeout);
    await delay(clock, POLL, signal);
  }
}

function left(what: string, pods: number): string {
  if (pods === 0) return what;
  return pods === 1 ? l10n.t('{0}: 1 pod left', what) : l10n.t('{0}: {1} pods left', what, pods);
}

interface PodLeft {
  readonly name: string;
  readonly node: string;
  readonly finalizers: readonly string[];
}

function podsOf(client: Client, step: Step, signal?: AbortSignal): Promise<readonly PodLeft[]> {
  return listAll<PodLeft>({
    client,
    path: `/api/v1/namespaces/${encodeURIComponent(step.namespace ?? '')}/pods`,
    trim: (raw) => {
      const { metadata, spec } = raw as RawObject & { spec?: { nodeName?: string } };
      const owners = (metadata?.ownerReferences ?? []) as readonly { readonly uid: string }[];
      if (!owners.some((o) => o.uid === step.uid)) return undefined;
      return {
        name: metadata?.name ?? '',
        node: spec?.nodeName ?? '',
        finalizers: (metadata?.finalizers ?? []) as readonly string[],
      };
    },
    ...(signal ? { signal } : {}),
  }).then(({ objects }) => objects);
}

function stillThere(
  step: Step,
  live: RawObject | undefined,
  pods: readonly PodLeft[],
  ms: number,
): UserError {
  const finalizers = (live?.metadata?.finalizers ?? []) as readonly string[];
  const conditions = (live?.status as { conditions?: readonly { status: string; message?: string }[] })
    ?.conditions;
  const blocks = [
    ...pods.map((p) =>
      p.finalizers.length > 0
        ? l10n.t('pod {0} (finalizers {1})', p.name, p.finalizers.join(', '))
        : l10n.t('pod {0} on node {1}', p.name, p.node || '—'),
    ),
    ...finalizers.filter((f) => f !== 'foregroundDeletion').map((f) => l10n.t('finalizer {0}', f)),
    ...(step.kind === 'Namespace' ? (conditions ?? []) : [])
      .filter((c) => c.status === 'True' && c.message)
      .map((c) => c.message ?? ''),
  ];
  return new UserError({
    code: 'timeout',
    message: l10n.t(
      '{0} is still there after {1} s. What blocks: {2}.',
      step.what,
      Math.round(ms / 1000),
      blocks.join('; ') || '—',
    ),
    remedy: l10n.t(
      'It stays marked for deletion. Remove what blocks (a node that is down, a finalizer’s owner), then run it again.',
    ),
  });
}

function takesClaims(set: RawObject): boolean {
  const spec = set.spec as { persistentVolumeClaimRetentionPolicy?: { whenDeleted?: string } } | undefined;
  return spec?.persistentVolumeClaimRetentionPolicy?.whenDeleted === 'Delete';
}

function templatesOf(set: RawObject): readonly string[] {
  const spec = set.spec as { volumeClaimTemplates?: readonly RawObject[] } | undefined;
  return (spec?.volumeClaimTemplates ?? []).flatMap((t) => t.metadata?.name ?? []);
}

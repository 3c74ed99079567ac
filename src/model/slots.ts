import { claimBase, claimName, parseOrdinal, podName } from './names.ts';
import type { Claim, Node, Pod, StatefulSet } from './objects.ts';
import { isNodeReady, podState, type StateFacts } from './podState.ts';
import type { Reason } from './rows.ts';
import { latestReason, type WarningsOf } from './warnings.ts';

/** One ordinal: its pod, if there is one, and how it is. */
export interface Slot extends StateFacts {
  readonly ordinal: number;
  readonly name: string;
  readonly pod?: Pod;
}

export interface Slots {
  /** Every ordinal of the set's range, ascending, whether its pod exists or not. */
  readonly slots: readonly Slot[];
  /** Pods that the set owns outside its range, ascending. */
  readonly leftovers: readonly Slot[];
  /** Claims of ordinals outside the range that no pod of the set uses. */
  readonly retained: readonly Claim[];
}

/** A node by name, where nodes can be listed. */
export type NodeLookup = (name: string) => Node | undefined;

/** What a StatefulSet's slots are read from: only what belongs to the set. */
export interface SlotSources {
  /** The pods that the set owns. */
  readonly pods: readonly Pod[];
  /** The claims of its templates, of any ordinal. */
  readonly claims: readonly Claim[];
  readonly warningsOf: WarningsOf;
  /** Absent where nodes can't be listed. */
  readonly node?: NodeLookup;
}

/**
 * The places of a StatefulSet as its controller walks them (pkg/controller/statefulset/stateful_set_control.go): upward, and
 * with OrderedReady not beyond the first that is not Running, Ready and available.
 */
export function slots(set: StatefulSet, sources: SlotSources, now: number): Slots {
  const byOrdinal = podsByOrdinal(set, sources.pods);
  const claims = new Map(sources.claims.map((claim) => [claim.meta.name, claim]));
  const inRange: Slot[] = [];
  let blocker: Slot | undefined;
  for (let ordinal = set.start; ordinal < set.start + set.replicas; ordinal++) {
    const name = podName(set.meta.name, ordinal);
    const pod = byOrdinal.get(ordinal);
    const facts = pod
      ? occupied(set, pod, sources, claims, now)
      : vacant(set, ordinal, blocker, sources, claims, now);
    const slot: Slot = { ordinal, name, ...facts, ...(pod ? { pod } : {}) };
    if (slot.state !== 'ready') blocker ??= slot;
    inRange.push(slot);
  }
  const leftovers = [...byOrdinal]
    .filter(([ordinal]) => !isInRange(set, ordinal))
    .sort(([a], [b]) => a - b)
    .map(([ordinal, pod]) => ({
      ordinal,
      name: pod.meta.name,
      pod,
      ...occupied(set, pod, sources, claims, now),
    }));
  return { slots: inRange, leftovers, retained: retained(set, sources) };
}

/** Whether the set wants a pod at this ordinal. */
export function isInRange(set: StatefulSet, ordinal: number): boolean {
  return ordinal >= set.start && ordinal < set.start + set.replicas;
}

function podsByOrdinal(set: StatefulSet, pods: readonly Pod[]): ReadonlyMap<number, Pod> {
  const found = new Map<number, Pod>();
  for (const pod of pods) {
    // As the controller, which leaves alone what it owns under a name of another pattern.
    const ordinal = parseOrdinal(set.meta.name, pod.meta.name);
    if (ordinal === undefined) continue;
    const other = found.get(ordinal);
    if (!other || other.meta.created <= pod.meta.created) found.set(ordinal, pod);
  }
  return found;
}

type ClaimsByName = ReadonlyMap<string, Claim>;

function occupied(
  set: StatefulSet,
  pod: Pod,
  sources: SlotSources,
  claims: ClaimsByName,
  now: number,
): StateFacts {
  const facts = podState(pod, now, set.minReadySeconds);
  if (facts.state === 'ready') return facts;
  const reasons: Reason[] = [...nodeReasons(pod, sources.node), ...facts.reasons];
  if (facts.state === 'pending') reasons.push(...unboundClaims(pod, claims));
  reasons.push(...podWarning(pod, facts, sources.warningsOf, now));
  return { state: facts.state, reasons };
}

/** What stands in the way on the pod's node: it is gone, or its kubelet is not heard. */
export function nodeReasons(pod: Pod, lookup: NodeLookup | undefined): readonly Reason[] {
  if (!lookup || pod.nodeName === undefined) return [];
  const node = lookup(pod.nodeName);
  if (!node) return [{ code: 'nodeGone' }];
  return isNodeReady(node) ? [] : [{ code: 'nodeNotReady' }];
}

/** What the kubelet says about a pod that is on its way: a volume that does not mount, a probe that fails. */
export function podWarning(
  pod: Pod,
  facts: StateFacts,
  warningsOf: WarningsOf,
  now: number,
): readonly Reason[] {
  const waits = facts.state === 'starting' || facts.state === 'notReady';
  if (!waits || facts.reasons.some((reason) => reason.code === 'settling')) return [];
  return latestReason(warningsOf(pod.meta.uid), now, (warning) => warning.reason !== 'FailedScheduling');
}

function unboundClaims(pod: Pod, claims: ClaimsByName): readonly Reason[] {
  return pod.claims.flatMap((name) => {
    const claim = claims.get(name);
    const deleting = claim?.meta.deleting !== undefined;
    if (!claim || (claim.phase === 'Bound' && !deleting)) return [];
    return [{ code: 'claim', name, phase: claim.phase, deleting } as const];
  });
}

function vacant(
  set: StatefulSet,
  ordinal: number,
  blocker: Slot | undefined,
  sources: SlotSources,
  claims: ClaimsByName,
  now: number,
): StateFacts {
  if (set.meta.deleting !== undefined) return { state: 'missing', reasons: [{ code: 'setDeleting' }] };
  if (blocker && set.podManagementPolicy !== 'Parallel') {
    return {
      state: 'waiting',
      reasons: [{ code: 'waitsForOrdinal', pod: blocker.name, state: blocker.state }],
    };
  }
  const reasons: Reason[] = [];
  for (const template of set.claimTemplates) {
    const claim = claims.get(claimName(template.name, set.meta.name, ordinal));
    if (claim?.meta.deleting === undefined) continue;
    reasons.push({ code: 'claim', name: claim.meta.name, phase: claim.phase, deleting: true });
  }
  const named = ` Pod ${podName(set.meta.name, ordinal)} in StatefulSet `;
  reasons.push(
    ...latestReason(sources.warningsOf(set.meta.uid), now, (warning) => warning.message.includes(named)),
  );
  if (set.generation > set.status.observedGeneration) reasons.push({ code: 'notObserved' });
  return { state: 'missing', reasons };
}

function retained(set: StatefulSet, sources: SlotSources): readonly Claim[] {
  const used = new Set(sources.pods.flatMap((pod) => pod.claims));
  const found: { readonly claim: Claim; readonly ordinal: number }[] = [];
  const bases = set.claimTemplates.map((template) => claimBase(template.name, set.meta.name));
  for (const claim of sources.claims) {
    for (const base of bases) {
      const ordinal = parseOrdinal(base, claim.meta.name);
      if (ordinal === undefined || isInRange(set, ordinal) || used.has(claim.meta.name)) continue;
      found.push({ claim, ordinal });
    }
  }
  found.sort((a, b) => a.ordinal - b.ordinal || (a.claim.meta.name < b.claim.meta.name ? -1 : 1));
  return found.map(({ claim }) => claim);
}

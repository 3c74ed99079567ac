import type { Node, NodeSelectorTerm, PlacementSpec, Taint, Toleration } from './objects.ts';
import type { Reason } from './rows.ts';
import { describeRequirement, isInvalidTerm, unmetRequirement } from './nodeSelector.ts';

/** What the DaemonSet controller decides on a node. */
export interface Placement {
  /** It creates a pod there if none is. */
  readonly shouldRun: boolean;
  /** It leaves a pod there that is. */
  readonly keep: boolean;
  /** Everything that speaks against, in the order node name, node selector, node affinity, taints. Empty if `shouldRun`. */
  readonly reasons: readonly Reason[];
}

const exists = (key: string, effect: string): Toleration => ({ key, operator: 'Exists', effect });

/** What the controller adds to every DaemonSet's pods (pkg/controller/daemon/util/daemonset_util.go). */
export const DEFAULT_TOLERATIONS: readonly Toleration[] = [
  exists('node.kubernetes.io/not-ready', 'NoExecute'),
  exists('node.kubernetes.io/unreachable', 'NoExecute'),
  exists('node.kubernetes.io/disk-pressure', 'NoSchedule'),
  exists('node.kubernetes.io/memory-pressure', 'NoSchedule'),
  exists('node.kubernetes.io/pid-pressure', 'NoSchedule'),
  exists('node.kubernetes.io/unschedulable', 'NoSchedule'),
];

/** What it adds besides where the pods use the host's network. */
export const HOST_NETWORK_TOLERATION: Toleration = exists(
  'node.kubernetes.io/network-unavailable',
  'NoSchedule',
);

/**
 * Whether a toleration covers a taint (core/v1/toleration.go). The numeric operators `Lt` and `Gt` match nothing, as on
 * a server whose gate TaintTolerationComparisonOperators is off.
 */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  if (toleration.operator === 'Exists') return true;
  if (toleration.operator && toleration.operator !== 'Equal') return false;
  return (toleration.value ?? '') === taint.value;
}

const YES: Placement = { shouldRun: true, keep: true, reasons: [] };

/** The tolerations that the controller judges by: the template's own and the added ones. */
export function allTolerations(spec: PlacementSpec): readonly Toleration[] {
  const added = spec.hostNetwork ? [...DEFAULT_TOLERATIONS, HOST_NETWORK_TOLERATION] : DEFAULT_TOLERATIONS;
  return [...spec.tolerations, ...added];
}

/**
 * The DaemonSet controller's own answer for one node: `NodeShouldRunDaemonPod` in pkg/controller/daemon/daemon_controller.go.
 * `spec.unschedulable`, conditions, resources and `PreferNoSchedule` taints are not asked, as there.
 */
export function place(spec: PlacementSpec, node: Node): Placement {
  const reasons: Reason[] = [];
  if (spec.nodeName && spec.nodeName !== node.meta.name) {
    reasons.push({ code: 'nodeName', want: spec.nodeName });
  }
  if (spec.nodeSelector) selectorReasons(spec.nodeSelector, node, reasons);
  if (spec.nodeAffinityTerms) affinityReasons(spec.nodeAffinityTerms, node, reasons);
  const fits = reasons.length === 0;
  let evicted = false;
  if (node.taints.length > 0) {
    for (const taint of untolerated(spec, node)) {
      evicted ||= taint.effect === 'NoExecute';
      reasons.push({ code: 'taint', key: taint.key, value: taint.value, effect: taint.effect });
    }
  }
  if (reasons.length === 0) return YES;
  return { shouldRun: false, keep: fits && !evicted, reasons };
}

function untolerated(spec: PlacementSpec, node: Node): readonly Taint[] {
  const tolerations = allTolerations(spec);
  return node.taints.filter(
    (taint) =>
      (taint.effect === 'NoSchedule' || taint.effect === 'NoExecute') &&
      !tolerations.some((toleration) => tolerates(toleration, taint)),
  );
}

function selectorReasons(selector: Readonly<Record<string, string>>, node: Node, reasons: Reason[]): void {
  for (const key in selector) {
    const want = selector[key] as string;
    const have = Object.hasOwn(node.meta.labels, key) ? node.meta.labels[key] : undefined;
    if (have === want) continue;
    reasons.push({ code: 'nodeSelector', key, want, ...(have === undefined ? {} : { have }) });
  }
}

/** Terms are ORed, so there is a reason only if none matches: then one for each term. */
function affinityReasons(terms: readonly NodeSelectorTerm[], node: Node, reasons: Reason[]): void {
  const found: Reason[] = [];
  for (const term of terms) {
    const invalid = isInvalidTerm(term);
    const unmet = unmetRequirement(term, node);
    if (!invalid && !unmet) return;
    found.push({ code: 'nodeAffinity', expression: unmet ? describeRequirement(unmet) : '', invalid });
  }
  // No term at all matches nothing, as an empty one does.
  reasons.push(
    ...(found.length > 0 ? found : [{ code: 'nodeAffinity', expression: '', invalid: true } as const]),
  );
}

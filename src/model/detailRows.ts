import { formatKey } from './keys.ts';
import { claimName } from './names.ts';
import type { Claim, ClaimTemplate, Pod, StatefulSet, Warning } from './objects.ts';
import { containerStatus, isUnwell, readySince } from './podState.ts';
import type { ClaimRow, ContainerRow, ProblemRow, Row, WarningRow } from './rows.ts';
import { slotsOf } from './setRows.ts';
import type { RowSources } from './storeView.ts';
import { newestWarnings } from './warnings.ts';

const MOST_WARNINGS = 5;

/** A place of a StatefulSet, also where its pod does not exist. */
export interface SlotOfSet {
  readonly set: StatefulSet;
  readonly ordinal: number;
}

/** Below a slot, a node's place or a pod: its claims, its containers that are not well, its newest warnings. */
export function detailRows(
  parent: string,
  slot: SlotOfSet | undefined,
  pod: Pod | undefined,
  sources: RowSources,
): readonly Row[] {
  const namespace = slot?.set.meta.namespace ?? pod?.meta.namespace ?? '';
  const claims = claimRows(parent, namespace, wantedClaims(slot, pod), sources);
  const containers = pod ? containerRows(parent, pod, sources.view.context) : [];
  return [...claims, ...containers, ...warningRows(parent, slot?.set, pod, claims, sources)];
}

/** By name: the claims of the set's templates, existing or not, then others that the pod mounts. */
function wantedClaims(
  slot: SlotOfSet | undefined,
  pod: Pod | undefined,
): ReadonlyMap<string, ClaimTemplate | undefined> {
  const wanted = new Map<string, ClaimTemplate | undefined>();
  if (slot) {
    const { set, ordinal } = slot;
    for (const template of set.claimTemplates) {
      wanted.set(claimName(template.name, set.meta.name, ordinal), template);
    }
  }
  for (const name of pod?.claims ?? []) if (!wanted.has(name)) wanted.set(name, undefined);
  return wanted;
}

function claimRows(
  parent: string,
  namespace: string,
  wanted: ReadonlyMap<string, ClaimTemplate | undefined>,
  sources: RowSources,
): readonly (ClaimRow | ProblemRow)[] {
  if (wanted.size === 0) return [];
  const problem = problemRow(sources, parent, 'persistentvolumeclaims');
  if (problem.length > 0) return problem;
  return [...wanted].map(([name, template]) => {
    const claim = sources.view.claim(namespace, name);
    return claim
      ? claimRow(parent, claim, sources.view.context)
      : missingClaim(parent, namespace, name, template, sources.view.context);
  });
}

function claimRow(parent: string, claim: Claim, context: string): ClaimRow {
  const { name, namespace } = claim.meta;
  return {
    kind: 'claim',
    key: formatKey({ kind: 'claim', parent, id: name }),
    expandable: false,
    context,
    namespace,
    name,
    phase: claim.phase,
    size: claim.capacity || claim.storage,
    ...(claim.storageClass === undefined ? {} : { storageClass: claim.storageClass }),
    deleting: claim.meta.deleting !== undefined,
  };
}

function missingClaim(
  parent: string,
  namespace: string,
  name: string,
  template: ClaimTemplate | undefined,
  context: string,
): ClaimRow {
  return {
    kind: 'claim',
    key: formatKey({ kind: 'claim', parent, id: name }),
    expandable: false,
    context,
    namespace,
    name,
    phase: 'Missing',
    size: template?.storage ?? '',
    ...(template?.storageClass === undefined ? {} : { storageClass: template.storageClass }),
    deleting: false,
  };
}

/** The claims of *Retained volumes*. */
export function retainedRows(parent: string, set: StatefulSet, sources: RowSources): readonly ClaimRow[] {
  return slotsOf(set, sources).retained.map((claim) => claimRow(parent, claim, sources.view.context));
}

function containerRows(parent: string, pod: Pod, context: string): readonly ContainerRow[] {
  const { uid, name, namespace } = pod.meta;
  return pod.containers.filter(isUnwell).map((container) => ({
    kind: 'container',
    key: formatKey({ kind: 'container', parent, id: container.name }),
    expandable: false,
    pod: { context, namespace, name, uid },
    name: container.name,
    status: containerStatus(container),
    ...(container.message ? { message: container.message } : {}),
    restarts: container.restarts,
  }));
}

function warningRows(
  parent: string,
  set: StatefulSet | undefined,
  pod: Pod | undefined,
  claims: readonly (ClaimRow | ProblemRow)[],
  { view }: RowSources,
): readonly WarningRow[] {
  const about = pod ? [...view.warningsOf(pod.meta.uid)] : [];
  for (const row of claims) {
    const claim = row.kind === 'claim' ? view.claim(row.namespace, row.name) : undefined;
    if (claim) about.push(...view.warningsOf(claim.meta.uid));
  }
  if (!pod && set) about.push(...view.warningsOf(set.meta.uid));
  // What was said before the pod was Ready is over: a pod that is well now carries no old warnings.
  const since = pod ? (readySince(pod) ?? 0) : 0;
  return newestWarnings(
    about.filter((warning) => warning.last > since),
    MOST_WARNINGS,
  ).map((warning) => warningRow(parent, warning));
}

function warningRow(parent: string, warning: Warning): WarningRow {
  return {
    kind: 'warning',
    key: formatKey({ kind: 'warning', parent, id: warning.meta.uid }),
    expandable: false,
    reason: warning.reason,
    message: warning.message,
    count: warning.count,
    last: warning.last,
  };
}

/** A row that says why something is not shown, where it would have stood; none where there is no problem. */
export function problemRow(sources: RowSources, parent: string, what: string): readonly ProblemRow[] {
  const error = sources.problem?.(what);
  if (!error) return [];
  const key = formatKey({ kind: 'problem', parent, id: what });
  return [{ kind: 'problem', key, expandable: false, what, error }];
}

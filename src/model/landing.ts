import type { ExcludedNodes, Landing, Listing } from './known.ts';
import type { Node, PlacementSpec } from './objects.ts';
import { place } from './placement.ts';
import type { Reason } from './rows.ts';
import { placementSpec } from './trim.ts';

/** The names of so many nodes are told, a list; the counts are of all. */
const MOST_NAMES = 500;
const MOST_GROUPS = 100;

/** Which of the nodes a DaemonSet of this template would reach, and why not the others. */
export function landing(spec: PlacementSpec, nodes: readonly Node[]): Landing {
  const reached: string[] = [];
  const groups = new Map<string, { readonly reasons: readonly Reason[]; readonly names: string[] }>();
  for (const node of nodes) {
    const { shouldRun, reasons } = place(spec, node);
    const { name } = node.meta;
    if (shouldRun) {
      reached.push(name);
      continue;
    }
    const key = JSON.stringify(reasons);
    const group = groups.get(key);
    if (group) group.names.push(name);
    else groups.set(key, { reasons, names: [name] });
  }
  const excluded = [...groups.values()]
    .sort((a, b) => b.names.length - a.names.length)
    .map(({ reasons, names }): ExcludedNodes => ({ reasons, nodes: first(names), count: names.length }));
  return {
    nodes: nodes.length,
    reaches: reached.length,
    reached: first(reached),
    excluded: first(excluded, MOST_GROUPS),
  };
}

function first<T>(items: readonly T[], most = MOST_NAMES): Listing<T> {
  return { items: items.slice(0, most), complete: items.length <= most };
}

/**
 * What the DaemonSet controller would read of a pod spec as it was typed, as JSON; undefined where a part that it reads has another
 * shape than the API's, so that nothing can be said.
 */
export function typedPlacement(podSpec: unknown): PlacementSpec | undefined {
  return isPodSpec(podSpec) ? placementSpec(podSpec) : undefined;
}

type Check = (value: unknown) => boolean;

const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || value === null || check(value);
const isText: Check = (value) => typeof value === 'string';
const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const mapOf =
  (check: Check): Check =>
  (value) =>
    isMap(value) && Object.values(value).every(check);
/** A map of which the fields named are absent or right. */
const object =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isMap(value) && Object.entries(fields).every(([name, check]) => optional(check)(value[name]));

const requirements = listOf(object({ key: isText, operator: isText, values: listOf(isText) }));
const terms = listOf(object({ matchExpressions: requirements, matchFields: requirements }));
const isPodSpec = object({
  nodeName: isText,
  hostNetwork: (value) => typeof value === 'boolean',
  nodeSelector: mapOf(isText),
  affinity: object({
    nodeAffinity: object({
      requiredDuringSchedulingIgnoredDuringExecution: object({ nodeSelectorTerms: terms }),
    }),
  }),
  tolerations: listOf(object({ key: isText, operator: isText, value: isText, effect: isText })),
});

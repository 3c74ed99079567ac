import type { Claim, DaemonSet, Node, Pod, StatefulSet, Warning } from '../model/objects.ts';
import { trimClaim, trimDaemonSet, trimNode, trimPod, trimStatefulSet, trimWarning } from '../model/trim.ts';

export type WatchedObject = StatefulSet | DaemonSet | Pod | Claim | Node | Warning;

export type ResourceName =
  | 'statefulsets'
  | 'daemonsets'
  | 'pods'
  | 'persistentvolumeclaims'
  | 'nodes'
  | 'statefulsetWarnings'
  | 'daemonsetWarnings';

interface Resource {
  /** The API's own plural, as a person is told what can't be shown. */
  readonly plural: string;
  readonly prefix: string;
  readonly namespaced: boolean;
  readonly query: Readonly<Record<string, string>>;
  /** Without it there is nothing to show at all. */
  readonly essential: boolean;
  trim(raw: unknown): WatchedObject;
}

const warnings = (kind: string): Resource => ({
  plural: 'events',
  prefix: '/api/v1',
  namespaced: true,
  query: { fieldSelector: `type=Warning,involvedObject.kind=${kind}` },
  essential: false,
  trim: trimWarning,
});

/**
 * What is watched. `controller-revision-hash` picks on the server just the pods of StatefulSets and DaemonSets, so that a cluster
 * of Deployments costs nothing.
 */
export const resources: Readonly<Record<ResourceName, Resource>> = {
  statefulsets: {
    plural: 'statefulsets',
    prefix: '/apis/apps/v1',
    namespaced: true,
    query: {},
    essential: true,
    trim: trimStatefulSet,
  },
  daemonsets: {
    plural: 'daemonsets',
    prefix: '/apis/apps/v1',
    namespaced: true,
    query: {},
    essential: true,
    trim: trimDaemonSet,
  },
  pods: {
    plural: 'pods',
    prefix: '/api/v1',
    namespaced: true,
    query: { labelSelector: 'controller-revision-hash' },
    essential: true,
    trim: trimPod,
  },
  persistentvolumeclaims: {
    plural: 'persistentvolumeclaims',
    prefix: '/api/v1',
    namespaced: true,
    query: {},
    essential: false,
    trim: trimClaim,
  },
  nodes: {
    plural: 'nodes',
    prefix: '/api/v1',
    namespaced: false,
    query: {},
    essential: false,
    trim: trimNode,
  },
  statefulsetWarnings: warnings('StatefulSet'),
  daemonsetWarnings: warnings('DaemonSet'),
};

export const resourceNames = Object.keys(resources) as readonly ResourceName[];

/** The collection's path; `namespace` undefined = across all namespaces. */
export function pathOf(name: ResourceName, namespace: string | undefined): string {
  const { prefix, plural, namespaced } = resources[name];
  return namespaced && namespace !== undefined
    ? `${prefix}/namespaces/${encodeURIComponent(namespace)}/${plural}`
    : `${prefix}/${plural}`;
}

// The ids that package.json contributes. A test holds the two lists together.

export const commandIds = [
  'kubesets.scaffoldStatefulSet',
  'kubesets.scaffoldDaemonSet',
  'kubesets.selectContext',
  'kubesets.selectNamespaces',
  'kubesets.refresh',
  'kubesets.applyManifest',
  'kubesets.diffManifest',
  'kubesets.deleteManifest',
  'kubesets.portForward',
  'kubesets.revealSet',
  'kubesets.showLanding',
  'kubesets.stopForward',
  'kubesets.stopAllForwards',
  'kubesets.copyForwardAddress',
  'kubesets.copyForwardConnection',
  'kubesets.deletePod',
  'kubesets.showLogs',
  'kubesets.openShell',
  'kubesets.showLog',
] as const;

export type CommandId = (typeof commandIds)[number];

/** Of the documents of a comparison: they look like manifests, but are not to be edited or checked. */
export const diffScheme = 'kubesets-diff';

export const viewIds = {
  sets: 'kubesets.sets',
  nodes: 'kubesets.nodes',
  forwards: 'kubesets.forwards',
} as const;

/**
 * Which welcome view stands in an empty tree; `none` while there is something to show, to wait for, or to tell in a message (whose
 * cause differs each time).
 */
export const problems = ['none', 'untrusted', 'noKubeconfig', 'noContext', 'forbidden', 'empty'] as const;

export type Problem = (typeof problems)[number];

/** What a lightbulb verb hands to a command: a place in a manifest, which may or may not be in the cluster. */
export interface ManifestTarget {
  readonly manifest: {
    readonly kind: 'StatefulSet' | 'DaemonSet';
    readonly namespace: string | undefined;
    readonly name: string;
    readonly ordinal?: number;
    readonly port?: number | string;
  };
}

/** True for the argument that a lightbulb verb passes. */
export function isManifestTarget(value: unknown): value is ManifestTarget {
  return typeof value === 'object' && value !== null && 'manifest' in value;
}

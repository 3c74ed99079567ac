import { simulatedNode } from './kwok.ts';

/** The node whose pods really run, where the cluster has one. */
export const realNodeName = 'real-1';

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** What a simulated node is like beyond its name. */
export interface NodeOptions {
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  /** Cordoned: the node lifecycle controller then adds the taint itself. */
  readonly unschedulable?: boolean;
  readonly capacity?: Readonly<Record<string, string>>;
}

const size = { cpu: '8', memory: '32Gi', pods: '110', 'ephemeral-storage': '100Gi' };

/** A Node object that KWOK will bring to life. */
export function nodeObject(name: string, options: NodeOptions = {}): object {
  const resources = { ...size, ...options.capacity };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        ...options.labels,
      },
      annotations: { [simulatedNode.key]: simulatedNode.value },
    },
    spec: {
      ...(options.taints ? { taints: options.taints } : {}),
      ...(options.unschedulable ? { unschedulable: true } : {}),
    },
    status: { capacity: resources, allocatable: resources },
  };
}

const kinds: readonly (readonly [string, NodeOptions])[] = [
  ['worker-1', {}],
  [
    'control-plane-1',
    {
      labels: { 'node-role.kubernetes.io/control-plane': '' },
      taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
    },
  ],
  [
    'database-1',
    { labels: { disk: 'ssd' }, taints: [{ key: 'dedicated', value: 'database', effect: 'NoSchedule' }] },
  ],
  ['cordoned-1', { unschedulable: true }],
];

/**
 * `count` nodes: first one of each kind (ordinary `worker-1`, `control-plane-1` with the usual taint, `database-1` with the label
 * `disk=ssd` and the taint `dedicated=database:NoSchedule`, cordoned `cordoned-1`), then more ordinary ones, `worker-2` and on.
 * `every` holds for all of them.
 */
export function nodeObjects(count: number, every: NodeOptions = {}): readonly object[] {
  return Array.from({ length: count }, (_, i) => {
    const [name, options] = kinds[i] ?? [`worker-${i - kinds.length + 2}`, {}];
    return nodeObject(name, { ...every, ...options });
  });
}

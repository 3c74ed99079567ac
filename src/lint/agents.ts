import { stringAt } from '../manifest/nodes.ts';
import { imageOf, type ContainerView, type SetView } from '../manifest/objects.ts';

/** What is known of a node agent's image. Looked up on 2026-11-23 in the projects' own manifests and start scripts. */
export interface Agent {
  readonly name: string;
  /** What it does on the node: reads the containers' log files, or measures. */
  readonly reads: 'logs' | 'metrics';
  /** Rules of a ClusterRole without which it can't do its work; absent where that depends on its configuration. */
  readonly rights?: readonly Rights[];
  /** The folder in the container in which it keeps how far it has read, unless its configuration says otherwise. */
  readonly state?: string;
  /** The image exists for Linux only. */
  readonly linux: boolean;
}

export interface Rights {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const reading = (...resources: string[]): readonly Rights[] => [
  { apiGroups: [''], resources, verbs: ['get', 'list', 'watch'] },
];

const filebeat: Agent = { name: 'filebeat', reads: 'logs', state: '/usr/share/filebeat/data', linux: true };
const fluentBit: Agent = { name: 'fluent-bit', reads: 'logs', linux: false };
const nodeExporter: Agent = { name: 'node-exporter', reads: 'metrics', linux: true };
const metricbeat: Agent = { name: 'metricbeat', reads: 'metrics', linux: true };
const cadvisor: Agent = { name: 'cadvisor', reads: 'metrics', linux: true };

const agents: ReadonlyMap<string, Agent> = new Map([
  [
    'docker.io/fluent/fluentd-kubernetes-daemonset',
    // Its position files are in /var/log unless FLUENT_POS_EXTRA_DIR says otherwise; its metadata filter watches pods.
    { name: 'fluentd', reads: 'logs', rights: reading('namespaces', 'pods'), state: '/var/log', linux: true },
  ],
  ['docker.io/fluent/fluentd', { name: 'fluentd', reads: 'logs', linux: false }],
  ['docker.io/fluent/fluent-bit', fluentBit],
  ['cr.fluentbit.io/fluent/fluent-bit', fluentBit],
  ['docker.elastic.co/beats/filebeat', filebeat],
  ['docker.elastic.co/beats/filebeat-oss', filebeat],
  ['docker.elastic.co/beats/filebeat-wolfi', filebeat],
  ['docker.io/elastic/filebeat', filebeat],
  [
    'docker.io/grafana/promtail',
    {
      name: 'promtail',
      reads: 'logs',
      rights: reading('nodes', 'nodes/proxy', 'services', 'endpoints', 'pods'),
      linux: false,
    },
  ],
  [
    'docker.io/timberio/vector',
    {
      name: 'vector',
      reads: 'logs',
      rights: reading('namespaces', 'nodes', 'pods'),
      state: '/var/lib/vector',
      linux: true,
    },
  ],
  ['quay.io/prometheus/node-exporter', nodeExporter],
  ['docker.io/prom/node-exporter', nodeExporter],
  ['docker.elastic.co/beats/metricbeat', metricbeat],
  ['docker.io/elastic/metricbeat', metricbeat],
  ['ghcr.io/google/cadvisor', cadvisor],
  ['gcr.io/cadvisor/cadvisor', cadvisor],
]);

/** The agent that a container runs, by its image's repository; init containers run none. */
export function agentOf({ image, init }: ContainerView): Agent | undefined {
  return image === undefined || init ? undefined : agents.get(imageOf(image).repository);
}

/** The set's containers that run a known agent. */
export function agentsOf(
  set: SetView,
): readonly { readonly container: ContainerView; readonly agent: Agent }[] {
  return set.containers.flatMap((container) => {
    const agent = agentOf(container);
    return agent ? [{ container, agent }] : [];
  });
}

// What gives a node its network, its volumes or its devices must run before anything else does, and has the node's rights on purpose.
const infrastructure =
  /(?:^|[/_-])(?:calico|canal|cilium|flannel|weave|antrea|multus|kube-?router|kube-?ovn|kube-proxy|cni|csi|longhorn|rook|openebs|metallb|device-plugin|node-problem-detector|nodelocaldns|ip-masq-agent|falco|tetragon)(?:$|[-_/])/;

/**
 * Whether the set is part of the node's own system: by the priority or namespace that its author gave it, or by a well-known image.
 * Advice on rights, placement and pace is not for these.
 */
export function isSystemAgent(set: SetView): boolean {
  if (set.namespace === 'kube-system') return true;
  if (/^system-(?:node|cluster)-critical$/.test(stringAt(set.podSpec, 'priorityClassName') ?? ''))
    return true;
  return infrastructureOf(set) !== undefined;
}

/** The first container with an image that gives nodes their network, volumes or devices. */
export function infrastructureOf(set: SetView): ContainerView | undefined {
  return set.containers.find(
    ({ image }) => image !== undefined && infrastructure.test(imageOf(image).repository),
  );
}

/** Whether a path is a folder, or in it. */
export function isWithin(path: string, folder: string): boolean {
  const root = folder.replace(/\/+$/, '');
  return path === root || path.startsWith(`${root}/`);
}

/** Where a new field of a pod's spec is best read: before the containers. */
export function beforeContainers(set: SetView): { readonly after?: string } {
  const keys = set.podSpec?.entries.map((entry) => entry.key) ?? [];
  const before = keys[keys.indexOf('containers') - 1];
  return before === undefined ? {} : { after: before };
}

const network =
  /(?:^|[/_-])(?:calico|canal|cilium|flannel|weave|antrea|multus|kube-?router|kube-?ovn|kube-proxy|cni|nodelocaldns)(?:$|[-_/])/;

/** Whether the set gives nodes their network or their DNS. */
export function isNetworkAgent(set: SetView): boolean {
  return set.containers.some(({ image }) => image !== undefined && network.test(imageOf(image).repository));
}

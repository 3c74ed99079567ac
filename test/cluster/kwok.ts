/** Simulated nodes carry this annotation; KWOK leaves every other node alone. */
export const simulatedNode = { key: 'kwok.x-k8s.io/node', value: 'fake' } as const;

/**
 * Annotations of a pod (or of a pod template) that slow its simulation down. Values are Go durations such as `1500ms`.
 * With `create` the pod first stays Pending without an address, with `ready` it is then ContainerCreating that long, with
 * `terminate` it stays Terminating that long (else {@link terminatingMs}).
 */
export const delays = {
  create: 'kubesets.test/create-delay',
  ready: 'kubesets.test/ready-delay',
  terminate: 'kubesets.test/terminate-delay',
} as const;

/** Label of a simulated node whose kubelet says it is not ready. */
export const notReadyLabel = 'kubesets.test/not-ready';

/** Label of a pod whose containers never become ready: they run, and their probe fails. */
export const unreadyLabel = 'kubesets.test/unready';

/** Annotation of a simulated pod whose container is played by a process of this machine: that process answers now. */
export const listensAnnotation = 'kubesets.test/listens';

/** Is an image MongoDB's official one? Such pods get a real server where the cluster was asked to run databases. */
export function isDatabaseImage(image: string): boolean {
  return new RegExp(databaseImage).test(image);
}

const databaseImage = '^(docker[.]io/)?(library/)?mongo(:|@|$)';

/** How long a pod is seen as Terminating when nothing else is asked for. */
export const terminatingMs = 300;

const api = 'kwok.x-k8s.io/v1alpha1';

type Expression = { readonly key: string; readonly operator: string; readonly values?: readonly string[] };

const absent = (key: string): Expression => ({ key, operator: 'DoesNotExist' });
const present = (key: string): Expression => ({ key, operator: 'Exists' });
const among = (key: string, ...values: string[]): Expression => ({ key, operator: 'In', values });
const annotation = (key: string): string => `.metadata.annotations["${key}"]`;
const label = (key: string): string => `.metadata.labels["${key}"]`;
const condition = (type: string): string => `.status.conditions.[] | select( .type == "${type}" ) | .status`;

function stage(
  name: string,
  kind: 'Node' | 'Pod',
  matchExpressions: readonly Expression[],
  next: object,
  delay?: { readonly from: string; readonly ms: number },
): object {
  return {
    apiVersion: api,
    kind: 'Stage',
    metadata: { name },
    spec: {
      resourceRef: { apiGroup: 'v1', kind },
      selector: { matchExpressions },
      ...(delay
        ? {
            delay: {
              durationMilliseconds: delay.ms,
              durationFrom: { expressionFrom: annotation(delay.from) },
            },
          }
        : {}),
      next,
    },
  };
}

const nodeStatus = (ready: boolean): string => `{{ $now := Now }}
conditions:
{{ range NodeConditions }}
- type: {{ .type | Quote }}
  lastHeartbeatTime: {{ $now | Quote }}
  lastTransitionTime: {{ $now | Quote }}
{{ if eq .type "Ready" }}
  status: ${ready ? '"True"' : '"False"'}
  reason: ${ready ? 'KubeletReady' : 'KubeletNotReady'}
  message: ${ready ? '"kubelet is posting ready status"' : '"container runtime network not ready: simulated"'}
{{ else }}
  status: {{ .status | Quote }}
  reason: {{ .reason | Quote }}
  message: {{ .message | Quote }}
{{ end }}
{{ end }}
addresses:
- type: InternalIP
  address: {{ NodeIP | Quote }}
- type: Hostname
  address: {{ .metadata.name | Quote }}
daemonEndpoints:
  kubeletEndpoint:
    Port: {{ NodePort }}
nodeInfo:
  architecture: amd64
  operatingSystem: linux
  bootID: ""
  machineID: ""
  systemUUID: ""
  kernelVersion: simulated
  osImage: simulated
  containerRuntimeVersion: kwok://{{ Version }}
  kubeletVersion: kwok-{{ Version }}
  kubeProxyVersion: kwok-{{ Version }}
`;

const addresses = `{{ with NodeIPsWith .spec.nodeName }}
hostIP: {{ index . 0 | Quote }}
hostIPs:
{{ range . }}
- ip: {{ . | Quote }}
{{ end }}
{{ end }}
{{ with PodIPsWith .spec.nodeName ( or .spec.hostNetwork false ) ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) }}
podIP: {{ index . 0 | Quote }}
podIPs:
{{ range . }}
- ip: {{ . | Quote }}
{{ end }}
{{ end }}
`;

const conditions = (ready: boolean): string => `{{ $now := Now }}
conditions:
- { type: PodReadyToStartContainers, status: "True", lastTransitionTime: {{ $now | Quote }} }
- { type: Initialized, status: "True", lastTransitionTime: {{ $now | Quote }} }
${['Ready', 'ContainersReady']
  .map((type) =>
    ready
      ? `- { type: ${type}, status: "True", lastTransitionTime: {{ $now | Quote }} }`
      : `- { type: ${type}, status: "False", reason: ContainersNotReady, message: 'containers with unready status: [{{ range .spec.containers }}{{ .name }} {{ end }}]', lastTransitionTime: {{ $now | Quote }} }`,
  )
  .join('\n')}
{{ range .spec.readinessGates }}
- { type: {{ .conditionType | Quote }}, status: "True", lastTransitionTime: {{ $now | Quote }} }
{{ end }}
`;

const initContainers = `initContainerStatuses:
{{ range .spec.initContainers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: ""
  ready: true
  restartCount: 0
{{ if eq .restartPolicy "Always" }}
  started: true
  state: { running: { startedAt: {{ $now | Quote }} } }
{{ else }}
  started: false
  state: { terminated: { exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }} } }
{{ end }}
{{ end }}
`;

const podRunning = (ready: boolean): string => `${conditions(ready)}containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: ""
  ready: ${ready}
  started: true
  restartCount: 0
  state: { running: { startedAt: {{ $now | Quote }} } }
{{ end }}
${initContainers}${addresses}phase: Running
startTime: {{ $now | Quote }}
`;

const podCreating = `${conditions(false)}containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: ""
  ready: false
  started: false
  restartCount: 0
  state: { waiting: { reason: ContainerCreating } }
{{ end }}
phase: Pending
startTime: {{ $now | Quote }}
`;

const podSucceeded = `{{ $now := Now }}
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: ""
  ready: false
  started: false
  restartCount: 0
  state: { terminated: { exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }} } }
{{ end }}
phase: Succeeded
`;

const living = absent('.metadata.deletionTimestamp');
const pending = among('.status.phase', 'Pending');
const started = present('.status.startTime');
const isDatabase = `[ .spec.containers.[].image | test("${databaseImage}") ] | any | tostring`;
const owner = '.metadata.ownerReferences.[].kind';

/** What the simulated nodes and their pods do, in order of their lives. */
function stages(databases: boolean): readonly object[] {
  // Pods that are played by a process: ready once it answers. Without such processes, no pod is one.
  const played = databases ? [among(isDatabase, 'true')] : undefined;
  const simulated = databases ? [among(isDatabase, 'false')] : [];
  return [
    stage(
      'node-ready',
      'Node',
      [absent(label(notReadyLabel)), { key: condition('Ready'), operator: 'NotIn', values: ['True'] }],
      { statusTemplate: nodeStatus(true) },
    ),
    stage(
      'node-not-ready',
      'Node',
      [present(label(notReadyLabel)), { key: condition('Ready'), operator: 'NotIn', values: ['False'] }],
      { statusTemplate: nodeStatus(false) },
    ),
    stage(
      'pod-create',
      'Pod',
      [living, pending, absent('.status.startTime'), present(annotation(delays.ready)), ...simulated],
      { statusTemplate: podCreating },
      { from: delays.create, ms: 0 },
    ),
    stage(
      'pod-ready-at-once',
      'Pod',
      [
        living,
        pending,
        absent('.status.startTime'),
        absent(annotation(delays.ready)),
        absent(label(unreadyLabel)),
        ...simulated,
      ],
      { statusTemplate: podRunning(true) },
      { from: delays.create, ms: 0 },
    ),
    stage(
      'pod-ready',
      'Pod',
      [living, pending, started, absent(label(unreadyLabel)), ...simulated],
      { statusTemplate: podRunning(true) },
      { from: delays.ready, ms: 0 },
    ),
    stage('pod-unready', 'Pod', [living, pending, present(label(unreadyLabel))], {
      statusTemplate: podRunning(false),
    }),
    stage(
      'pod-recovers',
      'Pod',
      [
        living,
        among('.status.phase', 'Running'),
        absent(label(unreadyLabel)),
        among(condition('Ready'), 'False'),
      ],
      {
        statusTemplate: podRunning(true),
      },
    ),
    stage(
      'pod-fails-its-probe',
      'Pod',
      [
        living,
        among('.status.phase', 'Running'),
        present(label(unreadyLabel)),
        among(condition('Ready'), 'True'),
      ],
      {
        statusTemplate: podRunning(false),
      },
    ),
    stage('pod-complete', 'Pod', [living, among('.status.phase', 'Running'), among(owner, 'Job')], {
      statusTemplate: podSucceeded,
    }),
    stage(
      'pod-delete',
      'Pod',
      [present('.metadata.deletionTimestamp'), absent('.metadata.finalizers')],
      { delete: true },
      { from: delays.terminate, ms: terminatingMs },
    ),
    ...(played
      ? [
          stage('pod-create-played', 'Pod', [living, pending, absent('.status.startTime'), ...played], {
            statusTemplate: podCreating,
          }),
          stage(
            'pod-ready-played',
            'Pod',
            [living, pending, started, present(annotation(listensAnnotation)), ...played],
            { statusTemplate: podRunning(true) },
            { from: delays.ready, ms: 0 },
          ),
        ]
      : []),
  ];
}

const configuration = {
  apiVersion: 'config.kwok.x-k8s.io/v1alpha1',
  kind: 'KwokConfiguration',
  options: {
    enableDebuggingHandlers: true,
    nodeLeaseParallelism: 4,
    podPlayStageParallelism: 16,
    nodePlayStageParallelism: 8,
  },
};

/**
 * KWOK's configuration file: its options and the stages, as a stream of documents. With `databases`, pods of MongoDB's image
 * become ready only when {@link listensAnnotation} says that a real server answers for them.
 */
export function kwokConfiguration(options: { readonly databases: boolean }): string {
  return [configuration, ...stages(options.databases)]
    .map((document) => JSON.stringify(document))
    .join('\n---\n');
}

interface Kind {
  readonly kind: string;
  readonly plural: string;
  readonly scope: 'Cluster' | 'Namespaced';
}

/** KWOK's own kinds that can be created while the cluster runs: what a port, a log and a command of a pod lead to. */
export const kwokKinds: readonly Kind[] = [
  { kind: 'PortForward', plural: 'portforwards', scope: 'Namespaced' },
  { kind: 'ClusterPortForward', plural: 'clusterportforwards', scope: 'Cluster' },
  { kind: 'Logs', plural: 'logs', scope: 'Namespaced' },
  { kind: 'ClusterLogs', plural: 'clusterlogs', scope: 'Cluster' },
  { kind: 'Exec', plural: 'execs', scope: 'Namespaced' },
  { kind: 'ClusterExec', plural: 'clusterexecs', scope: 'Cluster' },
];

/** The definitions of {@link kwokKinds}; the schema is left open, since KWOK itself checks what it reads. */
export function kwokDefinitions(): readonly object[] {
  return kwokKinds.map(({ kind, plural, scope }) => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.kwok.x-k8s.io` },
    spec: {
      group: 'kwok.x-k8s.io',
      scope,
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
      versions: [
        {
          name: 'v1alpha1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
          subresources: { status: {} },
        },
      ],
    },
  }));
}

/** One of KWOK's objects. */
export function kwokObject(
  kind: string,
  metadata: { name: string; namespace?: string },
  spec: object,
): object {
  return { apiVersion: api, kind, metadata, spec };
}

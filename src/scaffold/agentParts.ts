import * as l10n from '@vscode/l10n';
import { clusterWideName, namespaceScalar } from './common.ts';
import { nameScalar } from './names.ts';
import { metadata, podLabels, type Place } from './parts.ts';
import type { ChoiceQuestion } from './system.ts';
import { pieces, stop, type Piece } from './template.ts';

// The parts that the manifests of most node agents have in common.

/** Which nodes an agent runs on. */
export function nodesQuestion(
  suggestion: 'ordinary' | 'controlPlane' | 'every' = 'ordinary',
): ChoiceQuestion {
  return {
    type: 'choice',
    id: 'nodes',
    title: l10n.t('Nodes'),
    default: suggestion,
    options: [
      {
        value: 'ordinary',
        label: l10n.t('Ordinary nodes'),
        detail: l10n.t('No tolerations: nodes with a taint, such as the control plane, get no pod'),
      },
      {
        value: 'controlPlane',
        label: l10n.t('Ordinary nodes and the control plane'),
        detail: l10n.t('Tolerates node-role.kubernetes.io/control-plane'),
      },
      {
        value: 'every',
        label: l10n.t('Every node'),
        detail: l10n.t('Tolerates every taint, also those that evict'),
      },
    ],
  };
}

/** `tolerations` for an answer to {@link nodesQuestion}. */
export function tolerations(nodes: string): string {
  if (nodes === 'controlPlane') {
    return `      tolerations:
        - key: node-role.kubernetes.io/control-plane
          operator: Exists
          effect: NoSchedule
`;
  }
  if (nodes === 'every') {
    return `      tolerations:
        - operator: Exists # every taint, also those that evict
`;
  }
  return '';
}

export function serviceAccount(place: Place): readonly Piece[] {
  return pieces`apiVersion: v1
kind: ServiceAccount
${metadata(place)}`;
}

/** A ClusterRole with a rule (lines of YAML) and its binding to the system's own account; cluster-wide, so named after the namespace too. */
function clusterRole(place: Place, rules: string): readonly (readonly Piece[])[] {
  const { name, namespace } = place;
  const wide = clusterWideName(name, namespace);
  const head = pieces`metadata:
  name: ${wide}
  labels:
    app.kubernetes.io/name: ${nameScalar(name)}
`;
  return [
    pieces`# Read only: the names and labels that are added to each line of log.
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
${head}rules:
${rules}`,
    pieces`apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
${head}roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: ${wide}
subjects:
  - kind: ServiceAccount
    name: ${nameScalar(name)}
    namespace: ${namespaceScalar(namespace)}
`,
  ];
}

/** A DaemonSet up to its pod's `spec`, whose lines follow. */
export function daemonSetHead(place: Place, whyMany: string): readonly Piece[] {
  return pieces`apiVersion: apps/v1
kind: DaemonSet
${metadata(place)}spec:
  selector:
    matchLabels:
${podLabels(place.name, undefined, 6)}  updateStrategy:
    type: RollingUpdate
    rollingUpdate:
      # ${whyMany}
      maxUnavailable: ${stop('maxUnavailable', '10%')}
  template:
    metadata:
      labels:
${podLabels(place.name, undefined, 8)}    spec:
`;
}

/** Lets an account read the names and labels that are added to each line of log. */
export function logReaderRole(place: Place, kinds = '"namespaces", "pods"'): readonly (readonly Piece[])[] {
  return clusterRole(
    place,
    `  - apiGroups: [""]
    resources: [${kinds}]
    verbs: ["get", "list", "watch"]
`,
  );
}

/** The `spec` of a log agent's pod up to its containers. */
export function logAgentPod(name: string, nodes: string): readonly Piece[] {
  return pieces`      serviceAccountName: ${nameScalar(name)}
      # A full node must not be the one whose logs are missing: ordinary pods make room.
      priorityClassName: system-node-critical
      terminationGracePeriodSeconds: 30
${tolerations(nodes)}      nodeSelector:
        kubernetes.io/os: linux
      securityContext:
        runAsUser: 0 # the kubelet's log files are readable for root only
        seccompProfile:
          type: RuntimeDefault
`;
}

/** What becomes of the logs while a log agent is updated. */
export const filesWait =
  'So many nodes at once are without an agent during an update; nothing is lost, the log files wait.';

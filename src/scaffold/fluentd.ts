import * as l10n from '@vscode/l10n';
import {
  clusterWideName,
  nameQuestion,
  namespaceDocument,
  namespaceQuestion,
  namespaceScalar,
} from './common.ts';
import { nameScalar } from './names.ts';
import type { System } from './system.ts';
import { documents, pieces, stop, type Piece } from './template.ts';

/**
 * Fluentd as a node agent, from the project's own image for Elasticsearch. Facts: fluent/fluentd-kubernetes-daemonset, its
 * entrypoint and generated configuration: position files are `/var/log` + FLUENT_POS_EXTRA_DIR + name, the parser is Docker's
 * JSON unless told otherwise, metrics are on 24231.
 */
export function fluentd(): System {
  return {
    id: 'fluentd',
    kind: 'DaemonSet',
    title: 'Fluentd',
    description: l10n.t('Ships every container’s log of a node to Elasticsearch'),
    questions: [
      nameQuestion(['DaemonSet'], 'fluentd'),
      namespaceQuestion('logging'),
      {
        type: 'choice',
        id: 'nodes',
        title: l10n.t('Nodes'),
        default: 'ordinary',
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
      },
    ],
    render(answer) {
      const name = nameScalar(answer('name'));
      const namespace = answer('namespace');
      return documents([
        ...namespaceDocument(namespace),
        serviceAccount(name, namespace),
        ...clusterRole(name, namespace, clusterWideName(answer('name'), namespace)),
        daemonSet(name, namespace, answer('nodes')),
      ]);
    },
  };
}

function serviceAccount(name: string, namespace: string): readonly Piece[] {
  return pieces`apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  namespace: ${namespaceScalar(namespace)}
  labels:
    app.kubernetes.io/name: ${name}
`;
}

function clusterRole(
  name: string,
  namespace: string,
  wideName: readonly Piece[],
): readonly (readonly Piece[])[] {
  return [
    pieces`# Read only: the names and labels that are added to each line of log.
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: ${wideName}
  labels:
    app.kubernetes.io/name: ${name}
rules:
  - apiGroups: [""]
    resources: ["namespaces", "pods"]
    verbs: ["get", "list", "watch"]
`,
    pieces`apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: ${wideName}
  labels:
    app.kubernetes.io/name: ${name}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: ${wideName}
subjects:
  - kind: ServiceAccount
    name: ${name}
    namespace: ${namespaceScalar(namespace)}
`,
  ];
}

function daemonSet(name: string, namespace: string, nodes: string): readonly Piece[] {
  return pieces`apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: ${name}
  namespace: ${namespaceScalar(namespace)}
  labels:
    app.kubernetes.io/name: ${name}
spec:
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  updateStrategy:
    type: RollingUpdate
    rollingUpdate:
      # So many nodes at once are without an agent during an update; nothing is lost, the log files wait.
      maxUnavailable: ${stop('maxUnavailable', '10%')}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      serviceAccountName: ${name}
      # A full node must not be the one whose logs are missing: ordinary pods make room.
      priorityClassName: system-node-critical
      terminationGracePeriodSeconds: 30
${tolerations(nodes)}      nodeSelector:
        kubernetes.io/os: linux
      securityContext:
        runAsUser: 0 # the kubelet's log files are readable for root only
        seccompProfile:
          type: RuntimeDefault
${container()}      volumes:
        - name: logs
          hostPath:
            path: /var/log
            type: Directory
        - name: state
          hostPath:
            path: /var/lib/fluentd
            type: DirectoryOrCreate
`;
}

function container(): readonly Piece[] {
  return pieces`      containers:
        - name: fluentd
          # For amd64; the tag for arm64 nodes is v1.19.3-debian-elasticsearch9-arm64-1.1.
          image: fluent/fluentd-kubernetes-daemonset:${stop('tag', 'v1.19.3-debian-elasticsearch9-1.1')}
          ports:
            - name: metrics
              containerPort: 24231
          env:
            - name: FLUENT_ELASTICSEARCH_HOST
              value: "${stop('host', 'elasticsearch.logging.svc')}"
            - name: FLUENT_ELASTICSEARCH_PORT
              value: "${stop('port', '9200')}"
            - name: FLUENT_ELASTICSEARCH_SCHEME
              value: "${stop('scheme', 'https')}"
            # Where Elasticsearch asks who is there: a Secret with these two keys. Without it, nobody is named.
            - name: FLUENT_ELASTICSEARCH_USER
              valueFrom:
                secretKeyRef:
                  name: ${stop('credentials', 'elasticsearch-credentials')}
                  key: username
                  optional: true
            - name: FLUENT_ELASTICSEARCH_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: ${stop('credentials', 'elasticsearch-credentials')}
                  key: password
                  optional: true
            # containerd and CRI-O write this format; the image's default is Docker's JSON.
            - name: FLUENT_CONTAINER_TAIL_PARSER_TYPE
              value: cri
            - name: FLUENT_CONTAINER_TAIL_PARSER_TIME_FORMAT
              value: "%Y-%m-%dT%H:%M:%S.%N%:z"
            # How far each file has been read. Relative to /var/log, which is read-only here: this is /var/lib/fluentd.
            - name: FLUENT_POS_EXTRA_DIR
              value: ../lib/fluentd
            # Watch the pods of this node only, not those of the whole cluster.
            - name: K8S_NODE_NAME
              valueFrom:
                fieldRef:
                  fieldPath: spec.nodeName
            # Container logs only: the node's journal is not mounted.
            - name: FLUENTD_SYSTEMD_CONF
              value: disable
          readinessProbe:
            httpGet:
              path: /metrics
              port: metrics
            periodSeconds: 10
            timeoutSeconds: 5
          resources:
            requests:
              cpu: ${stop('cpu', '100m')}
              memory: ${stop('memory', '256Mi')}
            limits:
              memory: ${stop('memoryLimit', '512Mi')}
          securityContext:
            allowPrivilegeEscalation: false
            capabilities:
              drop: ["ALL"]
          volumeMounts:
            - name: logs
              mountPath: /var/log
              readOnly: true
            - name: state
              mountPath: /var/lib/fluentd
`;
}

function tolerations(nodes: string): string {
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

import * as l10n from '@vscode/l10n';
import * as agent from './agentParts.ts';
import { placeQuestions } from './common.ts';
import * as parts from './parts.ts';
import type { System } from './system.ts';
import { pieces, stop, type Piece } from './template.ts';

/**
 * Prometheus' node-exporter. Facts: prometheus-operator/kube-prometheus, manifests/nodeExporter-*: host network and process ids, the
 * node's root and /sys read-only, nobody's uid.
 */
export function nodeExporter(): System {
  return {
    id: 'node-exporter',
    kind: 'DaemonSet',
    title: 'node-exporter',
    description: l10n.t('A node’s own figures for Prometheus: CPU, memory, disks, network'),
    questions: [
      ...placeQuestions(['DaemonSet', 'Service'], 'node-exporter', 'monitoring'),
      agent.nodesQuestion('every'),
    ],
    render({ place, answer }) {
      return [service(place), daemonSet(place, answer('nodes'))];
    },
  };
}

function service(place: parts.Place): readonly Piece[] {
  return pieces`# Headless: Prometheus finds every node's pod through it.
apiVersion: v1
kind: Service
${parts.metadata(place)}spec:
  clusterIP: None
  selector:
${parts.podLabels(place.name, undefined, 4)}  ports:
    - name: metrics
      port: 9100
      targetPort: metrics
`;
}

function daemonSet(place: parts.Place, nodes: string): readonly Piece[] {
  return pieces`${agent.daemonSetHead(place, 'So many nodes at once are without figures during an update.')}      # The node's own network and processes are what it measures.
      hostNetwork: true
      hostPID: true
      dnsPolicy: ClusterFirstWithHostNet
      automountServiceAccountToken: false
      priorityClassName: system-node-critical
      terminationGracePeriodSeconds: 15
${agent.tolerations(nodes)}      nodeSelector:
        kubernetes.io/os: linux
      securityContext:
        runAsNonRoot: true
        runAsUser: 65534 # nobody
        runAsGroup: 65534
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: node-exporter
          image: quay.io/prometheus/node-exporter:${stop('tag', 'v1.12.1')}
          args:
            # On every address of the node, without a password: keep the port from the outside.
            - --web.listen-address=:9100
            - --path.rootfs=/host/root
            - --path.procfs=/host/root/proc
            - --path.sysfs=/host/sys
            - --collector.filesystem.mount-points-exclude=^/(dev|proc|sys|var/lib/(docker|containerd|kubelet)/.+)($|/)
            - --no-collector.wifi
          ports:
            - name: metrics
              containerPort: 9100
              hostPort: 9100
          readinessProbe:
            httpGet:
              path: /
              port: metrics
            periodSeconds: 10
${parts.resources('100m', '128Mi')}          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: ["ALL"]
              add: ["SYS_TIME"]
          volumeMounts:
            - name: root
              mountPath: /host/root
              mountPropagation: HostToContainer
              readOnly: true
            - name: sys
              mountPath: /host/sys
              mountPropagation: HostToContainer
              readOnly: true
      volumes:
        - name: root
          hostPath:
            path: /
            type: Directory
        - name: sys
          hostPath:
            path: /sys
            type: Directory
`;
}

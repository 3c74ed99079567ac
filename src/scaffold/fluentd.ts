import * as l10n from '@vscode/l10n';
import * as agent from './agentParts.ts';
import { placeQuestions } from './common.ts';
import type * as parts from './parts.ts';
import type { System } from './system.ts';
import { pieces, stop, type Piece } from './template.ts';

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
    questions: [...placeQuestions(['DaemonSet'], 'fluentd', 'logging'), agent.nodesQuestion()],
    render({ place, answer }) {
      return [agent.serviceAccount(place), ...agent.logReaderRole(place), daemonSet(place, answer('nodes'))];
    },
  };
}

function daemonSet(place: parts.Place, nodes: string): readonly Piece[] {
  return pieces`${agent.daemonSetHead(place, agent.filesWait)}${agent.logAgentPod(place.name, nodes)}${container()}      volumes:
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

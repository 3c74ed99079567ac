import * as l10n from '@vscode/l10n';
import * as agent from './agentParts.ts';
import { placeQuestions } from './common.ts';
import { nameScalar } from './names.ts';
import * as parts from './parts.ts';
import type { System } from './system.ts';
import { pieces, stop, type Piece } from './template.ts';

/**
 * Fluent Bit as a node agent. Facts: fluent/helm-charts, charts/fluent-bit: configuration at /fluent-bit/etc/conf, HTTP server on 2020;
 * without `DB` the tail input reads everything anew after a restart.
 */
export function fluentBit(): System {
  return {
    id: 'fluent-bit',
    kind: 'DaemonSet',
    title: 'Fluent Bit',
    description: l10n.t('Reads every container’s log of a node; small; its output is yours to choose'),
    questions: [...placeQuestions(['DaemonSet'], 'fluent-bit', 'logging'), agent.nodesQuestion()],
    render({ place, answer }) {
      return [
        agent.serviceAccount(place),
        ...agent.logReaderRole(place),
        configMap(place),
        daemonSet(place, answer('nodes')),
      ];
    },
  };
}

function configMap(place: parts.Place): readonly Piece[] {
  return pieces`# Pods read it when they start: restart the set after changing it.
apiVersion: v1
kind: ConfigMap
${parts.metadata(place)}data:
  fluent-bit.yaml: |
    service:
      http_server: on
      http_port: 2020
      health_check: on
    pipeline:
      inputs:
        - name: tail
          path: /var/log/containers/*.log
          tag: kube.*
          multiline.parser: docker, cri
          # How far each file has been read.
          db: /var/lib/fluent-bit/tail.db
          mem_buf_limit: 10MB
          skip_long_lines: on
      filters:
        - name: kubernetes
          match: kube.*
          merge_log: on
          keep_log: off
      outputs:
        # Standard output shows that it works. Elasticsearch, Loki, S3 and others: docs.fluentbit.io, outputs.
        - name: ${stop('output', 'stdout')}
          match: "*"
`;
}

function daemonSet(place: parts.Place, nodes: string): readonly Piece[] {
  const { name } = place;
  return pieces`${agent.daemonSetHead(place, agent.filesWait)}${agent.logAgentPod(place.name, nodes)}      containers:
        - name: fluent-bit
          image: cr.fluentbit.io/fluent/fluent-bit:${stop('tag', '5.1.1')}
          args: ["--config=/fluent-bit/etc/conf/fluent-bit.yaml"]
          ports:
            - name: http
              containerPort: 2020
          readinessProbe:
            httpGet:
              path: /api/v1/health
              port: http
            periodSeconds: 10
            timeoutSeconds: 5
${parts.resources('50m', '128Mi')}${parts.containerSecurity}          volumeMounts:
            - name: config
              mountPath: /fluent-bit/etc/conf
              readOnly: true
            - name: logs
              mountPath: /var/log
              readOnly: true
            - name: state
              mountPath: /var/lib/fluent-bit
      volumes:
        - name: config
          configMap:
            name: ${nameScalar(name)}
        - name: logs
          hostPath:
            path: /var/log
            type: Directory
        - name: state
          hostPath:
            path: /var/lib/fluent-bit
            type: DirectoryOrCreate
`;
}

import * as l10n from '@vscode/l10n';
import * as agent from './agentParts.ts';
import { placeQuestions } from './common.ts';
import { nameScalar } from './names.ts';
import * as parts from './parts.ts';
import type { System } from './system.ts';
import { pieces, stop, type Piece } from './template.ts';

/**
 * Filebeat as a node agent. Facts: elastic/beats, deploy/kubernetes/filebeat-kubernetes.yaml: `filestream` with the container parser and
 * fingerprints, links followed, the registry on a path of the node; its configuration must not be writable for others.
 */
export function filebeat(): System {
  return {
    id: 'filebeat',
    kind: 'DaemonSet',
    title: 'Filebeat',
    description: l10n.t('Ships every container’s log of a node to Elasticsearch'),
    questions: [...placeQuestions(['DaemonSet'], 'filebeat', 'logging'), agent.nodesQuestion()],
    render({ place, answer }) {
      return [
        agent.serviceAccount(place),
        ...agent.logReaderRole(place, '"namespaces", "pods", "nodes"'),
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
  filebeat.yml: |
    filebeat.inputs:
      - type: filestream
        id: container-logs
        paths: ["/var/log/containers/*.log"]
        prospector.scanner.symlinks: true
        prospector.scanner.fingerprint.enabled: true
        file_identity.fingerprint: ~
        parsers:
          - container: ~
    processors:
      - add_kubernetes_metadata:
          host: \${NODE_NAME}
          matchers:
            - logs_path:
                logs_path: /var/log/containers/
    output.elasticsearch:
      hosts: ["${stop('hosts', 'https://elasticsearch.elasticsearch.svc:9200')}"]
      username: \${ELASTICSEARCH_USERNAME:}
      password: \${ELASTICSEARCH_PASSWORD:}
`;
}

function optionalSecret(variable: string, key: string): readonly Piece[] {
  return pieces`            - name: ${variable}
              valueFrom:
                secretKeyRef:
                  name: ${stop('credentials', 'elasticsearch-credentials')}
                  key: ${key}
                  optional: true
`;
}

function daemonSet(place: parts.Place, nodes: string): readonly Piece[] {
  const { name } = place;
  return pieces`${agent.daemonSetHead(place, agent.filesWait)}${agent.logAgentPod(place.name, nodes)}      containers:
        - name: filebeat
          image: docker.elastic.co/beats/filebeat-wolfi:${stop('tag', '9.5.2')}
          args: ["-c", "/etc/filebeat.yml", "-e"]
          env:
${parts.fromField('NODE_NAME', 'spec.nodeName')}            # A Secret with these two keys. Without it, nobody is named.
${optionalSecret('ELASTICSEARCH_USERNAME', 'username')}${optionalSecret('ELASTICSEARCH_PASSWORD', 'password')}          readinessProbe:
            exec:
              command: ["filebeat", "test", "config", "-c", "/etc/filebeat.yml"]
            periodSeconds: 60
            timeoutSeconds: 20
${parts.resources('100m', '200Mi')}${parts.containerSecurity}          volumeMounts:
            - name: config
              mountPath: /etc/filebeat.yml
              subPath: filebeat.yml
              readOnly: true
            - name: logs
              mountPath: /var/log
              readOnly: true
            # The registry: how far each file has been read.
            - name: state
              mountPath: /usr/share/filebeat/data
      volumes:
        - name: config
          configMap:
            name: ${nameScalar(name)}
            defaultMode: 0640
        - name: logs
          hostPath:
            path: /var/log
            type: Directory
        - name: state
          hostPath:
            path: /var/lib/filebeat-data
            type: DirectoryOrCreate
`;
}

import * as l10n from '@vscode/l10n';
import {
  daemonSetHead,
  filesWait,
  logAgentPod,
  logReaderRole,
  nodesQuestion,
  serviceAccount,
} from './agentParts.ts';
import { nameQuestion, namespaceDocument, namespaceQuestion } from './common.ts';
import { nameScalar } from './names.ts';
import { containerSecurity, fromField, metadata, resources, type Place } from './parts.ts';
import type { System } from './system.ts';
import { documents, pieces, stop, type Piece } from './template.ts';

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
    questions: [nameQuestion(['DaemonSet'], 'filebeat'), namespaceQuestion('logging'), nodesQuestion()],
    render(answer) {
      const place = { name: answer('name'), namespace: answer('namespace') };
      return documents([
        ...namespaceDocument(place.namespace),
        serviceAccount(place),
        ...logReaderRole(place, '"namespaces", "pods", "nodes"'),
        configMap(place),
        daemonSet(place, answer('nodes')),
      ]);
    },
  };
}

function configMap(place: Place): readonly Piece[] {
  return pieces`# Pods read it when they start: restart the set after changing it.
apiVersion: v1
kind: ConfigMap
${metadata(place)}data:
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

function daemonSet(place: Place, nodes: string): readonly Piece[] {
  const { name } = place;
  return pieces`${daemonSetHead(place, filesWait)}${logAgentPod(place.name, nodes)}      containers:
        - name: filebeat
          image: docker.elastic.co/beats/filebeat-wolfi:${stop('tag', '9.5.2')}
          args: ["-c", "/etc/filebeat.yml", "-e"]
          env:
${fromField('NODE_NAME', 'spec.nodeName')}            # A Secret with these two keys. Without it, nobody is named.
${optionalSecret('ELASTICSEARCH_USERNAME', 'username')}${optionalSecret('ELASTICSEARCH_PASSWORD', 'password')}          readinessProbe:
            exec:
              command: ["filebeat", "test", "config", "-c", "/etc/filebeat.yml"]
            periodSeconds: 60
            timeoutSeconds: 20
${resources('100m', '200Mi')}${containerSecurity}          volumeMounts:
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

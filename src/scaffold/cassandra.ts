import * as l10n from '@vscode/l10n';
import { nameQuestion, namespaceDocument, namespaceQuestion } from './common.ts';
import {
  claims,
  clientService,
  containerPorts,
  containerSecurity,
  disruptionBudget,
  fromField,
  headlessService,
  type Place,
  podSecurity,
  resources,
  spread,
  statefulSetHead,
} from './parts.ts';
import type { System } from './system.ts';
import { documents, pieces, stop, type Piece } from './template.ts';

const cql = { name: 'cql', port: 9042 };
const ports = [{ name: 'intra-node', port: 7000 }, { name: 'jmx', port: 7199 }, cql];

/**
 * Cassandra from the official image. Facts: docker-library/cassandra, docker-entrypoint.sh: CASSANDRA_* variables are written into
 * cassandra.yaml at the start; data centre and rack want GossipingPropertyFileSnitch; nodes join one at a time; both heap variables or
 * neither.
 */
export function cassandra(): System {
  return {
    id: 'cassandra',
    kind: 'StatefulSet',
    title: 'Cassandra',
    description: l10n.t('Official image, a ring of three nodes or one node, with a volume each'),
    questions: [
      nameQuestion(['StatefulSet', 'Service'], 'cassandra'),
      namespaceQuestion('cassandra'),
      {
        type: 'choice',
        id: 'replicas',
        title: l10n.t('Nodes'),
        default: '3',
        options: [
          { value: '3', label: l10n.t('3 nodes'), detail: l10n.t('They join the ring one after the other') },
          { value: '1', label: l10n.t('1 node'), detail: l10n.t('For development') },
        ],
      },
    ],
    render(answer) {
      const place = { name: answer('name'), namespace: answer('namespace') };
      const several = answer('replicas') !== '1';
      return documents([
        ...namespaceDocument(place.namespace),
        headlessService(place, ports),
        clientService(place, [cql]),
        ...(several ? [disruptionBudget(place)] : []),
        statefulSet(place, answer('replicas'), several),
      ]);
    },
  };
}

function statefulSet(place: Place, replicas: string, several: boolean): readonly Piece[] {
  const { name, namespace } = place;
  const ordinals = several ? [0, 1] : [0];
  const host = (n: number): string => `${name}-${n}.${name}.${namespace}.svc.cluster.local`;
  // An escaped line break in quotes adds nothing: one value.
  const seeds = ordinals
    .map((n) => `                ${host(n)}${n === ordinals.length - 1 ? '"' : ',\\'}\n`)
    .join('');
  return pieces`${statefulSetHead(
    place,
    pieces`  # Before there are fewer, the last node has to leave the ring (nodetool decommission): its data is lost otherwise.
  replicas: ${replicas}
`,
  )}      # Time for nodetool drain to write what is in memory.
      terminationGracePeriodSeconds: 600
      enableServiceLinks: false
      automountServiceAccountToken: false
${podSecurity(999, 'cassandra')}${several ? spread(name) : ''}      containers:
        - name: cassandra
          image: cassandra:${stop('tag', '5.0.9')}
${containerPorts(ports)}          env:
            - name: CASSANDRA_CLUSTER_NAME
              value: "${stop('cluster', name)}"
            # Whom a node asks for the others when it starts.
            - name: CASSANDRA_SEEDS
              value: "\\
${seeds}            - name: CASSANDRA_ENDPOINT_SNITCH
              value: GossipingPropertyFileSnitch
            - name: CASSANDRA_DC
              value: "${stop('dc', 'dc1')}"
            - name: CASSANDRA_RACK
              value: "${stop('rack', 'rack1')}"
            # Both or neither.
            - name: MAX_HEAP_SIZE
              value: "${stop('heap', '1G')}"
            - name: HEAP_NEWSIZE
              value: "${stop('newHeap', '200M')}"
${fromField('POD_IP', 'status.podIP')}          lifecycle:
            preStop:
              exec:
                command: ["nodetool", "drain"]
          startupProbe:
            tcpSocket:
              port: cql
            periodSeconds: 10
            failureThreshold: 90
          # Up and normal, as the node itself sees it. nodetool starts a Java machine: seldom, and with time.
          readinessProbe:
            exec:
              command: ["sh", "-c", 'nodetool status | grep -q "^UN  *$POD_IP "']
            periodSeconds: 30
            timeoutSeconds: 20
${resources('500m', '2Gi')}${containerSecurity}          volumeMounts:
            - name: data
              mountPath: /var/lib/cassandra
${claims(name, [{ name: 'data', size: '20Gi' }])}`;
}

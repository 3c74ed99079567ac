import * as l10n from '@vscode/l10n';
import { placeQuestions, sizeQuestion } from './common.ts';
import * as parts from './parts.ts';
import type { System } from './system.ts';
import { pieces, stop, type Piece } from './template.ts';

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
      ...placeQuestions(['StatefulSet', 'Service'], 'cassandra', 'cassandra'),
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
      sizeQuestion('20Gi'),
    ],
    render({ place, answer }) {
      const several = answer('replicas') !== '1';
      return [
        parts.headlessService(place, ports),
        parts.clientService(place, [cql]),
        ...(several ? [parts.disruptionBudget(place)] : []),
        statefulSet(place, answer('replicas'), several, answer('size')),
      ];
    },
  };
}

function statefulSet(place: parts.Place, replicas: string, several: boolean, size: string): readonly Piece[] {
  const { name, namespace } = place;
  const ordinals = several ? [0, 1] : [0];
  const host = (n: number): string => `${name}-${n}.${name}.${namespace}.svc.cluster.local`;
  // An escaped line break in quotes adds nothing: one value.
  const seeds = ordinals
    .map((n) => `                ${host(n)}${n === ordinals.length - 1 ? '"' : ',\\'}\n`)
    .join('');
  return pieces`${parts.statefulSetHead(
    place,
    pieces`  # Before there are fewer, the last node has to leave the ring (nodetool decommission): its data is lost otherwise.
  replicas: ${replicas}
`,
  )}      # Time for nodetool drain to write what is in memory.
      terminationGracePeriodSeconds: 600
${parts.podSecurity(999, 'cassandra')}${several ? parts.spread(name) : ''}      containers:
        - name: cassandra
          image: cassandra:${stop('tag', '5.0.9')}
${parts.containerPorts(ports)}          env:
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
${parts.fromField('POD_IP', 'status.podIP')}          lifecycle:
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
${parts.resources('500m', '2Gi')}${parts.containerSecurity}          volumeMounts:
            - name: data
              mountPath: /var/lib/cassandra
${parts.claims(name, [{ name: 'data', size }])}`;
}

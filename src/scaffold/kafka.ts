import * as l10n from '@vscode/l10n';
import { placeQuestions, sizeQuestion } from './common.ts';
import type { RandomBytes } from './secrets.ts';
import * as parts from './parts.ts';
import type { Objects, System } from './system.ts';
import { pieces, stop, type Piece } from './template.ts';

const broker = { name: 'kafka', port: 9092 };
const controller = { name: 'controller', port: 9093 };
/** Broker ids start here, so that they are never those of the controllers. */
const firstBroker = 100;

/**
 * Kafka in KRaft mode from the project's own image. Facts: apache/kafka, docker/: `KAFKA_A_B` becomes the property `a.b`, and as soon as
 * one is given the built-in configuration is not used; the storage is formatted with CLUSTER_ID at the start; combined roles are for
 * development only (kafka.apache.org, KRaft). A volume's `lost+found` is no partition: the logs go into a folder below it.
 */
export function kafka(): System {
  return {
    id: 'kafka',
    kind: 'StatefulSet',
    title: 'Kafka',
    description: l10n.t('The project’s image in KRaft mode: no ZooKeeper'),
    questions: [
      // Its sets are called <name>-controller and <name>-broker.
      ...placeQuestions(['StatefulSet', 'Service'], 'kafka', 'kafka', '-controller'.length),
      {
        type: 'choice',
        id: 'shape',
        title: l10n.t('Shape'),
        default: 'cluster',
        options: [
          {
            value: 'cluster',
            label: l10n.t('Cluster: 3 controllers and 3 brokers'),
            detail: l10n.t('Two sets; goes on working when one of each is missing'),
          },
          {
            value: 'single',
            label: l10n.t('1 node for development'),
            detail: l10n.t('Controller and broker in one process; nothing is copied'),
          },
        ],
      },
      sizeQuestion('20Gi'),
    ],
    render({ place, answer, random }) {
      const size = answer('size');
      const id = clusterId(random);
      const shape = answer('shape') === 'single' ? singleNode(place, id, size) : cluster(place, id, size);
      return shape;
    },
  };
}

/** A random UUID as Kafka writes it: 22 characters of URL-safe base64. */
function clusterId(random: RandomBytes): string {
  const bytes = random(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const text = btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
  // Tools take an id that begins with a dash for an option.
  return text.replace(/^-/, 'A');
}

function cluster(place: parts.Place, id: string, size: string): Objects {
  const { name, namespace } = place;
  const host = (n: number): string =>
    `${n}@${name}-controller-${n}.${name}-controller.${namespace}.svc.cluster.local:9093`;
  const voters = [0, 1, 2].map(host);
  const common = [
    variable('CLUSTER_ID', id),
    parts.fromField('KAFKA_NODE_ID', "metadata.labels['apps.kubernetes.io/pod-index']"),
    variable('KAFKA_CONTROLLER_LISTENER_NAMES', 'CONTROLLER'),
    variable('KAFKA_LISTENER_SECURITY_PROTOCOL_MAP', 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT'),
    `            - name: KAFKA_CONTROLLER_QUORUM_VOTERS
              # An escaped line break in quotes adds nothing: one value.
              value: "\\
${voters.map((voter, i) => `                ${voter}${i < 2 ? ',' : '"'}${i < 2 ? '\\' : ''}\n`).join('')}`,
  ].join('');
  const controllers = [
    common,
    variable('KAFKA_PROCESS_ROLES', 'controller'),
    variable('KAFKA_LISTENERS', 'CONTROLLER://:9093'),
    logDirs,
  ].join('');
  const brokers = [
    common,
    variable('KAFKA_PROCESS_ROLES', 'broker'),
    listeners(`${name}-broker`),
    replication(3, 2),
    logDirs,
  ].join('');
  return [
    parts.headlessService(place, [controller], { suffix: '-controller', component: 'controller' }),
    parts.headlessService(place, [broker], { suffix: '-broker', component: 'broker' }),
    parts.clientService(place, [broker], 'broker'),
    parts.disruptionBudget(place, 'controller'),
    parts.disruptionBudget(place, 'broker'),
    statefulSet(place, {
      component: 'controller',
      replicas: '3',
      start: 0,
      ports: [controller],
      env: controllers,
      size: stop('controllers', '5Gi'),
      memory: '1Gi',
    }),
    statefulSet(place, {
      component: 'broker',
      replicas: '3',
      start: firstBroker,
      ports: [broker],
      env: brokers,
      size,
      memory: '2Gi',
    }),
  ];
}

function singleNode(place: parts.Place, id: string, size: string): Objects {
  const env = [
    variable('CLUSTER_ID', id),
    variable('KAFKA_NODE_ID', '0'),
    variable('KAFKA_PROCESS_ROLES', 'broker,controller'),
    variable('KAFKA_CONTROLLER_LISTENER_NAMES', 'CONTROLLER'),
    variable('KAFKA_LISTENER_SECURITY_PROTOCOL_MAP', 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT'),
    variable('KAFKA_CONTROLLER_QUORUM_VOTERS', '0@localhost:9093'),
    listeners(place.name, ',CONTROLLER://:9093'),
    replication(1, 1),
    logDirs,
  ].join('');
  return [
    parts.headlessService(place, [broker], { peers: false }),
    statefulSet(place, {
      component: undefined,
      replicas: '1',
      start: 0,
      ports: [broker, controller],
      env,
      size,
      memory: '1Gi',
    }),
  ];
}

/** Always quoted: an id may look like a number. */
const variable = (name: string, value: string): string =>
  `            - name: ${name}\n              value: "${value}"\n`;

/** What the broker listens on, and the pod's own name as what it tells clients; `$(…)` wants the variables before it. */
function listeners(service: string, more = ''): string {
  return [
    parts.fromField('POD_NAME', 'metadata.name'),
    parts.fromField('POD_NAMESPACE', 'metadata.namespace'),
    variable('KAFKA_LISTENERS', `PLAINTEXT://:9092${more}`),
    '            # What clients connect to: each broker by its own name.\n',
    variable(
      'KAFKA_ADVERTISED_LISTENERS',
      `PLAINTEXT://$(POD_NAME).${service}.$(POD_NAMESPACE).svc.cluster.local:9092`,
    ),
    variable('KAFKA_INTER_BROKER_LISTENER_NAME', 'PLAINTEXT'),
  ].join('');
}

function replication(factor: number, inSync: number): string {
  return [
    variable('KAFKA_DEFAULT_REPLICATION_FACTOR', `${factor}`),
    variable('KAFKA_MIN_INSYNC_REPLICAS', `${inSync}`),
    variable('KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR', `${factor}`),
    variable('KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR', `${factor}`),
    variable('KAFKA_TRANSACTION_STATE_LOG_MIN_ISR', `${inSync}`),
  ].join('');
}

const logDirs = `            # A folder of the volume: its own lost+found would be taken for a partition.
            - name: KAFKA_LOG_DIRS
              value: /var/lib/kafka/data/logs
`;

interface Part {
  readonly component: string | undefined;
  readonly replicas: string;
  readonly start: number;
  readonly ports: readonly parts.Port[];
  readonly env: string;
  readonly size: Piece;
  readonly memory: string;
}

function statefulSet(place: parts.Place, part: Part): readonly Piece[] {
  const { component, replicas, start, ports, env, size, memory } = part;
  const suffix = component === undefined ? '' : `-${component}`;
  const set = place.name + suffix;
  const several = replicas !== '1';
  const ordinals =
    start === 0
      ? ''
      : `  # Node ids are ordinals; the controllers have 0, 1 and 2.\n  ordinals:\n    start: ${start}\n`;
  return pieces`${parts.statefulSetHead(
    place,
    pieces`  replicas: ${replicas}
${ordinals}${several ? '  # All at once: no one is ready before a majority is there.\n  podManagementPolicy: Parallel\n' : ''}`,
    { component },
  )}      # A controlled shutdown hands over what it leads first.
      terminationGracePeriodSeconds: 120
      # Service variables begin with KAFKA_ too, and the image would take them for configuration.
${parts.podSecurity(1000, 'appuser')}${several ? parts.spread(place.name, component) : ''}      containers:
        - name: ${component ?? 'kafka'}
          image: apache/kafka:${stop('tag', '4.3.1')}
${parts.containerPorts(ports)}          env:
${env}          startupProbe:
            tcpSocket:
              port: ${ports[0]?.name ?? 'kafka'}
            periodSeconds: 5
            failureThreshold: 60
          readinessProbe:
            tcpSocket:
              port: ${ports[0]?.name ?? 'kafka'}
            periodSeconds: 10
${parts.resources('500m', memory, component)}${parts.containerSecurity}          volumeMounts:
            - name: data
              mountPath: /var/lib/kafka/data
${parts.claims(set, [{ name: 'data', size }])}`;
}

import * as l10n from '@vscode/l10n';
import { placeQuestions, sizeQuestion } from './common.ts';
import * as parts from './parts.ts';
import type { System } from './system.ts';
import { pieces, stop, type Piece } from './template.ts';

const client = { name: 'client', port: 2181 };
const ports = [
  client,
  { name: 'server', port: 2888 },
  { name: 'leader-election', port: 3888 },
  { name: 'admin', port: 8080 },
];

/**
 * ZooKeeper from the official image. Facts: 31z4/zookeeper-docker, docker-entrypoint.sh: zoo.cfg and myid are written where they are
 * absent, from ZOO_* variables; ids start from 1.
 */
export function zookeeper(): System {
  return {
    id: 'zookeeper',
    kind: 'StatefulSet',
    title: 'ZooKeeper',
    description: l10n.t('Official image, an ensemble of three or five with two volumes each'),
    questions: [
      ...placeQuestions(['StatefulSet', 'Service'], 'zookeeper', 'zookeeper'),
      {
        type: 'choice',
        id: 'replicas',
        title: l10n.t('Members'),
        default: '3',
        options: [
          { value: '3', label: l10n.t('3 members'), detail: l10n.t('Goes on working when one is missing') },
          { value: '5', label: l10n.t('5 members'), detail: l10n.t('Goes on working when two are missing') },
        ],
      },
      sizeQuestion('5Gi'),
    ],
    render({ place, answer }) {
      return [
        parts.headlessService(place, ports),
        parts.clientService(place, [client]),
        parts.disruptionBudget(place),
        statefulSet(place, Number(answer('replicas')), answer('size')),
      ];
    },
  };
}

/** `server.1=zookeeper-1.zookeeper…:2888:3888;2181 …`: the ordinals start from 1, so that they are the ids. */
function servers({ name, namespace }: parts.Place, members: number): string {
  const host = (id: number): string => `${name}-${id}.${name}.${namespace}.svc.cluster.local`;
  const all = Array.from({ length: members }, (_, i) => `server.${i + 1}=${host(i + 1)}:2888:3888;2181`);
  return all.map((server) => `                ${server}\n`).join('');
}

function statefulSet(place: parts.Place, members: number, size: string): readonly Piece[] {
  const { name } = place;
  return pieces`${parts.statefulSetHead(
    place,
    pieces`  # Changing the number also means changing ZOO_SERVERS.
  replicas: ${members}
  # ZooKeeper counts its members from 1.
  ordinals:
    start: 1
  # All at once: no member is ready before a majority is there.
  podManagementPolicy: Parallel
`,
  )}      terminationGracePeriodSeconds: 60
${parts.podSecurity(1000, 'zookeeper')}${parts.spread(name)}      containers:
        - name: zookeeper
          image: zookeeper:${stop('tag', '3.9.5')}
${parts.containerPorts(ports)}          env:
            # The pod's ordinal is the member's id.
${parts.fromField('ZOO_MY_ID', "metadata.labels['apps.kubernetes.io/pod-index']")}            - name: ZOO_SERVERS
              value: >-
${servers(place, members)}            - name: ZOO_STANDALONE_ENABLED
              value: "false"
            # A member's own name resolves to its pod's address, which is not there yet when it starts to listen.
            - name: ZOO_CFG_EXTRA
              value: quorumListenOnAllIPs=true
            # Old snapshots are removed twice a day; the image's default is never.
            - name: ZOO_AUTOPURGE_PURGEINTERVAL
              value: "12"
          startupProbe:
            httpGet:
              path: /commands/ruok
              port: admin
            periodSeconds: 5
            failureThreshold: 60
          readinessProbe:
            httpGet:
              path: /commands/ruok
              port: admin
            periodSeconds: 10
            timeoutSeconds: 5
${parts.resources('250m', '1Gi')}${parts.containerSecurity}          volumeMounts:
            - name: data
              mountPath: /data
            # The log of transactions, which is waited for, apart from the snapshots.
            - name: datalog
              mountPath: /datalog
${parts.claims(name, [
  { name: 'data', size },
  { name: 'datalog', size: stop('datalog', '5Gi') },
])}`;
}

import * as l10n from '@vscode/l10n';
import { placeQuestions, secretQuestions, sizeQuestion } from './common.ts';
import { nameScalar } from './names.ts';
import { password } from './secrets.ts';
import * as parts from './parts.ts';
import type { System } from './system.ts';
import { pieces, stop, type Piece } from './template.ts';

const http = { name: 'http', port: 9200 };
const ports = [http, { name: 'transport', port: 9300 }];

/**
 * Elasticsearch from Elastic's image. Facts: elastic.co, install with Docker, bootstrap checks and discovery: security is on, so that
 * several nodes want certificates for the transport; initial master nodes are for the very first start; without raised
 * vm.max_map_count memory mapping has to be off; `readiness.port` answers when a node has joined.
 */
export function elasticsearch(): System {
  return {
    id: 'elasticsearch',
    kind: 'StatefulSet',
    title: 'Elasticsearch',
    description: l10n.t('Elastic’s image, one node or three with certificates, and a generated password'),
    questions: [
      ...placeQuestions(['StatefulSet', 'Service'], 'elasticsearch', 'elasticsearch'),
      {
        type: 'choice',
        id: 'replicas',
        title: l10n.t('Nodes'),
        default: '1',
        options: [
          { value: '1', label: l10n.t('1 node'), detail: l10n.t('With a password; starts as it is') },
          {
            value: '3',
            label: l10n.t('3 nodes'),
            detail: l10n.t('Wants a Secret with certificates, which you make before'),
          },
        ],
      },
      sizeQuestion('20Gi'),
      ...secretQuestions('password'),
    ],
    render(given) {
      const { place, answer, random } = given;
      const several = answer('replicas') !== '1';
      const credentials = parts.credentials(given, '-credentials', {
        password: pieces`  # Of the user "elastic". Generated for this file; read at the first start only.
  password: "${password(random)}"\n`,
      });
      return [
        ...credentials.objects,
        parts.headlessService(place, ports),
        parts.clientService(place, [http]),
        ...(several ? [parts.disruptionBudget(place)] : []),
        statefulSet(place, answer('replicas'), several, credentials, answer('size')),
      ];
    },
  };
}

function discovery({ name }: parts.Place): string {
  const masters = [0, 1, 2].map((n) => `${name}-${n}`).join(',');
  return `            - name: discovery.seed_hosts
              value: "${name}"
            # For the very first start alone: take it out once the cluster has formed.
            - name: cluster.initial_master_nodes
              value: "${masters}"
            # Nodes prove to each other who they are. Make the Secret before, with elasticsearch-certutil --pem.
            - name: xpack.security.transport.ssl.enabled
              value: "true"
            - name: xpack.security.transport.ssl.certificate_authorities
              value: /usr/share/elasticsearch/config/certs/ca.crt
            - name: xpack.security.transport.ssl.certificate
              value: /usr/share/elasticsearch/config/certs/tls.crt
            - name: xpack.security.transport.ssl.key
              value: /usr/share/elasticsearch/config/certs/tls.key
            - name: xpack.security.transport.ssl.verification_mode
              value: certificate
`;
}

const alone = `            - name: discovery.type
              value: single-node
`;

function statefulSet(
  place: parts.Place,
  replicas: string,
  several: boolean,
  credentials: parts.Credentials,
  size: string,
): readonly Piece[] {
  const { name } = place;
  return pieces`${parts.statefulSetHead(
    place,
    pieces`  replicas: ${replicas}
${several ? '  # All at once: no node is ready before a majority is there.\n  podManagementPolicy: Parallel\n' : ''}`,
    credentials,
  )}      terminationGracePeriodSeconds: 120
      enableServiceLinks: false
      automountServiceAccountToken: false
      securityContext:
        runAsNonRoot: true
        runAsUser: 1000 # elasticsearch, in the image
        fsGroup: 1000 # makes the volume writable for that group
        fsGroupChangePolicy: OnRootMismatch
        seccompProfile:
          type: RuntimeDefault
${several ? parts.spread(name) : ''}      containers:
        - name: elasticsearch
          image: docker.elastic.co/elasticsearch/elasticsearch:${stop('tag', '9.5.2')}
${parts.containerPorts(ports)}            - name: readiness
              containerPort: 8080
          env:
${parts.fromField('node.name', 'metadata.name')}            - name: cluster.name
              value: "${stop('cluster', name)}"
${several ? discovery(place) : alone}            # Memory mapping wants vm.max_map_count of the node raised to 1048576: take this out where that is done.
            - name: node.store.allow_mmap
              value: "false"
            # Answers as soon as the node has joined, without a password.
            - name: readiness.port
              value: "8080"
            # No certificate for clients: use it within the cluster, or turn this on with one.
            - name: xpack.security.http.ssl.enabled
              value: "false"
${parts.fromSecret('ELASTIC_PASSWORD', credentials.name, 'password')}          startupProbe:
            tcpSocket:
              port: readiness
            periodSeconds: 5
            failureThreshold: 90
          readinessProbe:
            tcpSocket:
              port: readiness
            periodSeconds: 10
${parts.resources('500m', '2Gi')}${parts.containerSecurity}          volumeMounts:
            - name: data
              mountPath: /usr/share/elasticsearch/data
${several ? certificates(name) : ''}${parts.claims(name, [{ name: 'data', size }])}`;
}

function certificates(name: string): string {
  return `            - name: certs
              mountPath: /usr/share/elasticsearch/config/certs
              readOnly: true
      volumes:
        - name: certs
          secret:
            secretName: ${nameScalar(`${name}-certs`)}
`;
}

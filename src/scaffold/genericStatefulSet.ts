import * as l10n from '@vscode/l10n';
import {
  imageQuestion,
  nameQuestion,
  namespaceDocument,
  namespaceQuestion,
  pathQuestion,
  portQuestion,
  textScalar,
} from './common.ts';
import { nameScalar } from './names.ts';
import {
  claims,
  containerPorts,
  containerSecurity,
  headlessService,
  type Place,
  resources,
  statefulSetHead,
} from './parts.ts';
import type { System } from './system.ts';
import { documents, pieces, stop, type Piece } from './template.ts';

/** Any image that keeps its data below one path. */
export function genericStatefulSet(): System {
  return {
    id: 'statefulset',
    kind: 'StatefulSet',
    title: l10n.t('Another image'),
    description: l10n.t('A StatefulSet with a headless Service and a volume for each pod'),
    questions: [
      nameQuestion(['StatefulSet', 'Service'], 'app'),
      namespaceQuestion('app'),
      imageQuestion('registry.example.com/app:1.0.0'),
      portQuestion('8080'),
      pathQuestion('data', l10n.t('Where it keeps its data'), '/var/lib/app'),
    ],
    render(answer) {
      const place = { name: answer('name'), namespace: answer('namespace') };
      const ports = [{ name: 'main', port: Number(answer('port')) }];
      return documents([
        ...namespaceDocument(place.namespace),
        headlessService(place, ports, { peers: false }),
        statefulSet(place, answer('image'), ports, answer('data')),
      ]);
    },
  };
}

function statefulSet(
  place: Place,
  image: string,
  ports: readonly { readonly name: string; readonly port: number }[],
  data: string,
): readonly Piece[] {
  const { name } = place;
  return pieces`${statefulSetHead(
    place,
    pieces`  replicas: ${stop('replicas', '1')}
`,
  )}      # How long a pod has to end by itself before it is killed.
      terminationGracePeriodSeconds: ${stop('grace', '30')}
      automountServiceAccountToken: false
      securityContext:
        fsGroup: ${stop('group', '1000')} # the group that its process runs as: makes the volume writable for it
        fsGroupChangePolicy: OnRootMismatch
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: ${nameScalar(name)}
          image: ${textScalar(image)}
${containerPorts(ports)}          readinessProbe:
            tcpSocket:
              port: main
            periodSeconds: 10
${resources('100m', '256Mi')}${containerSecurity}          volumeMounts:
            - name: data
              mountPath: ${textScalar(data)}
${claims(name, [{ name: 'data', size: '1Gi' }])}`;
}

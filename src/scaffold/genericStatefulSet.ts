import * as l10n from '@vscode/l10n';
import {
  imageQuestion,
  pathQuestion,
  placeQuestions,
  portQuestion,
  sizeQuestion,
  textScalar,
} from './common.ts';
import { nameScalar } from './names.ts';
import * as parts from './parts.ts';
import type { System } from './system.ts';
import { pieces, stop, type Piece } from './template.ts';

/** Any image that keeps its data below one path. */
export function genericStatefulSet(): System {
  return {
    id: 'statefulset',
    kind: 'StatefulSet',
    title: l10n.t('Another image'),
    description: l10n.t('A StatefulSet with a headless Service and a volume for each pod'),
    questions: [
      ...placeQuestions(['StatefulSet', 'Service'], 'app', 'app'),
      imageQuestion('registry.example.com/app:1.0.0'),
      portQuestion('8080'),
      pathQuestion('data', l10n.t('Where it keeps its data'), '/var/lib/app'),
      sizeQuestion('1Gi'),
    ],
    render({ place, answer }) {
      const ports = [{ name: 'main', port: Number(answer('port')) }];
      return [
        parts.headlessService(place, ports, { peers: false }),
        statefulSet(place, answer('image'), ports, answer('data'), answer('size')),
      ];
    },
  };
}

function statefulSet(
  place: parts.Place,
  image: string,
  ports: readonly { readonly name: string; readonly port: number }[],
  data: string,
  size: string,
): readonly Piece[] {
  const { name } = place;
  return pieces`${parts.statefulSetHead(
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
${parts.containerPorts(ports)}          readinessProbe:
            tcpSocket:
              port: main
            periodSeconds: 10
${parts.resources('100m', '256Mi')}${parts.containerSecurity}          volumeMounts:
            - name: data
              mountPath: ${textScalar(data)}
${parts.claims(name, [{ name: 'data', size }])}`;
}

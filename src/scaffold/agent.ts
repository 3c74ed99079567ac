import * as l10n from '@vscode/l10n';
import * as node from './agentParts.ts';
import { imageQuestion, pathQuestion, placeQuestions, textScalar } from './common.ts';
import { nameScalar } from './names.ts';
import * as parts from './parts.ts';
import type { System } from './system.ts';
import { pieces, stop, type Piece } from './template.ts';

/** Any image that has to run on every node. */
export function genericDaemonSet(): System {
  return {
    id: 'daemonset',
    kind: 'DaemonSet',
    title: l10n.t('Another agent'),
    description: l10n.t('A DaemonSet that reads a path of its node and keeps its state on it'),
    questions: [
      ...placeQuestions(['DaemonSet'], 'agent', 'agents'),
      imageQuestion('registry.example.com/agent:1.0.0'),
      pathQuestion('reads', l10n.t('Path of the node that it reads'), '/var/log'),
      node.nodesQuestion(),
    ],
    render({ place, answer }) {
      return [
        node.serviceAccount(place),
        agent(place, textScalar(answer('image')), answer('reads'), answer('nodes')),
      ];
    },
  };
}

/** A network plugin that is installed by its own tool: how, and the skeleton of an agent beside it. */
function networkPlugin(
  id: string,
  title: string,
  readyTaint: string | undefined,
  installer: readonly string[],
): System {
  return {
    id,
    kind: 'DaemonSet',
    title,
    description: l10n.t('How its own installer sets it up, and the skeleton of a node agent beside it'),
    questions: [...placeQuestions(['DaemonSet'], `${id}-agent`, 'agents'), node.nodesQuestion('every')],
    render({ place, answer }) {
      const lines = [
        ...installer,
        '',
        'Below: the skeleton of an agent of your own that runs beside it on every node.',
      ];
      const taint =
        readyTaint === undefined
          ? []
          : [`New nodes carry the taint ${readyTaint} until the network works there; pods wait for that.`];
      const comment = [...lines, ...taint].map((line) => `# ${line}`.trimEnd() + '\n').join('');
      // Its image is not asked for: first comes the installer, an agent of one's own is a matter of later.
      const own = agent(
        place,
        stop('image', 'registry.example.com/agent:1.0.0'),
        '/var/log',
        answer('nodes'),
      );
      return [node.serviceAccount(place), pieces`${comment}${own}`];
    },
  };
}

export function cilium(): System {
  return networkPlugin('cilium', 'Cilium', 'node.cilium.io/agent-not-ready', [
    'Cilium is installed by its own tools, which make its certificates, CRDs and operator too:',
    '  cilium install --version 1.20.0     (or)',
    '  helm repo add cilium https://helm.cilium.io',
    '  helm install cilium cilium/cilium --version 1.20.0 --namespace kube-system',
    '  cilium status --wait',
  ]);
}

export function calico(): System {
  return networkPlugin('calico', 'Calico', undefined, [
    'Calico is installed by the Tigera operator, which makes and updates its DaemonSet from an Installation object:',
    '  kubectl create -f https://raw.githubusercontent.com/projectcalico/calico/v3.32.1/manifests/operator-crds.yaml',
    '  kubectl create -f https://raw.githubusercontent.com/projectcalico/calico/v3.32.1/manifests/tigera-operator.yaml',
    '  kubectl create -f https://raw.githubusercontent.com/projectcalico/calico/v3.32.1/manifests/custom-resources.yaml',
    '  kubectl get tigerastatus',
  ]);
}

function agent(place: parts.Place, image: Piece, reads: string, nodes: string): readonly Piece[] {
  const { name } = place;
  return pieces`${node.daemonSetHead(place, 'So many nodes at once are without an agent during an update.')}      serviceAccountName: ${nameScalar(name)}
      automountServiceAccountToken: ${stop('token', 'false')} # true where it asks the API server
      terminationGracePeriodSeconds: 30
${node.tolerations(nodes)}      nodeSelector:
        kubernetes.io/os: linux
      securityContext:
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: agent
          image: ${image}
          env:
${parts.fromField('NODE_NAME', 'spec.nodeName')}${parts.resources('50m', '128Mi')}${parts.containerSecurity}          volumeMounts:
            - name: host
              mountPath: ${textScalar(`/host${reads === '/' ? '' : reads}`)}
              readOnly: true
            - name: state
              mountPath: /var/lib/agent
      volumes:
        - name: host
          hostPath:
            path: ${textScalar(reads)}
            type: Directory
        # Outlives the pod: what the agent has to remember of its node.
        - name: state
          hostPath:
            path: /var/lib/${name}
            type: DirectoryOrCreate
`;
}

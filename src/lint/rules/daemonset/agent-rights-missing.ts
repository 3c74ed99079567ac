import * as l10n from '@vscode/l10n';
import { insertDocumentBefore, putIn } from '../../../manifest/edits.ts';
import { mapsAt, scalarAt, stringAt } from '../../../manifest/nodes.ts';
import type { SetView } from '../../../manifest/objects.ts';
import { clusterRights, serviceAccount } from '../../accounts.ts';
import { agentsOf, beforeContainers, type Agent } from '../../agents.ts';
import { setExample } from '../../examples.ts';
import { isFalse } from '../../given.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Fix, Rule, RuleContext } from '../../rule.ts';
import type { Scope } from '../../scope.ts';

const image = 'fluent/fluentd-kubernetes-daemonset:v1.19.3-debian-elasticsearch9-1.1';
const more = {
  name: 'fluentd',
  image,
  container:
    'volumeMounts:\n- name: log\n  mountPath: /var/log\n- name: state\n  mountPath: /var/lib/fluentd\n',
};
const volumes = `      volumes:
      - name: log
        hostPath:
          path: /var/log
      - name: state
        hostPath:
          path: /var/lib/fluentd
`;
const readable = more.container.replace('/var/log\n', '/var/log\n  readOnly: true\n');
const example = (pod: string): string =>
  setExample('DaemonSet', { ...more, pod, container: readable }) + volumes;

const account = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: fluentd
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: fluentd
rules:
- apiGroups: [""]
  resources: ["namespaces", "pods"]
  verbs: ["get", "list", "watch"]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: fluentd
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: fluentd
subjects:
- kind: ServiceAccount
  name: fluentd
  namespace: default
---
`;

export const agentRightsMissing: Rule = {
  code: 'agent-rights-missing',
  severity: 'info',
  basis: 'runtime',
  kinds: ['DaemonSet'],
  docs: {
    title: 'An agent that asks the API server, and may not',
    why: `This agent lists pods and namespaces to label what it collects. The ServiceAccount \`default\`, which pods get that name none, may do nothing: the
agent's log fills with \`forbidden\`, and its data lack the labels, or it does not start. It needs a ServiceAccount of its own, a ClusterRole and a
ClusterRoleBinding. The same is said of an account in the workspace that no binding there names.`,
    bad: example(''),
    good: account + example('serviceAccountName: fluentd\n'),
  },
  *check(context) {
    const { set } = context;
    if (!set?.podSpec || isFalse(set.podSpec, 'automountServiceAccountToken')) return;
    const agent = agentsOf(set).find((one) => one.agent.rights)?.agent;
    if (!agent) return;
    const name = accountOf(set);
    const { scope } = context;
    if (name !== undefined) {
      // Where the account is not in sight, its rights are not either.
      if (scope.named('ServiceAccount', set.namespace, name).length === 0 || isBound(scope, name)) return;
    } else if (isBound(scope, 'default')) return;
    const message = l10n.t(
      '{0} asks the API server for pods, and ServiceAccount "{1}" may not: give it an account with a ClusterRole.',
      agent.name,
      name ?? 'default',
    );
    const more = { fixes: () => [...fixes(context, set, agent)] };
    const written = scalarAt(set.podSpec, 'serviceAccountName') ?? scalarAt(set.podSpec, 'serviceAccount');
    if (name !== undefined && written) yield problemAt(written, message, more);
    else yield problemWithout(set.podSpec, 'serviceAccountName', message, more);
  },
};

function accountOf({ podSpec }: SetView): string | undefined {
  for (const key of ['serviceAccountName', 'serviceAccount']) {
    const name = stringAt(podSpec, key);
    if (name !== undefined && name !== '') return name === 'default' ? undefined : name;
  }
  return undefined;
}

function isBound(scope: Scope, account: string): boolean {
  for (const kind of ['ClusterRoleBinding', 'RoleBinding']) {
    for (const { object } of scope.all(kind)) {
      for (const { map } of mapsAt(object.node, 'subjects')) {
        if (stringAt(map, 'kind') === 'ServiceAccount' && stringAt(map, 'name') === account) return true;
      }
    }
  }
  return false;
}

function* fixes({ file, document, facts, scope }: RuleContext, set: SetView, agent: Agent): Generator<Fix> {
  const { podSpec, namespace } = set;
  const { text } = file.manifest;
  const given = accountOf(set);
  const name = given ?? set.name;
  if (!podSpec || name === undefined || !agent.rights) return;
  const home = namespace ?? facts?.namespace ?? 'default';
  const documents = clusterRights(name, home, agent.rights);
  const own =
    scope.named('ServiceAccount', namespace, name).length > 0 ? [] : [serviceAccount(name, namespace)];
  const written = scalarAt(podSpec, 'serviceAccount') ? 'serviceAccount' : 'serviceAccountName';
  const use = given === undefined ? putIn(text, podSpec, [written], name, beforeContainers(set)) : [];
  yield {
    title: l10n.t('Create a ClusterRole and its binding for ServiceAccount "{0}"', name),
    edits: [...[...own, ...documents].flatMap((one) => insertDocumentBefore(text, document, one)), ...use],
    preferred: true,
  };
}

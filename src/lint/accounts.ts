import type { Json } from '../manifest/nodes.ts';
import type { Rights } from './agents.ts';

function metadata(name: string, namespace: string | undefined): Json {
  return { name, ...(namespace === undefined ? {} : { namespace }) };
}

export function serviceAccount(name: string, namespace: string | undefined): Json {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata(name, namespace) };
}

/** A ClusterRole and its binding to a ServiceAccount. A binding must name the account's namespace. */
export function clusterRights(name: string, namespace: string, rights: readonly Rights[]): readonly Json[] {
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  return [
    {
      apiVersion,
      kind: 'ClusterRole',
      metadata: { name },
      rules: rights.map(({ apiGroups, resources, verbs }) => ({ apiGroups, resources, verbs })),
    },
    {
      apiVersion,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
  ];
}

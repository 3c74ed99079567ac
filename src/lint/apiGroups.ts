/** The resources of Kubernetes' own that roles name, by their API group. */
export const resourcesOfGroup: ReadonlyMap<string, readonly string[]> = new Map(
  [
    [
      '',
      'pods services secrets configmaps endpoints events namespaces nodes persistentvolumes persistentvolumeclaims serviceaccounts replicationcontrollers limitranges resourcequotas podtemplates componentstatuses bindings',
    ],
    ['apps', 'statefulsets daemonsets deployments replicasets controllerrevisions'],
    ['batch', 'jobs cronjobs'],
    ['policy', 'poddisruptionbudgets'],
    ['networking.k8s.io', 'ingresses networkpolicies ingressclasses'],
    ['storage.k8s.io', 'storageclasses volumeattachments csinodes csidrivers csistoragecapacities'],
    ['rbac.authorization.k8s.io', 'roles rolebindings clusterroles clusterrolebindings'],
    ['coordination.k8s.io', 'leases'],
    ['discovery.k8s.io', 'endpointslices'],
    ['autoscaling', 'horizontalpodautoscalers'],
  ].map(([group = '', names = '']): [string, readonly string[]] => [group, names.split(' ')]),
);

export const groupOfResource: ReadonlyMap<string, string> = new Map(
  [...resourcesOfGroup].flatMap(([group, names]) => names.map((name): [string, string] => [name, group])),
);

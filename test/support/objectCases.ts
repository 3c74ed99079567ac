// Objects that travel with a set, each changed in one way or two: what the API server says to them is asked, not written here.

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
interface Draft {
  [key: string]: Json;
}

const base = (apiVersion: string, kind: string, rest: Draft): Draft => ({
  apiVersion,
  kind,
  metadata: { name: 'case' },
  ...rest,
});
const pod = { containers: [{ name: 'web', image: 'registry.example/web:1' }] };
const jobPod = { ...pod, restartPolicy: 'Never' };
const selector = { matchLabels: { app: 'web' } };
const group = 'rbac.authorization.k8s.io';
const oneGi = { requests: { storage: '1Gi' } };

const bases: Readonly<Record<string, Draft>> = {
  service: base('v1', 'Service', { spec: { selector: { app: 'web' }, ports: [{ name: 'a', port: 80 }] } }),
  secret: base('v1', 'Secret', { data: { key: 'YQ==' } }),
  config: base('v1', 'ConfigMap', { data: { key: 'a' } }),
  claim: base('v1', 'PersistentVolumeClaim', { spec: { accessModes: ['ReadWriteOnce'], resources: oneGi } }),
  volume: base('v1', 'PersistentVolume', {
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], nfs: { server: 's', path: '/p' } },
  }),
  class: base('storage.k8s.io/v1', 'StorageClass', { provisioner: 'ebs.csi.aws.com' }),
  role: base(`${group}/v1`, 'Role', { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] }),
  clusterRole: base(`${group}/v1`, 'ClusterRole', {
    rules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }],
  }),
  binding: base(`${group}/v1`, 'RoleBinding', {
    roleRef: { apiGroup: group, kind: 'Role', name: 'r' },
    subjects: [{ kind: 'ServiceAccount', name: 's' }],
  }),
  clusterBinding: base(`${group}/v1`, 'ClusterRoleBinding', {
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'ServiceAccount', name: 's', namespace: 'n' }],
  }),
  budget: base('policy/v1', 'PodDisruptionBudget', { spec: { selector, maxUnavailable: 1 } }),
  policy: base('networking.k8s.io/v1', 'NetworkPolicy', {
    spec: {
      podSelector: {},
      ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 80 }] }],
    },
  }),
  priority: base('scheduling.k8s.io/v1', 'PriorityClass', { value: 1000 }),
  job: base('batch/v1', 'Job', { spec: { template: { spec: jobPod } } }),
  cron: base('batch/v1', 'CronJob', {
    spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: { spec: jobPod } } } },
  }),
  scaler: base('autoscaling/v2', 'HorizontalPodAutoscaler', {
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web' }, maxReplicas: 5 },
  }),
  deployment: base('apps/v1', 'Deployment', {
    spec: { selector, template: { metadata: { labels: { app: 'web' } }, spec: pod } },
  }),
  set: base('apps/v1', 'StatefulSet', {
    spec: { selector, template: { metadata: { labels: { app: 'web' } }, spec: pod } },
  }),
};

/** A change: paths with dots, `undefined` (as `null`) takes a field away. */
type Change = Readonly<Record<string, Json>>;

const metric = (type: string, rest: Draft): Change => ({ 'spec.metrics': [{ type, ...rest }] });
const cpu = (target: Draft): Change => metric('Resource', { resource: { name: 'cpu', target } });
const codes = (values: Json, rest: Draft = {}): Change => ({
  'spec.podFailurePolicy': {
    rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values, ...rest } }],
  },
});
const indexed = (rest: Change): Change => ({
  'spec.completionMode': 'Indexed',
  'spec.completions': 3,
  ...rest,
});
const ports = (...all: Draft[]): Change => ({ 'spec.ports': all });
const balancer = (rest: Change): Change => ({ 'spec.type': 'LoadBalancer', ...rest });
const external = (name: Json, rest: Change = {}): Change => ({
  'spec.type': 'ExternalName',
  'spec.externalName': name,
  ...rest,
});
const annotated = (ranges: string): Draft => ({
  'service.beta.kubernetes.io/load-balancer-source-ranges': ranges,
});
const source = (dataSource: Json, dataSourceRef: Json = null): Change => ({
  'spec.dataSource': dataSource,
  'spec.dataSourceRef': dataSourceRef,
});
const snapshot = { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'a' };
const peers = (...from: Json[]): Change => ({ 'spec.ingress': [{ from }] });
const policyPort = (port: Draft): Change => ({ 'spec.ingress': [{ ports: [port] }] });
const block = (cidr: string, except: Json = null): Change => peers({ ipBlock: { cidr, except } });
const zones = (...all: Json[]): Change => ({
  allowedTopologies: all.map((values) => ({
    matchLabelExpressions: [{ key: 'topology.kubernetes.io/zone', values }],
  })),
});

const changes: Readonly<Record<string, readonly Change[]>> = {
  service: [
    { 'spec.ports': null },
    { 'spec.ports': [] },
    { 'spec.ports': null, 'spec.clusterIP': 'None' },
    { 'spec.ports': null, 'spec.clusterIPs': ['None'] },
    { 'spec.ports': null, 'spec.clusterIP': 'None', 'spec.clusterIPs': ['None'] },
    ports({ port: 80 }, { name: 'b', port: 81 }),
    ports({ name: 'a', port: 80 }, { name: 'a', port: 81 }),
    ports({ name: 'a', port: 80 }, { name: 'b', port: 80 }),
    ports({ name: 'a', port: 80 }, { name: 'b', port: 80, protocol: 'UDP' }),
    ports({ name: 'A', port: 80 }),
    ports({ name: 'a.b', port: 80 }),
    ports({ name: '', port: 80 }),
    ports({ name: '1', port: 80 }),
    ports({ port: 80, targetPort: '80' }),
    ports({ port: 80, targetPort: '' }),
    ports({ port: 80, targetPort: 0 }),
    ports({ port: 80, targetPort: 'http' }),
    ports({ port: 80, targetPort: 'a--b' }),
    ports({ port: 80, targetPort: '8a' }),
    ports({ port: 80, targetPort: 70000 }),
    ports({ port: 80, nodePort: 30080 }),
    ports({ port: 80, nodePort: 0 }),
    { 'spec.type': 'NodePort', ...ports({ port: 80, nodePort: 30080 }) },
    {
      'spec.type': 'NodePort',
      ...ports({ name: 'a', port: 80, nodePort: 30080 }, { name: 'b', port: 81, nodePort: 30080 }),
    },
    {
      'spec.type': 'NodePort',
      ...ports(
        { name: 'a', port: 80, nodePort: 30080 },
        { name: 'b', port: 80, protocol: 'UDP', nodePort: 30080 },
      ),
    },
    { 'spec.type': 'NodePort', 'spec.clusterIP': 'None' },
    balancer({ 'spec.clusterIP': 'None' }),
    ports({ port: 80, appProtocol: 'a b' }),
    ports({ port: 80, appProtocol: '' }),
    ports({ port: 80, appProtocol: 'kubernetes.io/h2c' }),
    { 'spec.clusterIP': 'none' },
    { 'spec.clusterIP': '' },
    { 'spec.clusterIP': '10.0.0.300' },
    { 'spec.clusterIP': '010.0.0.7' },
    { 'spec.clusterIP': '::ffff:10.0.0.7' },
    { 'spec.clusterIPs': ['10.0.0.77'] },
    { 'spec.clusterIP': '10.0.0.77', 'spec.clusterIPs': ['10.0.0.78'] },
    { 'spec.clusterIP': 'None', 'spec.clusterIPs': ['None', '10.0.0.7'] },
    {
      'spec.clusterIP': '10.0.0.77',
      'spec.clusterIPs': ['10.0.0.77', '10.0.0.78'],
      'spec.ipFamilyPolicy': 'PreferDualStack',
    },
    { 'spec.clusterIP': '10.0.0.77', 'spec.ipFamilies': ['IPv6'] },
    { 'spec.ipFamilies': ['IPv4', 'IPv4'] },
    { 'spec.ipFamilies': ['IPv4', 'IPv6'] },
    { 'spec.ipFamilies': ['IPv4', 'IPv6'], 'spec.ipFamilyPolicy': 'SingleStack' },
    { 'spec.ipFamilies': ['IPv4', 'IPv6'], 'spec.clusterIP': 'None', 'spec.selector': null },
    {
      'spec.ipFamilies': ['IPv4', 'IPv6'],
      'spec.clusterIP': 'None',
      'spec.selector': null,
      'spec.ipFamilyPolicy': 'SingleStack',
    },
    { 'spec.ipFamilyPolicy': 'PreferDualStack' },
    external('db.example.org'),
    external('db.example.org.'),
    external('https://db'),
    external(null),
    external(''),
    external('Db.example.org'),
    external('db.example.org', { 'spec.ports': null }),
    external('db.example.org', { 'spec.clusterIP': '10.0.0.7' }),
    external('db.example.org', { 'spec.clusterIP': 'None' }),
    external('db.example.org', { 'spec.clusterIP': '' }),
    external('db.example.org', { 'spec.ipFamilies': ['IPv4'] }),
    external('db.example.org', { 'spec.ipFamilyPolicy': 'SingleStack' }),
    external('db.example.org', ports({ port: 80, nodePort: 30080 })),
    external('db.example.org', { 'spec.externalIPs': ['10.0.0.7'], 'spec.externalTrafficPolicy': 'Local' }),
    { 'spec.externalName': 'db.example.org' },
    { 'spec.externalTrafficPolicy': 'Local' },
    { 'spec.externalTrafficPolicy': 'Local', 'spec.externalIPs': ['192.0.2.1'] },
    { 'spec.externalTrafficPolicy': 'Cluster' },
    { 'spec.externalTrafficPolicy': '' },
    { 'spec.type': 'NodePort', 'spec.externalTrafficPolicy': 'Local' },
    { 'spec.healthCheckNodePort': 30100 },
    { 'spec.healthCheckNodePort': 0 },
    balancer({ 'spec.healthCheckNodePort': 30100 }),
    balancer({ 'spec.externalTrafficPolicy': 'Local', 'spec.healthCheckNodePort': 30100 }),
    { 'spec.loadBalancerClass': 'a' },
    balancer({ 'spec.loadBalancerClass': 'a' }),
    balancer({ 'spec.loadBalancerClass': 'a b' }),
    balancer({ 'spec.loadBalancerClass': '' }),
    { 'spec.allocateLoadBalancerNodePorts': false },
    balancer({ 'spec.allocateLoadBalancerNodePorts': false }),
    { 'spec.loadBalancerSourceRanges': ['10.0.0.0/8'] },
    { 'spec.loadBalancerSourceRanges': [] },
    balancer({ 'spec.loadBalancerSourceRanges': ['10.0.0.0/8', ' 192.0.2.0/24 '] }),
    balancer({ 'spec.loadBalancerSourceRanges': ['10.0.0.1/8'] }),
    balancer({ 'spec.loadBalancerSourceRanges': ['10.0.0.1'] }),
    balancer({ 'spec.loadBalancerSourceRanges': ['10.0.0.0/08'] }),
    balancer({ 'spec.loadBalancerSourceRanges': ['::ffff:10.0.0.0/104'] }),
    balancer({ 'spec.loadBalancerSourceRanges': ['2001:db8::/32'] }),
    { 'spec.loadBalancerIP': 'x' },
    { 'metadata.annotations': annotated('10.0.0.0/8') },
    balancer({ 'metadata.annotations': annotated('10.0.0.0/8, 192.0.2.0/24') }),
    balancer({ 'metadata.annotations': annotated('10.0.0.0') }),
    balancer({ 'metadata.annotations': annotated('10.0.0.0/8,') }),
    balancer({ 'metadata.annotations': annotated(' ') }),
    balancer({ 'metadata.annotations': annotated('x'), 'spec.loadBalancerSourceRanges': ['10.0.0.0/8'] }),
    { 'spec.externalIPs': ['192.0.2.1'] },
    { 'spec.externalIPs': ['127.0.0.1'] },
    { 'spec.externalIPs': ['169.254.1.1'] },
    { 'spec.externalIPs': ['224.0.0.5'] },
    { 'spec.externalIPs': ['0.0.0.0'] },
    { 'spec.externalIPs': ['fe80::1'] },
    { 'spec.externalIPs': ['::1'] },
    { 'spec.externalIPs': ['host'] },
    { 'spec.externalIPs': [''] },
    { 'spec.sessionAffinity': 'ClientIP' },
    { 'spec.sessionAffinity': 'ClientIP', 'spec.sessionAffinityConfig': { clientIP: { timeoutSeconds: 0 } } },
    {
      'spec.sessionAffinity': 'ClientIP',
      'spec.sessionAffinityConfig': { clientIP: { timeoutSeconds: 86400 } },
    },
    {
      'spec.sessionAffinity': 'ClientIP',
      'spec.sessionAffinityConfig': { clientIP: { timeoutSeconds: 86401 } },
    },
    { 'spec.sessionAffinity': 'ClientIP', 'spec.sessionAffinityConfig': {} },
    { 'spec.sessionAffinityConfig': { clientIP: { timeoutSeconds: 0 } } },
    { 'spec.trafficDistribution': 'PreferClose' },
    { 'spec.trafficDistribution': 'PreferNear' },
    { 'spec.publishNotReadyAddresses': true },
    { 'spec.selector': { app: 'a b' } },
    { 'spec.selector': {} },
  ],
  secret: [
    { data: { a: 'x' } },
    { data: { a: 'YQ' } },
    { data: { a: 'YQ==\n' } },
    { data: { a: 'YW\nI=' } },
    { data: { a: 'YQ= =' } },
    { data: { a: 'a-_b' } },
    { data: { a: 'YR==' } },
    { data: { a: '' } },
    { data: { 'a/b': 'YQ==' } },
    { data: { '..a': 'YQ==' } },
    { stringData: { 'a b': 'x' } },
    { stringData: { key: 'x' } },
    { type: 'kubernetes.io/tls' },
    { type: 'kubernetes.io/tls', data: { 'tls.crt': 'YQ==', 'tls.key': '' } },
    { type: 'kubernetes.io/tls', data: { 'tls.crt': 'YQ==' }, stringData: { 'tls.key': 'a' } },
    { type: 'kubernetes.io/basic-auth' },
    { type: 'kubernetes.io/basic-auth', stringData: { username: '' } },
    { type: 'kubernetes.io/ssh-auth', stringData: { 'ssh-privatekey': '' } },
    { type: 'kubernetes.io/ssh-auth', stringData: { 'ssh-privatekey': 'a' } },
    { type: 'kubernetes.io/dockerconfigjson', stringData: { '.dockerconfigjson': '{}' } },
    { type: 'kubernetes.io/dockerconfigjson', stringData: { '.dockerconfigjson': 'null' } },
    { type: 'kubernetes.io/dockerconfigjson', stringData: { '.dockerconfigjson': '[]' } },
    { type: 'kubernetes.io/dockerconfigjson', stringData: { '.dockerconfigjson': 'x' } },
    { type: 'kubernetes.io/dockercfg', data: { '.dockercfg': 'e30=' } },
    { type: 'kubernetes.io/dockercfg', data: { '.dockercfg': 'eA==' } },
    { type: 'kubernetes.io/service-account-token' },
    {
      type: 'kubernetes.io/service-account-token',
      'metadata.annotations': { 'kubernetes.io/service-account.name': 'x' },
    },
    { type: 'bootstrap.kubernetes.io/token' },
    { type: '' },
    { immutable: true },
  ],
  config: [
    { binaryData: { key: 'YQ==' } },
    { binaryData: { b: 'YQ==' } },
    { binaryData: { b: 'x' } },
    { binaryData: { 'b/c': 'YQ==' } },
    { data: { '': 'x' } },
    { data: { '.': 'x' } },
    { data: { '.a': 'x' } },
    { data: null },
  ],
  claim: [
    { spec: null },
    { spec: {} },
    { 'spec.accessModes': null },
    { 'spec.accessModes': [] },
    { 'spec.accessModes': ['ReadWriteOncePod'] },
    { 'spec.accessModes': ['ReadWriteOncePod', 'ReadWriteOnce'] },
    { 'spec.accessModes': ['ReadWriteOnce', 'ReadWriteOnce'] },
    { 'spec.resources': null },
    { 'spec.resources': {} },
    { 'spec.resources': { requests: { memory: '1Gi' } } },
    { 'spec.resources': { requests: { storage: '0' } } },
    { 'spec.resources': { requests: { storage: 0 } } },
    { 'spec.resources': { requests: { storage: '-1Gi' } } },
    { 'spec.resources': { requests: { storage: '100m' } } },
    { 'spec.resources': { requests: { storage: '1Gi', cpu: '1' } } },
    { 'spec.storageClassName': 'A_b' },
    { 'spec.storageClassName': '' },
    { 'spec.volumeAttributesClassName': '' },
    { 'spec.volumeAttributesClassName': 'A' },
    { 'spec.selector': { matchExpressions: [{ key: 'a', operator: 'In' }] } },
    { 'spec.selector': { matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] } },
    { 'spec.selector': { matchLabels: { a: 'b c' } } },
    source(snapshot),
    source({ kind: 'VolumeSnapshot', name: 'a' }),
    source({ kind: 'PersistentVolumeClaim', name: 'a' }),
    source({ kind: 'PersistentVolumeClaim', name: '' }),
    source({ apiGroup: '', kind: 'PersistentVolumeClaim', name: 'a' }),
    source({ apiGroup: 'x.y', kind: 'Z', name: 'a' }),
    source({ kind: 'Z' }),
    source(null, snapshot),
    source(null, { kind: 'VolumeSnapshot', name: 'a' }),
    source(null, { kind: 'PersistentVolumeClaim' }),
    source(null, { apiGroup: 'snapshot.storage.k8s.io/v1', kind: 'VolumeSnapshot', name: 'a' }),
    source(null, { ...snapshot, namespace: 'N' }),
    source(null, { ...snapshot, namespace: 'n' }),
    source(snapshot, snapshot),
    source(snapshot, { ...snapshot, name: 'b' }),
    source(snapshot, { ...snapshot, namespace: 'n' }),
    source({ kind: 'Z', name: 'a' }, { kind: 'Z', name: 'a' }),
    { 'spec.volumeName': 'A_b' },
    { 'spec.volumeMode': 'Block' },
  ],
  volume: [
    { spec: null },
    { 'spec.capacity': null },
    { 'spec.capacity': { cpu: '1' } },
    { 'spec.capacity': { storage: '1Gi', cpu: '1' } },
    { 'spec.capacity': { storage: '0' } },
    { 'spec.capacity': { storage: '-1' } },
    { 'spec.accessModes': null },
    { 'spec.accessModes': ['ReadWriteOncePod', 'ReadWriteMany'] },
    { 'spec.nfs': null },
    { 'spec.hostPath': { path: '/a' } },
    { 'spec.nfs': null, 'spec.hostPath': { path: '/a' }, 'spec.persistentVolumeReclaimPolicy': 'Recycle' },
    { 'spec.nfs': null, 'spec.hostPath': { path: '/' }, 'spec.persistentVolumeReclaimPolicy': 'Recycle' },
    { 'spec.nfs': null, 'spec.hostPath': { path: '/.' }, 'spec.persistentVolumeReclaimPolicy': 'Recycle' },
    { 'spec.nfs': null, 'spec.hostPath': { path: '/' } },
    { 'spec.nfs': null, 'spec.hostPath': { path: '/a/../b' } },
    { 'spec.nfs': { server: 's', path: 'p' } },
    { 'spec.nfs': null, 'spec.local': { path: '/d' } },
    { 'spec.nfs': null, 'spec.local': { path: '/d' }, 'spec.nodeAffinity': {} },
    {
      'spec.nfs': null,
      'spec.local': { path: '/d' },
      'spec.nodeAffinity': {
        required: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] }],
        },
      },
    },
    { 'spec.nodeAffinity': {} },
    { 'spec.nodeAffinity': { required: { nodeSelectorTerms: [] } } },
    { 'spec.storageClassName': 'A' },
    { 'spec.storageClassName': '' },
    { 'spec.volumeAttributesClassName': '' },
    { 'spec.volumeAttributesClassName': 'a' },
    {
      'spec.nfs': null,
      'spec.csi': { driver: 'd', volumeHandle: 'h' },
      'spec.volumeAttributesClassName': 'a',
    },
    { 'spec.nfs': null, 'spec.csi': { driver: 'd_x', volumeHandle: 'h' } },
    { 'spec.nfs': null, 'spec.csi': { driver: 'd', volumeHandle: 'h', nodePublishSecretRef: { name: 's' } } },
    {
      'spec.nfs': null,
      'spec.csi': { driver: 'd', volumeHandle: 'h', nodePublishSecretRef: { name: 's', namespace: 'n' } },
    },
    { 'spec.claimRef': { name: 'a', namespace: 'b' } },
    { 'spec.mountOptions': ['hard'] },
    { 'spec.nfs': null, 'spec.fc': { targetWWNs: ['a'] } },
    { 'spec.nfs': null, 'spec.fc': { wwids: ['a'] } },
    { 'spec.nfs': null, 'spec.iscsi': { targetPortal: 'a', iqn: 'x', lun: 0 } },
    { 'spec.nfs': null, 'spec.iscsi': { targetPortal: 'a', iqn: 'iqn.2001-04.com.example:storage', lun: 0 } },
    { 'spec.nfs': null, 'spec.azureDisk': { diskName: 'a', diskURI: 'b' } },
  ],
  class: [
    { provisioner: '' },
    { provisioner: 'a b' },
    { provisioner: 'Example.ORG/Nfs' },
    { parameters: { type: 'gp3' } },
    { reclaimPolicy: 'Recycle' },
    zones(['a', 'b']),
    zones(['a', 'a']),
    zones([]),
    zones(['a'], ['a']),
    zones(['a'], ['b']),
  ],
  role: [
    { rules: null },
    { rules: [{}] },
    { rules: [{ apiGroups: [''], resources: ['pods'] }] },
    { rules: [{ resources: ['pods'], verbs: ['get'] }] },
    { rules: [{ apiGroups: [''], verbs: ['get'] }] },
    { rules: [{ apiGroups: [], resources: ['pods'], verbs: ['get'] }] },
    { rules: [{ nonResourceURLs: ['/a'], verbs: ['get'] }] },
  ],
  clusterRole: [
    { rules: [{ nonResourceURLs: ['/a'], resources: ['pods'], verbs: ['get'] }] },
    { rules: [{ nonResourceURLs: ['/a'], resourceNames: ['a'], verbs: ['get'] }] },
    { aggregationRule: {} },
    { aggregationRule: { clusterRoleSelectors: [selector] } },
    { aggregationRule: { clusterRoleSelectors: [{ matchExpressions: [{ key: 'a', operator: 'In' }] }] } },
  ],
  binding: [
    { roleRef: null },
    { 'roleRef.apiGroup': null },
    { 'roleRef.apiGroup': 'rbac' },
    { 'roleRef.kind': 'User' },
    { 'roleRef.kind': null },
    { 'roleRef.kind': 'ClusterRole' },
    { 'roleRef.name': '' },
    { 'roleRef.name': 'a/b' },
    { 'roleRef.name': 'system:a' },
    { subjects: null },
    { subjects: [{}] },
    { subjects: [{ kind: 'User', name: 'a' }] },
    { subjects: [{ kind: 'User', name: 'a', apiGroup: 'x' }] },
    { subjects: [{ kind: 'Group', name: 'system:a', apiGroup: group }] },
    { subjects: [{ kind: 'Pod', name: 'a' }] },
    { subjects: [{ kind: 'ServiceAccount', name: 'A' }] },
    { subjects: [{ kind: 'ServiceAccount', name: 'a', apiGroup: group }] },
    { subjects: [{ kind: 'ServiceAccount', name: 'a', apiGroup: '' }] },
  ],
  clusterBinding: [{ 'roleRef.kind': 'Role' }, { subjects: [{ kind: 'ServiceAccount', name: 's' }] }],
  budget: [
    { 'spec.minAvailable': 1 },
    { 'spec.maxUnavailable': null },
    { 'spec.maxUnavailable': -1 },
    { 'spec.maxUnavailable': '1' },
    { 'spec.maxUnavailable': '25%' },
    { 'spec.maxUnavailable': '101%' },
    { 'spec.maxUnavailable': '25 %' },
    { 'spec.maxUnavailable': '-5%' },
    { 'spec.selector': null },
    { 'spec.selector': {} },
    { spec: null },
  ],
  policy: [
    peers({}),
    peers({ podSelector: {} }),
    peers({ podSelector: {}, namespaceSelector: {} }),
    peers({ podSelector: {}, ipBlock: { cidr: '10.0.0.0/8' } }),
    block('10.0.0.0'),
    block('10.0.0.1/8'),
    block('10.0.0.0/8', ['10.1.0.0/16']),
    block('10.0.0.0/8', ['10.0.0.0/8']),
    block('10.0.0.0/8', ['11.0.0.0/16']),
    block('10.0.0.0/8', ['x']),
    block('::/0', ['2001:db8::/32']),
    block(''),
    policyPort({}),
    policyPort({ port: 'http' }),
    policyPort({ port: 'HTTP' }),
    policyPort({ port: '80' }),
    policyPort({ port: 0 }),
    policyPort({ port: 80, endPort: 79 }),
    policyPort({ port: 80, endPort: 80 }),
    policyPort({ port: 80, endPort: 70000 }),
    policyPort({ port: 'http', endPort: 90 }),
    policyPort({ endPort: 90 }),
    { 'spec.policyTypes': ['Ingress', 'Egress'] },
    { 'spec.policyTypes': ['Ingress', 'Egress', 'Ingress'] },
    { 'spec.policyTypes': ['Ingress', 'Ingress'] },
    { 'spec.podSelector': null },
    { spec: null },
  ],
  priority: [
    { value: 1_000_000_000 },
    { value: 1_000_000_001 },
    { value: -5 },
    { value: null },
    { 'metadata.name': 'system-mine' },
    { globalDefault: true },
  ],
  job: [
    { 'spec.template.spec.restartPolicy': null },
    { 'spec.template.spec.restartPolicy': 'Always' },
    { 'spec.template.spec.restartPolicy': 'OnFailure' },
    { 'spec.selector': selector },
    { 'spec.selector': {} },
    { 'spec.selector': { matchLabels: {} } },
    { 'spec.selector': { matchLabels: { 'job-name': 'case' } } },
    { 'spec.selector': { matchLabels: { 'job-name': 'other' } } },
    { 'spec.selector': { matchLabels: { 'controller-uid': 'a' } } },
    { 'spec.selector': { matchExpressions: [{ key: 'controller-uid', operator: 'Exists' }] } },
    { 'spec.selector': { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] } },
    {
      'spec.selector': { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] },
      'spec.template.metadata': { labels: { app: 'web' } },
    },
    ...[
      'job-name',
      'batch.kubernetes.io/job-name',
      'controller-uid',
      'batch.kubernetes.io/controller-uid',
    ].flatMap((label) =>
      ['case', 'other'].map((value) => ({ 'spec.template.metadata': { labels: { [label]: value } } })),
    ),
    { 'spec.manualSelector': true },
    { 'spec.manualSelector': true, 'spec.selector': selector },
    {
      'spec.manualSelector': true,
      'spec.selector': selector,
      'spec.template.metadata': { labels: { app: 'web' } },
    },
    { 'spec.manualSelector': false },
    { 'spec.completionMode': 'Indexed' },
    indexed({}),
    indexed({ 'metadata.name': `a${'b'.repeat(61)}` }),
    indexed({ 'metadata.name': 'a.b' }),
    indexed({ 'spec.maxFailedIndexes': 1 }),
    indexed({ 'spec.maxFailedIndexes': 4, 'spec.backoffLimitPerIndex': 1 }),
    indexed({ 'spec.maxFailedIndexes': 3, 'spec.backoffLimitPerIndex': 1 }),
    indexed({ 'spec.parallelism': 100_001 }),
    indexed({ 'spec.completions': 100_001, 'spec.backoffLimitPerIndex': 1 }),
    indexed({ 'spec.completions': 100_001, 'spec.backoffLimitPerIndex': 1, 'spec.maxFailedIndexes': 10_001 }),
    { 'spec.backoffLimitPerIndex': 1 },
    { 'spec.maxFailedIndexes': 1 },
    { 'spec.successPolicy': { rules: [{ succeededCount: 1 }] } },
    indexed({ 'spec.successPolicy': { rules: [{ succeededCount: 1 }] } }),
    indexed({ 'spec.successPolicy': { rules: [{ succeededCount: 4 }] } }),
    indexed({ 'spec.successPolicy': { rules: [] } }),
    indexed({ 'spec.successPolicy': { rules: [{}] } }),
    indexed({ 'spec.successPolicy': { rules: [{ succeededIndexes: '0-2' }] } }),
    indexed({ 'spec.successPolicy': { rules: [{ succeededIndexes: '0,3' }] } }),
    indexed({ 'spec.successPolicy': { rules: [{ succeededIndexes: '1,0' }] } }),
    indexed({ 'spec.successPolicy': { rules: [{ succeededIndexes: '0', succeededCount: 2 }] } }),
    codes([1, 2]),
    codes([2, 1]),
    codes([1, 1]),
    codes([0, 1]),
    codes([0, 1], { operator: 'NotIn' }),
    codes([]),
    codes([1], { containerName: 'web' }),
    codes([1], { containerName: 'other' }),
    { ...codes([1]), 'spec.template.spec.restartPolicy': 'OnFailure' },
    { ...codes([1]), 'spec.podReplacementPolicy': 'TerminatingOrFailed' },
    { ...codes([1]), 'spec.podReplacementPolicy': 'Failed' },
    { 'spec.podFailurePolicy': { rules: [{ action: 'Ignore' }] } },
    {
      'spec.podFailurePolicy': {
        rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }],
      },
    },
    { 'spec.podFailurePolicy': { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'A b' }] }] } },
    { 'spec.podFailurePolicy': { rules: [{ action: 'FailIndex', onPodConditions: [{ type: 'A' }] }] } },
    { 'spec.managedBy': 'x' },
    { 'spec.managedBy': 'example.org/x' },
    { 'spec.ttlSecondsAfterFinished': -1 },
  ],
  cron: [
    ...[
      '* * * *',
      '0 0 * * 7',
      '@daily',
      '@reboot',
      '@every 1h',
      '@every x',
      '*/0 * * * *',
      '60 * * * *',
      '1,,2 * * * *',
    ].map((schedule) => ({ 'spec.schedule': schedule })),
    ...[
      '0 0 0 * *',
      '5-1 * * * *',
      '*-9 * * * *',
      '? * ? * ?',
      'a * * * *',
      'TZ=UTC 0 * * * *',
      '0 0 * JAN MON-FRI',
      '+5 * * * *',
      '1/7 * * * *',
      ',  * * * *',
      '-5 * * * *',
      '1-2-3 * * * *',
      '0 3 * * * ',
      '',
    ].map((schedule) => ({ 'spec.schedule': schedule })),
    ...[
      'Europe/Berlin',
      'europe/berlin',
      'Etc/UTC',
      'UTC',
      'utc',
      'Local',
      '+01:00',
      'Asia/Calcutta',
      'Nowhere/Town',
      '',
      'EST',
      'Etc/GMT+5',
    ].map((timeZone) => ({ 'spec.timeZone': timeZone })),
    { 'metadata.name': 'a'.repeat(52) },
    { 'metadata.name': 'a'.repeat(53) },
    { 'spec.jobTemplate.spec.selector': selector },
    { 'spec.jobTemplate.spec.selector': {} },
    { 'spec.jobTemplate.spec.template.metadata': { labels: { 'job-name': 'other' } } },
    { 'spec.jobTemplate.spec.manualSelector': true },
    { 'spec.jobTemplate.spec.template.spec.restartPolicy': 'Always' },
    { 'spec.jobTemplate.spec.completionMode': 'Indexed' },
  ],
  scaler: [
    { 'spec.minReplicas': 6 },
    { 'spec.minReplicas': 5 },
    { 'spec.minReplicas': 0 },
    { 'spec.maxReplicas': 0 },
    { 'spec.scaleTargetRef': null },
    { 'spec.scaleTargetRef.apiVersion': null },
    { 'spec.scaleTargetRef.apiVersion': 'v1' },
    { 'spec.scaleTargetRef.apiVersion': 'apps' },
    { 'spec.scaleTargetRef.apiVersion': 'a/b/c' },
    { 'spec.scaleTargetRef.name': 'a/b' },
    { 'spec.scaleTargetRef.name': 'A B' },
    cpu({ type: 'Utilization', averageUtilization: 80 }),
    cpu({ type: 'Utilization', averageUtilization: 0 }),
    cpu({ type: 'Utilization' }),
    cpu({ type: 'Utilization', value: '1' }),
    cpu({ type: 'AverageValue', averageValue: '1' }),
    cpu({ type: 'AverageValue', averageValue: '0' }),
    cpu({ type: 'Utilization', averageUtilization: 80, averageValue: '1' }),
    metric('Resource', {}),
    metric('Resource', {
      pods: { metric: { name: 'a' }, target: { type: 'AverageValue', averageValue: '1' } },
    }),
    metric('Pods', { pods: { metric: { name: 'a' }, target: { type: 'AverageValue', averageValue: '1' } } }),
    metric('Pods', {
      pods: { metric: { name: 'a/b' }, target: { type: 'AverageValue', averageValue: '1' } },
    }),
    metric('Pods', { pods: { metric: { name: 'a' }, target: { type: 'Value', value: '1' } } }),
    metric('External', {
      external: { metric: { name: 'a' }, target: { type: 'Value', value: '1', averageValue: '1' } },
    }),
    metric('External', { external: { metric: { name: 'a' }, target: { type: 'Value', value: '1' } } }),
    metric('ContainerResource', {
      containerResource: {
        name: 'cpu',
        container: 'web',
        target: { type: 'Utilization', averageUtilization: 8 },
      },
    }),
    metric('ContainerResource', {
      containerResource: {
        name: 'cpu',
        container: 'Web',
        target: { type: 'Utilization', averageUtilization: 8 },
      },
    }),
    metric('Object', {
      object: {
        describedObject: { kind: 'Service', name: 'a', apiVersion: 'v1' },
        metric: { name: 'a' },
        target: { type: 'Value', value: '1' },
      },
    }),
    metric('Object', {
      object: {
        describedObject: { kind: 'Service', name: 'a' },
        metric: { name: 'a' },
        target: { type: 'Value' },
      },
    }),
    { 'spec.behavior': { scaleDown: { policies: [] } } },
    { 'spec.behavior': { scaleDown: {} } },
    { 'spec.behavior': { scaleUp: { stabilizationWindowSeconds: 3601 } } },
    { 'spec.behavior': { scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 1801 }] } } },
    { 'spec.behavior': { scaleUp: { tolerance: '-1' } } },
    { 'spec.behavior': { scaleUp: { tolerance: '0.1' } } },
  ],
  deployment: [
    { 'spec.strategy': { type: 'Recreate' } },
    { 'spec.strategy': { type: 'Recreate', rollingUpdate: {} } },
    { 'spec.strategy': { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } },
    { 'spec.strategy': { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } },
    { 'spec.strategy': { rollingUpdate: { maxSurge: '0%', maxUnavailable: '0%' } } },
    { 'spec.strategy': { rollingUpdate: { maxUnavailable: 0 } } },
    { 'spec.strategy': { rollingUpdate: { maxUnavailable: '101%' } } },
    { 'spec.strategy': { rollingUpdate: { maxSurge: '200%' } } },
    { 'spec.strategy': { rollingUpdate: { maxSurge: '1' } } },
    { 'spec.minReadySeconds': 600 },
    { 'spec.minReadySeconds': 599 },
    { 'spec.progressDeadlineSeconds': 0 },
    { 'spec.selector': null },
    { 'spec.selector': {} },
    { 'spec.selector': { matchLabels: { app: 'other' } } },
  ],
  set: [
    { 'spec.volumeClaimTemplates': [{ metadata: { name: 'd' }, spec: {} }] },
    {
      'spec.volumeClaimTemplates': [
        {
          metadata: { name: 'd' },
          spec: { accessModes: ['ReadWriteOnce'], resources: oneGi, dataSource: { kind: 'Z' } },
        },
      ],
    },
    {
      'spec.volumeClaimTemplates': [
        { metadata: { name: 'd' }, spec: { dataSourceRef: { kind: 'Z' }, storageClassName: 'A_b' } },
      ],
    },
    {
      'spec.template.spec.volumes': [
        {
          name: 'e',
          ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: oneGi } } },
        },
      ],
    },
    {
      'spec.template.spec.volumes': [
        { name: 'e', ephemeral: { volumeClaimTemplate: { spec: { resources: oneGi } } } },
      ],
    },
    {
      'spec.template.spec.volumes': [
        { name: 'e', ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'] } } } },
      ],
    },
  ],
};

function changed(draft: Draft, change: Change): Draft {
  const copy = structuredClone(draft);
  for (const [path, value] of Object.entries(change)) {
    const steps = path.split('.');
    const last = steps.pop() ?? '';
    let at = copy;
    for (const step of steps) at = (at[step] ??= {}) as Draft;
    if (value === null) delete at[last];
    else at[last] = value;
  }
  return copy;
}

const references = ['controllerPublish', 'controllerExpand', 'nodePublish', 'nodeExpand', 'nodeStage'];

/** The least that each source of a volume needs: for both, of a pod's volume only, of a PersistentVolume only. */
const sourcesOfBoth: Draft = {
  hostPath: { path: '/a' },
  gcePersistentDisk: { pdName: 'a' },
  awsElasticBlockStore: { volumeID: 'a' },
  glusterfs: { endpoints: 'a', path: 'a' },
  flocker: { datasetName: 'a' },
  nfs: { server: 'a', path: '/a' },
  rbd: { monitors: ['a'], image: 'a' },
  quobyte: { registry: 'a:1', volume: 'a' },
  cephfs: { monitors: ['a'] },
  iscsi: { targetPortal: 'a', iqn: 'iqn.2015-06.com.example:a', lun: 0 },
  cinder: { volumeID: 'a' },
  fc: { wwids: ['a'] },
  flexVolume: { driver: 'a' },
  vsphereVolume: { volumePath: 'a' },
  photonPersistentDisk: { pdID: 'a' },
  portworxVolume: { volumeID: 'a' },
  azureDisk: { diskName: 'a', diskURI: '/subscriptions/a', kind: 'Managed' },
  scaleIO: { gateway: 'a', system: 'a', volumeName: 'a', secretRef: { name: 'a' } },
  storageos: { volumeName: 'a' },
};
const sourcesOfPods: Draft = {
  ...sourcesOfBoth,
  emptyDir: {},
  gitRepo: { repository: 'a' },
  secret: { secretName: 'a' },
  persistentVolumeClaim: { claimName: 'a' },
  downwardAPI: {},
  configMap: { name: 'a' },
  azureFile: { secretName: 'a', shareName: 'a' },
  projected: {},
  csi: { driver: 'a.example.com' },
  ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: oneGi } } },
  image: { reference: 'a' },
};
const sourcesOfVolumes: Draft = {
  ...sourcesOfBoth,
  scaleIO: { gateway: 'a', system: 'a', volumeName: 'a', secretRef: { name: 'a', namespace: 'a' } },
  azureFile: { secretName: 'a', secretNamespace: 'a', shareName: 'a' },
  local: { path: '/a' },
  csi: { driver: 'a.example.com', volumeHandle: 'a' },
};

/** None of them, each, and each two of them. */
function pairs(sources: Draft): readonly Draft[] {
  const all = Object.entries(sources);
  return [
    {},
    ...all.flatMap(([name, value], at) => [
      { [name]: value },
      ...all.slice(at + 1).map(([other, second]) => ({ [name]: value, [other]: second })),
    ]),
  ];
}

/** Kinds of projected sources, also those that a server drops as long as their gates are off. */
const projections: Draft = {
  secret: { name: 'a' },
  configMap: { name: 'a' },
  downwardAPI: {},
  serviceAccountToken: { path: 'a' },
  clusterTrustBundle: { name: 'a' },
  podCertificate: { signerName: '/', keyType: 'a', maxExpirationSeconds: 1 },
};

const nodeAffinity = {
  required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }] },
};
const volumeSources: readonly { readonly base: string; readonly change: Change }[] = [
  ...pairs(sourcesOfVolumes).map((spec) => ({
    base: 'volume',
    change: {
      spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], nodeAffinity, ...spec },
    },
  })),
  ...references.map((name) => ({
    base: 'volume',
    change: { 'spec.nfs': null, 'spec.csi': { driver: 'a', volumeHandle: 'a', [`${name}SecretRef`]: {} } },
  })),
  ...pairs(sourcesOfPods).map((volume) => ({
    base: 'set',
    change: { 'spec.template.spec.volumes': [{ name: 'a', ...volume }] },
  })),
  ...pairs(projections).map((one) => ({
    base: 'set',
    change: { 'spec.template.spec.volumes': [{ name: 'a', projected: { sources: [one] } }] },
  })),
];

/** Each as a document of its own, with what was changed. */
export function objectCases(): readonly { readonly text: string; readonly what: string }[] {
  const all = [
    ...Object.keys(bases).flatMap((base) =>
      [{}, ...(changes[base] ?? [])].map((change) => ({ base, change })),
    ),
    ...volumeSources,
  ];
  return all.map(({ base, change }) => ({
    text: JSON.stringify(changed(bases[base] ?? {}, change), undefined, 2) + '\n',
    what: `${base} ${JSON.stringify(change)}`,
  }));
}

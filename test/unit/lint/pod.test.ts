import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setExample } from '../../../src/lint/examples.ts';
import { podRules } from '../../../src/lint/rules/pod/rules.ts';
import { find, fixed } from './support.ts';

const own = new Set(podRules.map((rule) => rule.code));

/** What the rules of this group say of a text, as `code@token`. */
function said(text: string): string[] {
  return find(text)
    .filter(({ code }) => own.has(code))
    .map(({ code, range }) => `${code}@${text.slice(range.start, range.end)}`);
}

const container = (lines: string, pod = ''): string => setExample('DaemonSet', { container: lines, pod });
const pod = (lines: string): string => setExample('DaemonSet', { pod: lines });
const mounts = (lines: string, security = ''): string =>
  container(`${security}volumeMounts:\n${lines}`, 'volumes:\n- name: a\n  emptyDir: {}\n');

const accepted: Readonly<Record<string, string>> = {
  'an empty port name is none': container('ports:\n- name: ""\n  containerPort: 80\n'),
  'a port number twice in two protocols': container(
    'ports:\n- containerPort: 53\n  hostPort: 53\n  protocol: UDP\n- containerPort: 53\n  hostPort: 53\n  protocol: TCP\n',
  ),
  'a host port of two addresses': container(
    'ports:\n- containerPort: 80\n  hostPort: 80\n  hostIP: 127.0.0.1\n- containerPort: 81\n  hostPort: 80\n',
  ),
  'the same port name in two containers': setExample('DaemonSet', {
    container: 'ports:\n- name: http\n  containerPort: 80\n',
    pod: 'initContainers:\n- name: i\n  image: i:1\n  ports:\n  - name: http\n    containerPort: 81\n',
  }),
  'environment names with dots, dashes, blanks and digits first': container(
    ['a.b', 'a-b', '1A', '"A B"']
      .map((name) => `- name: ${name}\n  value: x\n`)
      .join('')
      .replace(/^/, 'env:\n'),
  ),
  'an empty value beside a source': container(
    'env:\n- name: A\n  value: ""\n  valueFrom:\n    fieldRef:\n      fieldPath: metadata.name\n',
  ),
  'valueFrom that is null': container('env:\n- name: A\n  value: x\n  valueFrom: null\n'),
  'a single label or annotation': container(
    `env:\n- name: A\n  valueFrom:\n    fieldRef:\n      fieldPath: metadata.labels['app.kubernetes.io/name']\n`,
  ),
  'an old name of the node': container(
    'env:\n- name: A\n  valueFrom:\n    fieldRef:\n      fieldPath: spec.host\n',
  ),
  'a divisor that is a single unit': container(
    'env:\n- name: A\n  valueFrom:\n    resourceFieldRef:\n      resource: limits.memory\n      divisor: 1Mi\n',
  ),
  'huge pages by any size': container(
    'env:\n- name: A\n  valueFrom:\n    resourceFieldRef:\n      resource: limits.hugepages-2Mi\n',
  ),
  'a prefix reference that ends with a dash': container('envFrom:\n- configMapRef:\n    name: base-\n'),
  'paths that differ by a slash': mounts('- name: a\n  mountPath: /a\n- name: a\n  mountPath: /a/\n'),
  'a relative mount path': mounts('- name: a\n  mountPath: data\n'),
  'dots in names of files': mounts('- name: a\n  mountPath: /a\n  subPath: a..b/.c\n'),
  'a relative path of the host': pod('volumes:\n- name: a\n  hostPath:\n    path: var/log\n'),
  'a volume without a source': pod('volumes:\n- name: a\n'),
  'a source that is null': pod('volumes:\n- name: a\n  emptyDir: {}\n  hostPath: null\n'),
  'a projected volume without sources': pod('volumes:\n- name: a\n  projected: {}\n'),
  'probes with zeros, which mean the defaults': container(
    'livenessProbe:\n  tcpSocket:\n    port: 80\n  successThreshold: 0\n  failureThreshold: 0\n',
  ),
  'several successes of a readiness probe': container(
    'readinessProbe:\n  grpc:\n    port: 80\n  successThreshold: 3\n',
  ),
  'a probe that is null': container('livenessProbe: null\n'),
  'a sleep as long as the grace period': container('lifecycle:\n  preStop:\n    sleep:\n      seconds: 30\n'),
  'a limit in another unit': container(
    'resources:\n  requests:\n    memory: 1024Mi\n    cpu: 1000m\n  limits:\n    memory: 1Gi\n    cpu: "1"\n',
  ),
  'an extended resource by its limit': container('resources:\n  limits:\n    nvidia.com/gpu: 1\n'),
  'resources of kubernetes.io': container('resources:\n  requests:\n    example.kubernetes.io/x: 1\n'),
  'capabilities by their short name': container(
    'securityContext:\n  allowPrivilegeEscalation: false\n  capabilities:\n    add: [SYS_ADMIN]\n',
  ),
  'root and runAsNonRoot': pod('securityContext:\n  runAsNonRoot: true\n  runAsUser: 0\n'),
  'a Windows pod without Linux fields': pod('os:\n  name: windows\nhostPID: false\n'),
  'a toleration of everything': pod('tolerations:\n- operator: Exists\n'),
  'the same toleration twice': pod(
    'tolerations:\n- key: a\n  operator: Exists\n- key: a\n  operator: Exists\n',
  ),
  'Gt of what is no number': pod(
    'affinity:\n  nodeAffinity:\n    requiredDuringSchedulingIgnoredDuringExecution:\n      nodeSelectorTerms:\n      - matchExpressions:\n        - key: a\n          operator: Gt\n          values: [x]\n',
  ),
  'a domain to search with an underscore': pod('dnsConfig:\n  searches: [_tcp.example.com., .]\n'),
  'an address of IPv6': pod('hostAliases:\n- ip: 2001:db8::1\n  hostnames: [a]\n'),
  'hostIPC with a sysctl of the network': pod(
    'hostIPC: true\nsecurityContext:\n  sysctls:\n  - name: net.core.somaxconn\n    value: "1"\n',
  ),
  'a sidecar with probes': pod(
    'initContainers:\n- name: s\n  image: s:1\n  restartPolicy: Always\n  readinessProbe:\n    tcpSocket:\n      port: 1\n',
  ),
  'what a StatefulSet sets itself': setExample('StatefulSet', { pod: 'hostname: a_b\nsubdomain: c_d\n' }),
};

for (const [title, text] of Object.entries(accepted)) {
  test(`nothing is said of ${title}`, () => assert.deepEqual(said(text), []));
}

const refused: Readonly<Record<string, readonly [text: string, found: readonly string[]]>> = {
  'container names with dots': [
    pod('initContainers:\n- name: my.app\n  image: a:1\n'),
    ['container-name-invalid@my.app'],
  ],
  'a valueFrom without anything': [container('env:\n- name: A\n  valueFrom: {}\n'), ['env-source@valueFrom']],
  'an envFrom of nothing': [container('envFrom:\n- prefix: A_\n'), ['env-source@prefix']],
  'two handlers, the second by the server’s order': [
    container('livenessProbe:\n  tcpSocket:\n    port: 80\n  exec:\n    command: [x]\n'),
    ['probe-handler@tcpSocket'],
  ],
  'fields that pods have, but not for variables': [
    container('env:\n- name: A\n  valueFrom:\n    fieldRef:\n      fieldPath: metadata.labels\n'),
    ['field-ref-unsupported@metadata.labels'],
  ],
  'a divisor in other units': [
    container(
      'env:\n- name: A\n  valueFrom:\n    resourceFieldRef:\n      resource: limits.memory\n      divisor: 1024\n',
    ),
    ['resource-field-unsupported@1024'],
  ],
  'probes by a number in quotes': [
    container('livenessProbe:\n  httpGet:\n    port: "80"\n'),
    ['probe-port-invalid@"80"'],
  ],
  'a sleep beyond the default grace period': [
    container('lifecycle:\n  preStop:\n    sleep:\n      seconds: 31\n'),
    ['sleep-too-long@31'],
  ],
  'sizes that only look smaller': [
    container('resources:\n  requests:\n    memory: 1Gi\n  limits:\n    memory: 1G\n'),
    ['request-over-limit@1Gi'],
  ],
  'a request of what can not be shared': [
    container('resources:\n  requests:\n    nvidia.com/gpu: 1\n'),
    ['resource-not-shared@resources'],
  ],
  'a fraction of a device': [
    container('resources:\n  limits:\n    nvidia.com/gpu: 0.5\n'),
    ['resource-fraction@0.5'],
  ],
  'huge pages alone, and not a multiple': [
    container('resources:\n  limits:\n    hugepages-2Mi: 3Mi\n'),
    ['resource-fraction@resources', 'resource-fraction@3Mi'],
  ],
  'a path that goes back': [
    pod('volumes:\n- name: a\n  hostPath:\n    path: /a/../b\n'),
    ['path-outside@/a/../b'],
  ],
  'files of the kubelet': [
    pod('volumes:\n- name: a\n  configMap:\n    name: a\n    items:\n    - key: a\n      path: ..data\n'),
    ['path-outside@..data'],
  ],
  'bidirectional mounts without privilege': [
    mounts('- name: a\n  mountPath: /a\n  mountPropagation: Bidirectional\n'),
    ['mount-propagation@Bidirectional'],
  ],
  'an address with leading zeros': [
    pod('hostAliases:\n- ip: 010.0.0.1\n  hostnames: [a]\n'),
    ['ip-invalid@010.0.0.1'],
  ],
  'a taint written in one': [
    pod('tolerations:\n- key: a=b\n  operator: Exists\n'),
    ['qualified-name-invalid@a=b'],
  ],
  'seconds without an effect': [
    pod('tolerations:\n- key: a\n  operator: Exists\n  tolerationSeconds: 5\n'),
    ['toleration-seconds@key'],
  ],
  'a field that nodes are not matched by': [
    pod(
      'affinity:\n  nodeAffinity:\n    preferredDuringSchedulingIgnoredDuringExecution:\n    - weight: 1\n      preference:\n        matchFields:\n        - key: metadata.namespace\n          operator: In\n          values: [a]\n',
    ),
    ['requirement-values@metadata.namespace'],
  ],
  'ports of the host’s network twice': [
    pod(
      'hostNetwork: true\ninitContainers:\n- name: i\n  image: i:1\n  ports:\n  - containerPort: 1\n  - containerPort: 1\n',
    ),
    ['host-network-port-duplicate@1'],
  ],
  'more for the containers than for the pod': [
    setExample('DaemonSet', {
      pod: 'resources:\n  requests:\n    cpu: 100m\n',
      container: 'resources:\n  requests:\n    cpu: 200m\n',
    }),
    ['pod-resources@100m'],
  ],
};

for (const [title, [text, found]] of Object.entries(refused)) {
  test(`said of ${title}`, () => assert.deepEqual(said(text), found));
}

test('mounts are looked up in every kind that has pods', () => {
  const job = `apiVersion: batch/v1
kind: CronJob
metadata:
  name: a
spec:
  schedule: "0 * * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
          - name: a
            image: a:1
            volumeMounts:
            - name: data
              mountPath: /data
`;
  assert.deepEqual(said(job), ['mount-without-volume@data']);
  assert.deepEqual(said(fixed(job, /emptyDir/)), []);
});

test('of a patch only what it says itself is looked at', () => {
  const patch = (lines: string): string =>
    `apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n      - name: web\n${lines}`;
  const silent = patch(
    '        livenessProbe:\n          periodSeconds: 5\n        volumeMounts:\n        - name: a\n          mountPath: /a\n          mountPropagation: Bidirectional\n',
  );
  assert.deepEqual(said(silent), []);
  assert.deepEqual(said(patch('        ports:\n        - name: A_B\n          containerPort: 1\n')), [
    'port-name-invalid@A_B',
  ]);
});

test('values of any form are passed over', () => {
  for (const value of ['[]', '{}', '1', 'x', '[1, [x], {a: b}]', '{a: [1]}', 'null', '~', 'true']) {
    for (const field of [
      'ports',
      'env',
      'envFrom',
      'volumeMounts',
      'volumeDevices',
      'resources',
      'livenessProbe',
      'lifecycle',
      'securityContext',
      'resizePolicy',
      'restartPolicyRules',
      'name',
      'image',
    ])
      find(container(`${field}: ${value}\n`));
    for (const field of [
      'volumes',
      'tolerations',
      'affinity',
      'topologySpreadConstraints',
      'dnsConfig',
      'hostAliases',
      'os',
      'securityContext',
      'schedulingGates',
      'resourceClaims',
      'initContainers',
      'hostNetwork',
      'resources',
    ])
      find(pod(`${field}: ${value}\n`));
  }
});

test('fixes keep what stands around them', () => {
  const probe = container('livenessProbe:\n  httpGet:\n    port: "8080" # the app\n');
  assert.match(fixed(probe, /8080/), /port: 8080 # the app\n/);
  const port = container("ports:\n- {name: 'Web_Port', containerPort: 80}\n");
  assert.match(fixed(port, /web-port/), /\{name: 'web-port', containerPort: 80\}/);
  const gpu = container('resources:\n  requests:\n    nvidia.com/gpu: 1 # one\n');
  assert.match(fixed(gpu, /limit/), /nvidia.com\/gpu: 1 # one\n {10}limits:\n {12}nvidia.com\/gpu: 1\n/);
  const toleration = pod(
    'tolerations:\n- key: a\n  operator: Exists\n  effect: NoSchedule\n  tolerationSeconds: 5\n',
  );
  assert.match(fixed(toleration, /NoExecute/), /effect: NoExecute\n {8}tolerationSeconds: 5\n/);
});

test('a volume that a claim hides may have any fault', () => {
  const text = setExample('StatefulSet', {
    spec: 'volumeClaimTemplates:\n- metadata:\n    name: data\n  spec:\n    accessModes: [ReadWriteOnce]\n    resources:\n      requests:\n        storage: 1Gi\n',
    pod: 'volumes:\n- name: data\n  hostPath:\n    path: ../x\n  emptyDir: {}\n- name: data\n  persistentVolumeClaim: {}\n',
  });
  const refused = (from: string): string[] =>
    find(from)
      .filter(({ severity, basis }) => severity === 'error' && basis === 'api')
      .map(({ code }) => code);
  assert.deepEqual(refused(text), []);
  assert.deepEqual(refused(text.replace('name: data\n        hostPath', 'name: other\n        hostPath')), [
    'volume-source',
    'path-outside',
  ]);
});

test('a priority that a class in the workspace gives is left alone', () => {
  const set = pod('priority: 5\n');
  const own = (others: readonly string[]): string[] =>
    find(set, others)
      .filter(({ code }) => code === 'priority-number')
      .map(({ code }) => code);
  const usual =
    'apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata:\n  name: usual\nvalue: 5\nglobalDefault: true\n';
  assert.deepEqual(own([]), ['priority-number']);
  assert.deepEqual(own([usual]), []);
  assert.deepEqual(own([usual.replace('5', '6')]), ['priority-number']);
});

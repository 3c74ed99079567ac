import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setExample } from '../../../src/lint/examples.ts';
import { find, fixed, fixesOf } from './support.ts';

const set = (parts: Parameters<typeof setExample>[1] = {}): string => setExample('DaemonSet', parts);

/** The findings of one code, as `severity token`. */
function of(code: string, text: string, others: readonly string[] = []): readonly string[] {
  return find(text, others)
    .filter((finding) => finding.code === code)
    .map(({ severity, range }) => `${severity} ${text.slice(range.start, range.end)}`);
}

/** The text after the fix of this title of the first finding of the code. */
function after(code: string, title: RegExp, text: string): string {
  const finding = find(text).find((one) => one.code === code);
  const fix = finding && fixesOf(finding).find((one) => title.test(one.title));
  assert.ok(fix, `no fix ${String(title)}`);
  const [edit, ...more] = fix.edits;
  assert.ok(edit && more.length === 0);
  return text.slice(0, edit.range.start) + edit.text + text.slice(edit.range.end);
}

describe('tolerations-missing', () => {
  const code = 'tolerations-missing';

  it('offers who may be meant, and puts it before the containers', () => {
    const text = set({ pod: 'serviceAccountName: default\n' });
    const menu = find(text).find((one) => one.code === code);
    assert.equal(menu && fixesOf(menu).length, 4);
    assert.equal(
      after(code, /control plane too/, text),
      set({
        pod: `serviceAccountName: default
tolerations:
- key: node-role.kubernetes.io/control-plane
  operator: Exists
  effect: NoSchedule
`,
      }),
    );
    assert.equal(
      after(code, /on purpose/, text),
      set({ pod: 'serviceAccountName: default\ntolerations: []\n' }),
    );
  });

  it('is not for sets that choose their nodes, agents of the system and decisions', () => {
    for (const pod of [
      'tolerations: []',
      'nodeSelector:\n  disk: ssd',
      'nodeName: node-1',
      'affinity:\n  nodeAffinity: {}',
      'priorityClassName: system-node-critical',
    ]) {
      assert.deepEqual(of(code, set({ pod })), [], pod);
    }
    assert.deepEqual(of(code, set({ metadata: 'namespace: kube-system' })), []);
    assert.deepEqual(of(code, set({ image: 'quay.io/calico/node:v3.30.0' })), []);
    assert.deepEqual(of(code, setExample('StatefulSet')), []);
    assert.deepEqual(of(code, set({ pod: 'nodeSelector:\n  kubernetes.io/os: linux' })), ['hint spec']);
    assert.deepEqual(of(code, set({ pod: 'tolerations: null' })), ['hint spec']);
  });
});

describe('toleration-master-only', () => {
  const code = 'toleration-master-only';
  const master = '- key: node-role.kubernetes.io/master\n  effect: NoSchedule\n';

  it('adds the present name beside the former, in its own form', () => {
    const text = set({ pod: `tolerations:\n${master}` });
    assert.deepEqual(of(code, text), ['warning node-role.kubernetes.io/master']);
    assert.equal(
      after(code, /too$/, text),
      set({ pod: `tolerations:\n${master}${master.replace('master', 'control-plane')}` }),
    );
  });

  it('is quiet where every taint is tolerated', () => {
    assert.deepEqual(of(code, set({ pod: `tolerations:\n${master}- operator: Exists\n` })), []);
    assert.deepEqual(of(code, set({ pod: 'tolerations: node-role.kubernetes.io/master\n' })), []);
  });
});

describe('tolerates-eviction', () => {
  it('is for what should go on elsewhere', () => {
    const pod = 'tolerations:\n- operator: Exists\n';
    assert.deepEqual(of('tolerates-eviction', setExample('StatefulSet', { pod })), ['info Exists']);
    assert.deepEqual(of('tolerates-eviction', set({ pod })), []);
    for (const more of ['effect: NoSchedule', 'key: dedicated', 'tolerationSeconds: 60']) {
      assert.deepEqual(of('tolerates-eviction', setExample('StatefulSet', { pod: `${pod}  ${more}\n` })), []);
    }
  });
});

describe('agent-update-pace', () => {
  const pace = (most: string): string => `updateStrategy:\n  rollingUpdate:\n    maxUnavailable: ${most}\n`;
  const code = 'agent-update-pace';

  it('warns of the network of half the nodes, and hints at one by one', () => {
    const network = 'docker.io/calico/node:v3.30.0';
    assert.deepEqual(of(code, set({ image: network, spec: pace('50%') })), ['warning 50%']);
    for (const most of ['10%', '100', '49%', 'x%']) {
      assert.deepEqual(of(code, set({ image: network, spec: pace(most) })), [], most);
    }
    const logs = 'fluent/fluent-bit:4.1.1';
    assert.deepEqual(of(code, set({ image: logs })), ['hint spec']);
    assert.deepEqual(of(code, set({ image: logs, spec: pace('1') })), ['hint 1']);
    assert.deepEqual(of(code, set({ image: logs, spec: pace('100%') })), []);
    assert.deepEqual(of(code, set({ image: logs, spec: 'updateStrategy:\n  type: OnDelete' })), []);
    assert.deepEqual(of(code, set({ spec: pace('100%') })), []);
  });
});

describe('surge-blocked', () => {
  const code = 'surge-blocked';
  const spec = (surge: string): string =>
    `updateStrategy:\n  rollingUpdate:\n    maxSurge: ${surge}\n    maxUnavailable: 0\n`;
  const pod = (term: string): string => `affinity:
  podAntiAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
    - topologyKey: kubernetes.io/hostname
${term}`;
  const own = '      labelSelector:\n        matchLabels:\n          app: web\n';

  it('is about required terms for the own labels in the own namespace', () => {
    assert.deepEqual(of(code, set({ spec: spec('25%'), pod: pod(own) })), ['warning kubernetes.io/hostname']);
    assert.deepEqual(of(code, set({ spec: spec('0%'), pod: pod(own) })), []);
    assert.deepEqual(of(code, set({ spec: spec('1'), pod: pod(own.replace('web', 'db')) })), []);
    assert.deepEqual(of(code, set({ spec: spec('1'), pod: pod(`${own}      namespaces: [other]\n`) })), []);
    assert.deepEqual(of(code, set({ spec: spec('1'), pod: pod('') })), []);
    assert.deepEqual(of(code, set({ pod: pod(own) })), []);
  });
});

describe('host-network-dns', () => {
  const code = 'host-network-dns';
  const host = { pod: 'hostNetwork: true\n' };
  const env = (value: string): string => `env:\n- name: A\n  value: ${value}\n`;

  it('is a warning where a Service is named, else a hint', () => {
    for (const value of [
      'http://loki.logging.svc:3100/push',
      'loki.logging.svc.cluster.local',
      '"postgres://u:p@db.data.svc:5432/x"',
    ]) {
      assert.deepEqual(of(code, set({ ...host, container: env(value) })), ['warning true'], value);
    }
    for (const value of ['example.com:443', 'a.svcx.example', '$(NODE_IP):9100', '"1"']) {
      assert.deepEqual(of(code, set({ ...host, container: env(value) })), ['hint true'], value);
    }
    const args = 'args: ["--server", "http://loki:3100"]\n';
    const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: loki}\nspec: {ports: [{port: 3100}]}\n';
    assert.deepEqual(of(code, set({ ...host, container: args })), ['hint true']);
    assert.deepEqual(of(code, set({ ...host, container: args }), [service]), ['warning true']);
  });

  it('leaves those alone that have chosen', () => {
    for (const pod of [
      'hostNetwork: false',
      'hostNetwork: true\ndnsPolicy: Default',
      'hostNetwork: true\ndnsPolicy: ClusterFirstWithHostNet',
      'hostNetwork: true\ndnsPolicy: None\ndnsConfig:\n  nameservers: [10.0.0.10]',
    ]) {
      assert.deepEqual(of(code, set({ pod, container: env('http://a.b.svc') })), [], pod);
    }
    const calico = set({ ...host, image: 'quay.io/calico/node:v3.30.0' });
    assert.deepEqual(of(code, calico), []);
    assert.deepEqual(of(code, set({ pod: 'hostNetwork: true\ndnsPolicy: ClusterFirst' })), ['hint true']);
  });
});

describe('service-account-missing', () => {
  const code = 'service-account-missing';
  const account = (name: string, more = ''): string =>
    `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n${more}`;
  const text = set({ pod: 'serviceAccountName: fluentd\n' });

  it('is a warning only beside an account of nearly that name that nothing uses', () => {
    assert.deepEqual(of(code, text), ['hint fluentd']);
    assert.deepEqual(of(code, text, [account('fluentd')]), []);
    assert.deepEqual(of(code, text, [account('fluent')]), ['hint fluentd']);
    assert.deepEqual(of(code, `${account('fluent')}---\n${text}`), ['warning fluentd']);
    assert.deepEqual(of(code, `${account('fluent', '  namespace: x\n')}---\n${text}`), ['warning fluentd']);
    const used = set({ name: 'other', pod: 'serviceAccountName: fluent\n' });
    assert.deepEqual(of(code, `${account('fluent')}---\n${used}---\n${text}`), ['hint fluentd']);
    assert.deepEqual(of(code, set({ pod: 'serviceAccountName: default\n' })), []);
    assert.deepEqual(of(code, set({ pod: 'serviceAccountName: ""\n' })), []);
  });

  it('creates the account in the namespace of the set', () => {
    const there = set({ metadata: 'namespace: logging\n', pod: 'serviceAccountName: fluentd\n' });
    assert.equal(
      fixed(there, /Create the ServiceAccount/),
      `${account('fluentd', '  namespace: logging\n')}---\n${there}`,
    );
  });
});

describe('log agents', () => {
  const mounted = (mount: string, source: string): string =>
    set({
      image: 'fluent/fluent-bit:4.1.1',
      container: `volumeMounts:\n- name: v\n  mountPath: /var/log\n${mount}`,
    }) + `      volumes:\n      - name: v\n${source}`;
  const logs = '        hostPath:\n          path: /var/log\n';

  it('log-positions-lost: anything that outlives the container will do', () => {
    const code = 'log-positions-lost';
    assert.deepEqual(of(code, mounted('', logs)), []);
    assert.deepEqual(of(code, mounted('  readOnly: true\n', logs)), ['info fluent/fluent-bit:4.1.1']);
    assert.deepEqual(of(code, mounted('', '        emptyDir: {}\n')), ['info fluent/fluent-bit:4.1.1']);
    assert.deepEqual(of(code, mounted('', '        persistentVolumeClaim:\n          claimName: a\n')), []);
    assert.deepEqual(of(code, set({ image: 'registry.example/agent:1' })), []);
    assert.deepEqual(of(code, setExample('StatefulSet', { image: 'fluent/fluent-bit:4.1.1' })), []);
  });

  it('log-positions-lost: Fluentd is told where, beside what it has', () => {
    const parts = { name: 'fluentd', image: 'fluent/fluentd-kubernetes-daemonset:v1.19-debian-forward-1' };
    const mount = '- name: log\n  mountPath: /var/log\n  readOnly: true\n';
    const volumes = '      volumes: # of the node\n      - name: log\n        hostPath: {path: /var/log}\n';
    const before = set({ ...parts, container: `volumeMounts:\n${mount}` }) + volumes;
    assert.equal(
      after('log-positions-lost', /Keep it/, before),
      set({
        ...parts,
        container: `volumeMounts:
${mount}- name: state
  mountPath: /var/lib/fluentd
env:
- name: FLUENT_POS_EXTRA_DIR
  value: ../lib/fluentd
`,
      }) +
        `${volumes}      - name: state
        hostPath:
          path: /var/lib/fluentd
          type: DirectoryOrCreate
`,
    );
  });

  it('node-logs-not-mounted: Docker only is a warning, nothing at all an information', () => {
    const code = 'node-logs-not-mounted';
    for (const path of ['/var/log', '/var/log/', '/var/log/pods', '/var/log/containers', '/var', '/']) {
      assert.deepEqual(of(code, mounted('', logs.replace('/var/log', path))), [], path);
    }
    const docker = mounted('', logs.replace('/var/log', '/var/lib/docker/containers'));
    assert.deepEqual(of(code, docker), ['warning /var/lib/docker/containers']);
    assert.deepEqual(of(code, after(code, /Mount/, docker)), []);
    assert.deepEqual(of(code, mounted('', '        emptyDir: {}\n')), ['info fluent/fluent-bit:4.1.1']);
    // A folder of its own: it may well be fed by something else.
    assert.deepEqual(of(code, mounted('', logs.replace('/var/log', '/srv/app'))), []);
  });

  it('agent-rights-missing: only where the rights are in sight, or the account is the default one', () => {
    const code = 'agent-rights-missing';
    const image = 'fluent/fluentd-kubernetes-daemonset:v1.19-debian-forward-1';
    const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: f\n';
    const binding = (name: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: x
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: ${name}, namespace: a}]
`;
    const named = set({ image, pod: 'serviceAccountName: f\n' });
    assert.deepEqual(of(code, set({ image })), ['info spec']);
    assert.deepEqual(of(code, set({ image }), [binding('default')]), []);
    assert.deepEqual(of(code, named), []);
    assert.deepEqual(of(code, named, [account]), ['info f']);
    assert.deepEqual(of(code, named, [account, binding('f')]), []);
    assert.deepEqual(of(code, set({ image, pod: 'automountServiceAccountToken: false\n' })), []);
    assert.deepEqual(of(code, set({ image: 'fluent/fluent-bit:4.1.1' })), []);
  });
});

describe('any shape', () => {
  it('is read without an exception', () => {
    for (const junk of ['3', 'text', '[1, [2]]', '{a: {b: [c]}}', 'null', '[null, {}, x]']) {
      for (const key of [
        'tolerations',
        'affinity',
        'hostNetwork',
        'serviceAccountName',
        'volumes',
        'dnsConfig',
      ]) {
        const text = set({ image: 'fluent/fluent-bit:4', pod: `${key}: ${junk}\n` });
        for (const finding of find(text)) fixesOf(finding);
      }
      for (const key of ['env', 'args', 'volumeMounts', 'securityContext', 'ports']) {
        const text = set({
          image: 'fluent/fluent-bit:4',
          container: `${key}: ${junk}\n`,
          pod: 'hostNetwork: true\n',
        });
        for (const finding of find(text)) fixesOf(finding);
      }
    }
  });
});

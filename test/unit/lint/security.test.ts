import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits } from '../../../src/base/text.ts';
import { setExample } from '../../../src/lint/examples.ts';
import { find, fixesOf } from './support.ts';

type Parts = Parameters<typeof setExample>[1];
const stateful = (parts: Parts = {}): string => setExample('StatefulSet', parts);
const daemon = (parts: Parts = {}): string => setExample('DaemonSet', parts);

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
  return applyEdits(text, fix.edits);
}

const hardPod = 'securityContext:\n  runAsNonRoot: true\n  seccompProfile:\n    type: RuntimeDefault\n';
const hardContainer =
  'securityContext:\n  allowPrivilegeEscalation: false\n  capabilities:\n    drop:\n    - ALL\n';

describe('pod-security-refused', () => {
  const code = 'pod-security-refused';
  const namespace = (profile: string, name = 'a'): string => `apiVersion: v1
kind: Namespace
metadata:
  name: ${name}
  labels:
    pod-security.kubernetes.io/enforce: ${profile} # of the team
---
`;
  const inIt = (parts: Parts): string => daemon({ ...parts, metadata: 'namespace: a\n' });

  it('says what the profile forbids, once a pod', () => {
    for (const pod of ['hostNetwork: true', 'hostPID: true', 'hostIPC: true']) {
      assert.deepEqual(of(code, namespace('baseline') + inIt({ pod })), ['warning true'], pod);
    }
    for (const container of [
      'securityContext:\n  privileged: true',
      'ports:\n- containerPort: 80\n  hostPort: 80',
      'securityContext:\n  capabilities:\n    add: [NET_RAW]',
      'securityContext:\n  seccompProfile:\n    type: Unconfined',
      'securityContext:\n  procMount: Unmasked',
    ]) {
      assert.equal(of(code, namespace('baseline') + inIt({ container })).length, 1, container);
    }
    const several = find(namespace('baseline') + inIt({ pod: 'hostNetwork: true\nhostPID: true' }));
    const [finding, ...more] = several.filter((one) => one.code === code);
    assert.equal(more.length, 0);
    assert.match(finding?.message ?? '', /hostNetwork: true, hostPID: true/);
  });

  it('is quiet where nothing is forbidden, and where it is not known', () => {
    const free = inIt({ pod: 'hostNetwork: true' });
    assert.deepEqual(of(code, free), []);
    assert.deepEqual(of(code, namespace('privileged') + free), []);
    assert.deepEqual(of(code, namespace('${PROFILE}') + free), []);
    assert.deepEqual(of(code, namespace('baseline', 'other') + free), []);
    assert.deepEqual(of(code, namespace('baseline') + daemon({ pod: 'hostNetwork: true' })), []);
    assert.deepEqual(
      of(code, namespace('baseline') + inIt({ pod: 'hostNetwork: false\nhostPID: null' })),
      [],
    );
    const usual = 'securityContext:\n  capabilities:\n    add: [CHOWN, NET_BIND_SERVICE]';
    assert.deepEqual(of(code, namespace('baseline') + inIt({ container: usual })), []);
    assert.deepEqual(
      of(code, namespace('restricted') + inIt({ pod: hardPod, container: hardContainer })),
      [],
    );
  });

  it('writes what the profile restricted wants, or opens the namespace', () => {
    const text = namespace('restricted') + inIt({});
    assert.equal(
      after(code, /Meet/, text),
      namespace('restricted') +
        inIt({
          container: `securityContext:
  allowPrivilegeEscalation: false
  capabilities:
    drop:
    - ALL
  seccompProfile:
    type: RuntimeDefault
  runAsNonRoot: true
`,
        }),
    );
    assert.equal(after(code, /"baseline"/, text), namespace('baseline') + inIt({}));
    const agent = namespace('restricted') + inIt({ pod: 'hostPID: true\n' });
    assert.equal(
      after(code, /"privileged"/, agent),
      namespace('privileged') + inIt({ pod: 'hostPID: true\n' }),
    );
  });
});

describe('privileges-not-dropped', () => {
  const code = 'privileges-not-dropped';

  it('is one hint for all containers of a set, and one fix', () => {
    const two = stateful({ container: 'command: [run]\n' }).concat(
      '      - name: b\n        image: registry.example/b:1\n',
    );
    assert.equal(of(code, two).length, 1);
    assert.deepEqual(of(code, after(code, /away/, two)), []);
  });

  it('leaves alone what is decided', () => {
    assert.deepEqual(of(code, stateful({ pod: hardPod, container: hardContainer })), []);
    assert.deepEqual(of(code, stateful({ container: 'securityContext:\n  privileged: true\n' })), []);
    assert.deepEqual(of(code, daemon({ image: 'quay.io/cilium/cilium:v1.18.0' })), []);
    assert.deepEqual(of(code, daemon({ metadata: 'namespace: kube-system' })), []);
    const open = `${hardContainer.replace('false', 'true')}`;
    assert.deepEqual(of(code, stateful({ pod: hardPod, container: open })), []);
  });

  it('adds ALL to what is dropped already, in its own form', () => {
    const some =
      'securityContext:\n  allowPrivilegeEscalation: false\n  capabilities:\n    drop: ["NET_RAW"] # ping\n';
    assert.equal(
      after(code, /away/, stateful({ pod: hardPod, container: some })),
      stateful({ pod: hardPod, container: some.replace('"NET_RAW"]', '"NET_RAW", ALL]') }),
    );
  });
});

describe('may-run-as-root', () => {
  const code = 'may-run-as-root';

  it('names the user of a known image', () => {
    const text = stateful({ name: 'mongodb', image: 'mongo:8.0' });
    assert.match(
      after(code, /user 999/, text),
      /runAsNonRoot: true\n +runAsUser: 999\n +runAsGroup: 999\n +fsGroup: 999\n/,
    );
  });

  it('leaves alone what is decided', () => {
    for (const key of ['runAsNonRoot: true', 'runAsNonRoot: false', 'runAsUser: 0', 'runAsUser: 1000']) {
      assert.deepEqual(of(code, stateful({ pod: `securityContext:\n  ${key}\n` })), [], key);
      assert.deepEqual(of(code, stateful({ container: `securityContext:\n  ${key}\n` })), [], key);
    }
    assert.deepEqual(of(code, stateful({ pod: 'hostUsers: false' })), []);
    assert.deepEqual(of(code, daemon({ image: 'fluent/fluent-bit:4.1.1' })), []);
    assert.equal(of(code, stateful()).length, 1);
  });
});

describe('host-privileges', () => {
  const code = 'host-privileges';

  it('is one hint a set, and not for those that need it', () => {
    const both = {
      pod: 'hostPID: true\nhostIPC: true\n',
      container: 'securityContext:\n  privileged: true\n',
    };
    assert.deepEqual(of(code, daemon(both)), ['hint true']);
    assert.deepEqual(
      of(code, daemon({ ...both, image: 'registry.k8s.io/sig-storage/csi-node-driver-registrar:v2' })),
      [],
    );
    assert.deepEqual(of(code, daemon({ ...both, image: 'quay.io/prometheus/node-exporter:v1.9.1' })), []);
    const added = (name: string): string => `securityContext:\n  capabilities:\n    add: [${name}]\n`;
    assert.deepEqual(of(code, daemon({ container: added('SYS_ADMIN') })), ['hint SYS_ADMIN']);
    assert.deepEqual(of(code, daemon({ container: added('NET_ADMIN') })), []);
  });
});

describe('api-token-unused', () => {
  const code = 'api-token-unused';

  it('is for databases alone in their pod, without an account', () => {
    const parts = { name: 'redis', image: 'redis:8.2' };
    assert.equal(of(code, stateful(parts)).length, 1);
    assert.deepEqual(of(code, stateful({ ...parts, pod: 'serviceAccountName: redis' })), []);
    assert.deepEqual(of(code, stateful({ ...parts, pod: 'automountServiceAccountToken: true' })), []);
    assert.deepEqual(
      of(code, `${stateful(parts)}      - name: side\n        image: registry.example/x:1\n`),
      [],
    );
    assert.deepEqual(of(code, stateful()), []);
  });
});

describe('service-account-deprecated', () => {
  const code = 'service-account-deprecated';

  it('is renamed; where both are there, removed', () => {
    assert.deepEqual(of(code, daemon({ pod: 'serviceAccount: a # mine\n' })), ['hint serviceAccount']);
    assert.equal(
      after(code, /Rename/, daemon({ pod: 'serviceAccount: a # mine\n' })),
      daemon({ pod: 'serviceAccountName: a # mine\n' }),
    );
    assert.equal(
      after(code, /Remove/, daemon({ pod: 'serviceAccount: a\nserviceAccountName: b\n' })),
      daemon({ pod: 'serviceAccountName: b\n' }),
    );
    assert.deepEqual(of(code, daemon({ pod: 'serviceAccount: null\n' })), []);
  });
});

describe('network-policy-missing', () => {
  const code = 'network-policy-missing';
  const policy = (selector: string, namespace?: string): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: p
${namespace === undefined ? '' : `  namespace: ${namespace}\n`}spec:
  podSelector: ${selector}
`;

  it('is about namespaces in which others have one', () => {
    const other = policy('{matchLabels: {app: other}}');
    assert.deepEqual(of(code, stateful()), []);
    assert.deepEqual(of(code, `${other}---\n${stateful()}`), ['hint web']);
    assert.deepEqual(of(code, `${policy('{}')}---\n${stateful()}`), []);
    assert.deepEqual(of(code, `${policy('{matchLabels: {app: web}}')}---\n${stateful()}`), []);
    // In other files, only the namespace that both name tells that they belong together.
    assert.deepEqual(of(code, stateful(), [other]), []);
    const there = stateful({ metadata: 'namespace: data' });
    assert.deepEqual(of(code, there, [policy('{matchLabels: {app: other}}', 'data')]), ['hint web']);
    assert.deepEqual(of(code, there, [policy('{matchLabels: {app: other}}', 'logs')]), []);
  });
});

describe('any shape', () => {
  it('is read without an exception', () => {
    for (const junk of ['3', 'text', '[1, [2]]', '{a: {b: [c]}}', 'null', '[null, {}, x]']) {
      for (const key of ['securityContext', 'volumes', 'os', 'initContainers', 'hostUsers']) {
        const text = `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels:\n    pod-security.kubernetes.io/enforce: restricted\n---\n${stateful({ metadata: 'namespace: a', pod: `${key}: ${junk}\n` })}`;
        for (const finding of find(text)) fixesOf(finding);
      }
      for (const key of ['ports', 'securityContext']) {
        for (const finding of find(stateful({ container: `${key}: ${junk}\n` }))) fixesOf(finding);
      }
    }
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { violations, type Profile } from '../../src/lint/podSecurity.ts';
import { mapAt } from '../../src/manifest/nodes.ts';
import { parse } from '../../src/manifest/parse.ts';
import { sharedCluster, testNamespace, type Cluster, type TestNamespace } from '../cluster/cluster.ts';
import { Judge } from '../support/judge.ts';

const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by));

const hardened = `securityContext:
  allowPrivilegeEscalation: false
  runAsNonRoot: true
  seccompProfile: {type: RuntimeDefault}
  capabilities: {drop: [ALL]}
`;

function pod(spec: string, container: string): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
${indented(spec, 2)}  containers:
  - name: web
    image: registry.example/web:1
${indented(container, 4)}`;
}

const withVolume = (source: string): string => `volumes:\n- name: v\n  ${source}\n`;
const instead = (line: string, by: string): string => hardened.replace(line, by);
const init = (context: string): string => `initContainers:\n- name: a\n  image: a\n${indented(context, 2)}`;

/** Fields of the pod's spec, and of its container. */
const pods: readonly (readonly [spec: string, container: string])[] = [
  ['', ''],
  ['', hardened],
  ...['hostNetwork', 'hostPID', 'hostIPC'].flatMap((key): [string, string][] => [
    [`${key}: true\n`, hardened],
    [`${key}: false\n`, hardened],
    [`${key}: null\n`, hardened],
  ]),
  ...[
    'hostPath: {path: /var/log}',
    'hostPath: null',
    'emptyDir: {}',
    'configMap: {name: c}',
    'secret: {secretName: c}',
    'projected: {sources: []}',
    'downwardAPI: {}',
    'persistentVolumeClaim: {claimName: c}',
    'csi: {driver: d}',
    'nfs: {server: s, path: /p}',
    'iscsi: {targetPortal: a, iqn: iqn.2015-06.com.example:t, lun: 0}',
    'image: {reference: r}',
    'ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}',
  ].map((source): [string, string] => [withVolume(source), hardened]),
  ['', `${hardened}ports: [{containerPort: 80, hostPort: 80}]\n`],
  ['', `${hardened}ports: [{containerPort: 80, hostPort: 0}]\n`],
  ['', 'securityContext: {privileged: true}\n'],
  ['', 'securityContext: {privileged: false}\n'],
  ['', 'securityContext: {capabilities: {add: [CHOWN]}}\n'],
  ['', 'securityContext: {capabilities: {add: [NET_RAW]}}\n'],
  ['', 'securityContext: {capabilities: {add: [CAP_CHOWN]}}\n'],
  ['', instead('{drop: [ALL]}', '{drop: [ALL], add: [NET_BIND_SERVICE]}')],
  ['', instead('{drop: [ALL]}', '{drop: [ALL], add: [CHOWN]}')],
  ['', instead('{drop: [ALL]}', '{drop: [all]}')],
  ['', instead('{drop: [ALL]}', '{drop: [NET_RAW]}')],
  ['', instead('{drop: [ALL]}', '{}')],
  ['', instead('RuntimeDefault', 'Unconfined')],
  ['', instead('RuntimeDefault', 'Localhost, localhostProfile: a.json')],
  ['', instead('  seccompProfile: {type: RuntimeDefault}\n', '')],
  [
    'securityContext: {seccompProfile: {type: RuntimeDefault}}\n',
    instead('  seccompProfile: {type: RuntimeDefault}\n', ''),
  ],
  ['securityContext: {seccompProfile: {type: Unconfined}}\n', hardened],
  ['', instead('allowPrivilegeEscalation: false', 'allowPrivilegeEscalation: true')],
  ['', instead('  allowPrivilegeEscalation: false\n', '')],
  ['', instead('runAsNonRoot: true', 'runAsNonRoot: false')],
  ['', instead('  runAsNonRoot: true\n', '')],
  ['securityContext: {runAsNonRoot: true}\n', instead('  runAsNonRoot: true\n', '')],
  ['securityContext: {runAsNonRoot: true}\n', instead('runAsNonRoot: true', 'runAsNonRoot: false')],
  ['securityContext: {runAsNonRoot: false}\n', hardened],
  ['securityContext: {runAsUser: 0}\n', hardened],
  ['securityContext: {runAsUser: 1000}\n', instead('  runAsNonRoot: true\n', '')],
  ['', `${hardened}  runAsUser: 0\n`],
  ['hostUsers: false\n', instead('  runAsNonRoot: true\n', '')],
  ['hostUsers: false\nsecurityContext: {runAsUser: 0}\n', hardened],
  ['hostUsers: false\n', `${hardened}  procMount: Unmasked\n`],
  ['securityContext: {sysctls: [{name: net.ipv4.tcp_syncookies, value: "1"}]}\n', hardened],
  ['securityContext: {sysctls: [{name: kernel.msgmax, value: "1"}]}\n', hardened],
  ['', `${hardened}livenessProbe: {tcpSocket: {port: 1, host: a.example}}\n`],
  ['', `${hardened}readinessProbe: {httpGet: {port: 1, host: ""}}\n`],
  ['', `${hardened}lifecycle: {preStop: {httpGet: {port: 1, host: 10.0.0.1}}}\n`],
  [init(''), hardened],
  [init(hardened), hardened],
  [init('securityContext: {privileged: true}\n'), hardened],
  ['os: {name: windows}\n', 'securityContext: {runAsNonRoot: true}\n'],
  ['os: {name: linux}\n', 'securityContext: {runAsNonRoot: true}\n'],
];

describe('Pod Security Standards', () => {
  let cluster: Cluster;
  const namespaces: TestNamespace[] = [];
  const judges = new Map<Profile, Judge>();

  before(async () => {
    cluster = await sharedCluster();
    for (const profile of ['baseline', 'restricted'] as const) {
      const namespace = await testNamespace(cluster, `podsecurity-${profile}`);
      namespaces.push(namespace);
      const label = `pod-security.kubernetes.io/enforce=${profile}`;
      await cluster.must(['label', 'namespace', namespace.name, label]);
      judges.set(profile, new Judge(cluster.kubeconfig, namespace.name));
    }
  });

  after(async () => {
    for (const judge of judges.values()) judge.close();
    for (const namespace of namespaces) await namespace.remove();
    await cluster?.stop();
  });

  for (const profile of ['baseline', 'restricted'] as const) {
    it(`${profile}: what the linter says is forbidden is what the server refuses`, async () => {
      const judge = judges.get(profile);
      assert.ok(judge);
      let refused = 0;
      for (const [spec, container] of pods) {
        const text = pod(spec, container);
        const verdict = await judge.verdict(text);
        assert.ok(verdict, text);
        assert.ok(
          verdict.accepted || verdict.message.includes('violates PodSecurity'),
          `${verdict.message}\n${text}`,
        );
        const podSpec = mapAt(parse(text).documents[0]?.root, 'spec');
        assert.ok(podSpec);
        const found = violations(podSpec, profile);
        assert.equal(
          found.length === 0,
          verdict.accepted,
          `${verdict.message}\n${JSON.stringify(found.map((one) => one.text))}\n${text}`,
        );
        if (!verdict.accepted) refused++;
      }
      assert.ok(refused > 8 && refused < pods.length - 8, `${refused} of ${pods.length} refused`);
    });
  }
});

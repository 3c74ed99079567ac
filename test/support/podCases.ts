import { setExample } from '../../src/lint/examples.ts';
import { containerCases } from './containerCases.ts';
import {
  claim,
  containers,
  deployment,
  inContainer,
  inPod,
  inSpec,
  job,
  nodeTerm,
  pod,
  podTerm,
  spread,
  volume,
} from './podTexts.ts';

// Texts at the edges of the rules for pods and sets: what an API server refuses beside what it just takes. Which it is, it says itself.

const cases: Readonly<Record<string, string>> = {
  ...containerCases,
  'os windows supplementalGroups empty': inPod(
    'os: {name: windows}\nsecurityContext: {supplementalGroups: []}\n',
  ),
  'os windows share false': inPod('os: {name: windows}\nshareProcessNamespace: false\n'),
  'os windows hostUsers': inPod('os: {name: windows}\nhostUsers: true\n'),
  'os windows pod resources': inPod('os: {name: windows}\nresources: {}\n'),
  'os windows hostNetwork': inPod('os: {name: windows}\nhostNetwork: true\n'),
  'windows options no os': inContainer(
    'securityContext: {windowsOptions: {runAsUserName: "a\\\\b"}, runAsUser: 1}\n',
  ),
  'windows user dots': inContainer('securityContext: {windowsOptions: {runAsUserName: "..."}}\n'),
  'windows user empty': inContainer('securityContext: {windowsOptions: {runAsUserName: ""}}\n'),
  'gmsa bad': inContainer('securityContext: {windowsOptions: {gmsaCredentialSpecName: A_b}}\n'),
  'hostProcess c': inContainer(
    'securityContext: {windowsOptions: {hostProcess: true}}\n',
    'hostNetwork: true\n',
  ),
  'hostProcess mixed': inContainer(
    'securityContext: {windowsOptions: {hostProcess: true}}\n',
    'hostNetwork: true\ninitContainers: [{name: i, image: i}]\n',
  ),
  'hostProcess contradict': inContainer(
    'securityContext: {windowsOptions: {hostProcess: false}}\n',
    'hostNetwork: true\nsecurityContext: {windowsOptions: {hostProcess: true}}\n',
  ),
  'privileged ape null': inContainer('securityContext: {privileged: true, allowPrivilegeEscalation: null}\n'),
  'toleration Lt': inPod('tolerations: [{key: a, operator: Lt, value: "1"}]\n'),
  'toleration equal no value': inPod('tolerations: [{key: a}]\n'),
  'toleration value long': inPod(`tolerations: [{key: a, value: ${'x'.repeat(64)}}]\n`),
  'toleration exists value no key': inPod('tolerations: [{operator: Exists, value: a}]\n'),
  'toleration seconds 0': inPod(
    'tolerations: [{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: -1}]\n',
  ),
  'toleration empty': inPod('tolerations: [{}]\n'),
  'toleration effect lower': inPod('tolerations: [{operator: Exists, effect: noschedule}]\n'),
  'na empty term': nodeTerm('{}\n'),
  'na Gt two': nodeTerm('matchExpressions: [{key: a, operator: Gt, values: ["1","2"]}]\n'),
  'na fields ok': nodeTerm('matchFields: [{key: metadata.name, operator: In, values: [n1]}]\n'),
  'na fields two': nodeTerm('matchFields: [{key: metadata.name, operator: In, values: [n1, n2]}]\n'),
  'na fields exists': nodeTerm('matchFields: [{key: metadata.name, operator: Exists}]\n'),
  'na fields bad name': nodeTerm('matchFields: [{key: metadata.name, operator: In, values: [N_1]}]\n'),
  'na value bad': nodeTerm('matchExpressions: [{key: a, operator: In, values: ["a b"]}]\n'),
  'na key bad': nodeTerm('matchExpressions: [{key: "a b", operator: Exists}]\n'),
  'na empty value': nodeTerm('matchExpressions: [{key: a, operator: In, values: [""]}]\n'),
  'na preferred value bad': inPod(
    'affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: a, operator: In, values: ["a b"]}]}}]}}\n',
  ),
  'na preferred empty': inPod(
    'affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {}}]}}\n',
  ),
  'na preferred no preference': inPod(
    'affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1}]}}\n',
  ),

  'pa ns bad': podTerm('{topologyKey: z, namespaces: [A_b]}'),
  'pa ns empty': podTerm('{topologyKey: z, namespaces: [""]}'),
  'pa mlk no selector': podTerm('{topologyKey: z, matchLabelKeys: [a]}'),
  'pa mlk ok': podTerm('{topologyKey: z, labelSelector: {}, matchLabelKeys: [a]}'),
  'pa mlk dup label': podTerm('{topologyKey: z, labelSelector: {matchLabels: {a: b}}, matchLabelKeys: [a]}'),
  'pa mlk dup expr': podTerm(
    '{topologyKey: z, labelSelector: {matchExpressions: [{key: a, operator: Exists}]}, matchLabelKeys: [a]}',
  ),
  'pa mlk twice': podTerm(
    '{topologyKey: z, labelSelector: {matchLabels: {a: b}, matchExpressions: [{key: a, operator: Exists}]}, matchLabelKeys: [a]}',
  ),
  'pa both': podTerm('{topologyKey: z, labelSelector: {}, matchLabelKeys: [a], mismatchLabelKeys: [a]}'),
  'pa mlk bad': podTerm('{topologyKey: z, labelSelector: {}, matchLabelKeys: ["a b"]}'),
  'pa mlk empty key': podTerm('{topologyKey: z, labelSelector: {}, matchLabelKeys: [""]}'),
  'pa selector In none': podTerm(
    '{topologyKey: z, labelSelector: {matchExpressions: [{key: a, operator: In}]}}',
  ),
  'pa selector Gt': podTerm(
    '{topologyKey: z, labelSelector: {matchExpressions: [{key: a, operator: Gt, values: ["1"]}]}}',
  ),
  'pa nsSelector bad': podTerm('{topologyKey: z, namespaceSelector: {matchLabels: {a: "b c"}}}'),
  'pa topo long': podTerm(`{topologyKey: ${'z'.repeat(64)}}`),
  'ts ok': spread(', labelSelector: {matchLabels: {app: web}}'),
  'ts mlk no selector': spread(', matchLabelKeys: [a]'),
  'ts dup': spread('', ''),
  'ts minDomains 0': spread(', minDomains: 0'),
  'ts policy': spread(', nodeAffinityPolicy: honor'),
  'ts topo spaces': inPod(
    'topologySpreadConstraints: [{topologyKey: "a b", maxSkew: 1, whenUnsatisfiable: DoNotSchedule}]\n',
  ),
  'ts selector bad': spread(', labelSelector: {matchLabels: {"a b": c}}'),
  'ts minDomains anyway': inPod(
    'topologySpreadConstraints: [{topologyKey: z, maxSkew: 1, whenUnsatisfiable: ScheduleAnyway, minDomains: 2}]\n',
  ),
  'dns none no servers': inPod('dnsPolicy: None\ndnsConfig: {searches: [a]}\n'),
  'dns 4': inPod('dnsConfig: {nameservers: [1.1.1.1, 1.1.1.2, 1.1.1.3, 1.1.1.4]}\n'),
  'dns v6': inPod('dnsConfig: {nameservers: ["fd00::1"]}\n'),
  'dns mapped': inPod('dnsConfig: {nameservers: ["::ffff:1.2.3.4"]}\n'),
  'dns search _': inPod('dnsConfig: {searches: [_a.b_c.d, "."]}\n'),
  'dns search upper': inPod('dnsConfig: {searches: [A.b]}\n'),
  'dns search empty': inPod('dnsConfig: {searches: [""]}\n'),
  'dns 33': inPod(`dnsConfig: {searches: [${Array.from({ length: 33 }, (_, i) => `a${i}`).join(', ')}]}\n`),
  'dns option': inPod('dnsConfig: {options: [{value: x}]}\n'),
  'dns option ok': inPod('dnsConfig: {options: [{name: ndots, value: "2"}]}\n'),
  'hostAlias name empty': inPod('hostAliases: [{ip: 1.2.3.4, hostnames: [""]}]\n'),
  'hostAlias dot': inPod('hostAliases: [{ip: 1.2.3.4, hostnames: [a.b.]}]\n'),
  'hostAlias no ip': inPod('hostAliases: [{hostnames: [a]}]\n'),
  'hostname upper ds': inPod('hostname: Web\n'),
  'hostname upper sts': inPod('hostname: Web\n', 'StatefulSet'),
  'subdomain dots ds': inPod('subdomain: a.b\n'),
  'gate bad': inPod('schedulingGates: [{name: "a b"}]\n'),
  'gate nodeName ds': inPod('schedulingGates: [{name: a}]\nnodeName: n\n'),
  'readiness gate ok': inPod('readinessGates: [{conditionType: example.com/X}]\n'),
  'readiness gate dup': inPod('readinessGates: [{conditionType: a}, {conditionType: a}]\n'),
  'nodeName bad': inPod('nodeName: A_b\n'),
  'schedulerName bad': inPod('schedulerName: A_b\n'),
  'sa upper': inPod('serviceAccountName: Abc\n'),
  'serviceAccount upper': inPod('serviceAccount: Abc\n'),
  'priorityClass upper': inPod('priorityClassName: Abc\n'),
  'runtimeClass empty': inPod('runtimeClassName: ""\n'),
  'imagePullSecrets bad': inPod('imagePullSecrets: [{name: A_b}]\n'),
  'imagePullSecrets none': inPod('imagePullSecrets: [{}]\n'),
  'overhead negative': inPod('overhead: {cpu: -1}\n'),
  'overhead name': inPod('overhead: {foo: 1}\n'),
  'preemption empty': inPod('preemptionPolicy: ""\n'),
  'fsGroupChangePolicy bad': inPod('securityContext: {fsGroupChangePolicy: never}\n'),
  'activeDeadline sts': inPod('activeDeadlineSeconds: 5\n', 'StatefulSet'),
  'restart Never sts': inPod('restartPolicy: Never\n', 'StatefulSet'),
  'nodeSelector bad': inPod('nodeSelector: {"a b": c}\n'),
  'enableServiceLinks null': inPod('enableServiceLinks: null\n'),
  schedulingGroup: inPod('schedulingGroup: {podGroupName: x}\n'),
  'serviceName upper': inSpec('serviceName: Web\n'),
  'serviceName dots': inSpec('serviceName: a.b\n'),
  'policy bad': inSpec('podManagementPolicy: parallel\n'),
  'partition null': inSpec('updateStrategy: {rollingUpdate: {partition: null}}\n'),
  'partition OnDelete null': inSpec('updateStrategy: {type: OnDelete, rollingUpdate: null}\n'),
  'maxUnavailable odd': inSpec('updateStrategy: {rollingUpdate: {maxUnavailable: x%}}\n'),
  minReady: inSpec('minReadySeconds: -1\n'),
  'revision -1 sts': inSpec('revisionHistoryLimit: -1\n'),
  'revision -1 ds': inSpec('revisionHistoryLimit: -1\n', 'DaemonSet'),
  'retention bad': inSpec('persistentVolumeClaimRetentionPolicy: {whenDeleted: delete}\n'),
  'replicas -1': inSpec('replicas: -1\n'),
  'ordinals -1': inSpec('ordinals: {start: -1}\n'),
  'ds 101%': inSpec('updateStrategy: {rollingUpdate: {maxUnavailable: 101%}}\n', 'DaemonSet'),
  'ds surge 101%': inSpec(
    'updateStrategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 101%}}\n',
    'DaemonSet',
  ),
  'ds OnDelete odd': inSpec(
    'updateStrategy: {type: OnDelete, rollingUpdate: {maxUnavailable: x, maxSurge: 5}}\n',
    'DaemonSet',
  ),
  'ds rolling null': inSpec('updateStrategy: {rollingUpdate: null}\n', 'DaemonSet'),
  'ds rolling empty': inSpec('updateStrategy: {rollingUpdate: {}}\n', 'DaemonSet'),
  'ds surge null': inSpec(
    'updateStrategy: {rollingUpdate: {maxUnavailable: null, maxSurge: 1}}\n',
    'DaemonSet',
  ),
  'ds type empty': inSpec('updateStrategy: {type: ""}\n', 'DaemonSet'),
  'ds both zero': inSpec('updateStrategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 0}}\n', 'DaemonSet'),
  'ds surge hostPort': inSpec(
    'updateStrategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}\n',
    'DaemonSet',
    'ports: [{containerPort: 80, hostPort: 80}]\n',
  ),
  'vct dataSource bad': inSpec(
    `volumeClaimTemplates:\n- metadata: {name: d}\n  spec:\n    dataSource: {kind: Foo, name: x}\n    accessModes: [ReadWriteOnce]\n    resources: {requests: {storage: 1Gi}}\n`,
  ),
  'vct volumeMode bad': inSpec(
    `volumeClaimTemplates:\n- metadata: {name: d}\n  spec:\n    volumeMode: block\n    accessModes: [ReadWriteOnce]\n    resources: {requests: {storage: 1Gi}}\n`,
  ),
  'vct selector bad': inSpec(
    `volumeClaimTemplates:\n- metadata: {name: d}\n  spec:\n    selector: {matchExpressions: [{key: a, operator: In}]}\n    accessModes: [ReadWriteOnce]\n    resources: {requests: {storage: 1Gi}}\n`,
  ),
  'vct hidden bad volume': inSpec(
    `volumeClaimTemplates:\n- metadata: {name: d}\n  ${claim}`,
    'StatefulSet',
    '',
    'volumes: [{name: d, hostPath: {path: ../x}}]\n',
  ),
  'vct hidden dup volumes': inSpec(
    `volumeClaimTemplates:\n- metadata: {name: d}\n  ${claim}`,
    'StatefulSet',
    '',
    'volumes: [{name: d, emptyDir: {}}, {name: d, emptyDir: {}}]\n',
  ),
  'vct labels bad': inSpec(`volumeClaimTemplates:\n- metadata: {name: d, labels: {"a b": c}}\n  ${claim}`),
  'vct storage null': inSpec(
    `volumeClaimTemplates:\n- metadata: {name: d}\n  spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: null}}}\n`,
  ),
  'vct vac bad': inSpec(
    `volumeClaimTemplates:\n- metadata: {name: d}\n  spec: {volumeAttributesClassName: A_b, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1}}}\n`,
  ),
  'annot apparmor ok': setExample('DaemonSet', {
    template: 'annotations: {container.apparmor.security.beta.kubernetes.io/web: localhost/x}\n',
  }),
  'annot apparmor bad': setExample('DaemonSet', {
    template: 'annotations: {container.apparmor.security.beta.kubernetes.io/web: x}\n',
  }),
  'annot apparmor conflict': setExample('DaemonSet', {
    template: 'annotations: {container.apparmor.security.beta.kubernetes.io/web: unconfined}\n',
    container: 'securityContext: {appArmorProfile: {type: RuntimeDefault}}\n',
  }),
  'annot cost': setExample('DaemonSet', {
    template: 'annotations: {controller.kubernetes.io/pod-deletion-cost: "+1"}\n',
  }),
  'annot seccomp': setExample('DaemonSet', {
    template: 'annotations: {seccomp.security.alpha.kubernetes.io/pod: foo}\n',
  }),
  'annot seccomp conflict': setExample('DaemonSet', {
    template: 'annotations: {seccomp.security.alpha.kubernetes.io/pod: unconfined}\n',
    pod: 'securityContext: {seccompProfile: {type: RuntimeDefault}}\n',
  }),
  'annot mirror': setExample('DaemonSet', { template: 'annotations: {kubernetes.io/config.mirror: "x"}\n' }),
  'hostPort 0': inContainer('ports: [{containerPort: 1, hostPort: 0}]\n', 'hostNetwork: true\n'),
  'init hostPort differs': inPod(
    'hostNetwork: true\ninitContainers: [{name: i, image: i, ports: [{containerPort: 1, hostPort: 2}]}]\n',
  ),
  'hostPort dup init/main': inContainer(
    'ports: [{containerPort: 1, hostPort: 1}]\n',
    'initContainers: [{name: i, image: i, ports: [{containerPort: 1, hostPort: 1}]}]\n',
  ),
  'hostPort dup sctp': inContainer(
    'ports: [{containerPort: 1, hostPort: 1, protocol: SCTP}, {containerPort: 1, hostPort: 1}]\n',
  ),
  'port name dash end': inContainer('ports: [{containerPort: 1, name: a-}]\n'),
  'dup invalid names': inContainer('ports: [{containerPort: 1, name: "1"}, {containerPort: 2, name: "1"}]\n'),
  terminationMessagePolicy: inContainer('terminationMessagePolicy: file\n'),
  'workingDir empty': inContainer('workingDir: ""\n'),
  'image spaces': setExample('DaemonSet', { image: '" "' }),

  'pod plain': pod(containers),
  'pod ephemeral': pod(containers + 'ephemeralContainers: [{name: b, image: b}]\n'),

  'pod gpu request only': pod(
    'containers:\n- name: a\n  image: a:1\n  resources: {requests: {nvidia.com/gpu: 1}}\n',
  ),
  'pod gates nodeName': pod(containers + 'nodeName: n\nschedulingGates: [{name: a}]\n'),
  'pod restart Never': pod(containers + 'restartPolicy: Never\n'),
  'pod deadline': pod(containers + 'activeDeadlineSeconds: 1\n'),
  'pod limits default': pod(
    'resources: {requests: {cpu: 1}}\ncontainers:\n- name: a\n  image: a:1\n  resources: {limits: {cpu: 2}}\n',
  ),

  'pod mirror': pod(containers, '  annotations: {kubernetes.io/config.mirror: x}\n'),
  'job Always': job(containers + 'restartPolicy: Always\n'),
  'job none': job(containers),
  'job ok': job(containers + 'restartPolicy: Never\n'),
  'job resize': job(
    'restartPolicy: Never\ncontainers: [{name: a, image: a, resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]}]\n',
  ),
  'dep ok': deployment(''),
  'dep restart': setExample('DaemonSet', { pod: 'restartPolicy: Never\n' }).replace(
    'DaemonSet',
    'Deployment',
  ),
  'dep no selector': deployment('').replace('  selector:\n    matchLabels:\n      app: web\n', ''),
  'dep empty selector': deployment('').replace(
    '  selector:\n    matchLabels:\n      app: web\n',
    '  selector: {}\n',
  ),
  'rs no selector': deployment('')
    .replace('Deployment', 'ReplicaSet')
    .replace('  selector:\n    matchLabels:\n      app: web\n', ''),
  'rs empty': deployment('')
    .replace('Deployment', 'ReplicaSet')
    .replace('  selector:\n    matchLabels:\n      app: web\n', '  selector: {}\n'),
  'dep mismatch': deployment('').replace('      app: web\n  template', '      app: x\n  template'),
  'sts empty matchLabels + expr': setExample('StatefulSet').replace(
    '  selector:\n    matchLabels:\n      app: web\n',
    '  selector: {matchExpressions: [{key: app, operator: In, values: [web]}]}\n',
  ),
  'sts selector bad op': setExample('StatefulSet').replace(
    '  selector:\n    matchLabels:\n      app: web\n',
    '  selector: {matchLabels: {app: web}, matchExpressions: [{key: app, operator: Foo}]}\n',
  ),
  'sts no metadata labels': setExample('StatefulSet').replace(
    '      labels:\n        app: web\n',
    '      name: x\n',
  ),
  'sts selector value bad': setExample('StatefulSet').replaceAll('app: web', 'app: "a b"'),
  'ds notin': setExample('DaemonSet').replace(
    '  selector:\n    matchLabels:\n      app: web\n',
    '  selector: {matchExpressions: [{key: x, operator: NotIn, values: [y]}]}\n',
  ),
  'env dup': inContainer('env: [{name: A, value: a}, {name: A, value: b}]\n'),
  'args null': inContainer('args: null\n'),
  stdinOnce: inContainer('stdinOnce: true\n'),
  'hostPath type pipe': volume('hostPath: {path: /a, type: Directory}\n'),
  'nfs no path': volume('nfs: {server: a}\n'),
  'tol null key': inPod('tolerations: [{key: null, operator: Exists}]\n'),
  'tol Exists num': inPod('tolerations: [{key: a, operator: Exists, value: ""}]\n'),
  'aff weights 0': inPod(
    'affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 0, podAffinityTerm: {topologyKey: z}}]}}\n',
  ),
  'windows gmsa': inContainer('securityContext: {windowsOptions: {gmsaCredentialSpec: ""}}\n'),
  'fsGroup big': inPod('securityContext: {fsGroup: 2147483648}\n'),
  'suppl -1': inPod('securityContext: {supplementalGroups: [-1]}\n'),
  'capabilities lower': inContainer('securityContext: {capabilities: {add: [net_admin]}}\n'),
  'container dup both main': inPod('initContainers: [{name: a, image: a}, {name: a, image: a}]\n'),
  'volume dup': inPod('volumes: [{name: a}, {name: a}]\n'),
  'volume dup invalid': inPod('volumes: [{name: a, hostPath: {path: ../a}}, {name: a}]\n'),
  'mount no name': inContainer('volumeMounts: [{mountPath: /a}]\n'),
  'device dup': inContainer(
    'volumeDevices: [{name: a, devicePath: /d}, {name: a, devicePath: /e}]\n',
    'volumes: [{name: a, persistentVolumeClaim: {claimName: a}}]\n',
  ),
  'device path dup': inContainer(
    'volumeDevices: [{name: a, devicePath: /d}, {name: b, devicePath: /d}]\n',
    'volumes: [{name: a, persistentVolumeClaim: {claimName: a}}, {name: b, persistentVolumeClaim: {claimName: b}}]\n',
  ),
  'mount path = device path': inContainer(
    'volumeDevices: [{name: a, devicePath: /d}]\nvolumeMounts: [{name: b, mountPath: /d}]\n',
    'volumes: [{name: a, persistentVolumeClaim: {claimName: a}}, {name: b}]\n',
  ),
  'spread 3 keys': spread(', nodeTaintsPolicy: Ignore'),
  'gate twice invalid': inPod('schedulingGates: [{name: "a b"}, {name: "a b"}]\n'),
  'sleep postStart': inContainer('lifecycle: {postStart: {sleep: {seconds: 40}}}\n'),
  'port name only dash': inContainer('ports: [{containerPort: 1, name: "-"}]\n'),
  'httpHeaders no name': inContainer('livenessProbe: {httpGet: {port: 1, httpHeaders: [{value: x}]}}\n'),
  'httpHeader underscore': inContainer(
    'livenessProbe: {httpGet: {port: 1, httpHeaders: [{name: a_b, value: x}]}}\n',
  ),
  'vct name missing twice': inSpec(`volumeClaimTemplates:\n- ${claim}- metadata: {name: d}\n  ${claim}`),
  'vct null': inSpec('volumeClaimTemplates: null\n'),
  'vct spec null': inSpec('volumeClaimTemplates:\n- metadata: {name: d}\n  spec: null\n'),
  'vct generateName': inSpec(`volumeClaimTemplates:\n- metadata: {generateName: d}\n  ${claim}`),
  'vct long name': inSpec(`volumeClaimTemplates:\n- metadata: {name: ${'d'.repeat(64)}}\n  ${claim}`),
  'vct name dots': inSpec(`volumeClaimTemplates:\n- metadata: {name: a.b}\n  ${claim}`),
  'hidden required': inSpec(
    `volumeClaimTemplates:\n- metadata: {name: d}\n  ${claim}`,
    'StatefulSet',
    '',
    'volumes: [{name: d, persistentVolumeClaim: {}}]\n',
  ),
  'hidden two sources': inSpec(
    `volumeClaimTemplates:\n- metadata: {name: d}\n  ${claim}`,
    'StatefulSet',
    '',
    'volumes: [{name: d, emptyDir: {}, hostPath: {path: /a}}]\n',
  ),
};

/** The texts, each with what it is about. */
export function podCases(): readonly { readonly what: string; readonly text: string }[] {
  return Object.entries(cases).map(([what, text]) => ({ what, text }));
}

import { setExample } from '../../src/lint/examples.ts';
import { claim, inContainer, inPod, inSpec, volume } from './podTexts.ts';

/** What containers, volumes and probes can be, and what they can't; see podCases.ts. */
export const containerCases: Readonly<Record<string, string>> = {
  'env fieldRef apiVersion v2': inContainer(
    'env:\n- name: A\n  valueFrom:\n    fieldRef: {apiVersion: v2, fieldPath: metadata.name}\n',
  ),
  'env fieldRef spec.restartPolicy': inContainer(
    'env:\n- name: A\n  valueFrom: {fieldRef: {fieldPath: spec.restartPolicy}}\n',
  ),
  'env annotations subscript upper': inContainer(
    `env:\n- name: A\n  valueFrom: {fieldRef: {fieldPath: "metadata.annotations['A.B/C d']"}}\n`,
  ),
  'env annotations subscript ok': inContainer(
    `env:\n- name: A\n  valueFrom: {fieldRef: {fieldPath: "metadata.annotations['Example.COM/C']"}}\n`,
  ),
  'env labels subscript upper prefix': inContainer(
    `env:\n- name: A\n  valueFrom: {fieldRef: {fieldPath: "metadata.labels['Example.COM/C']"}}\n`,
  ),
  'env subscript empty': inContainer(
    `env:\n- name: A\n  valueFrom: {fieldRef: {fieldPath: "metadata.labels['']"}}\n`,
  ),
  'env subscript double': inContainer(
    `env:\n- name: A\n  valueFrom: {fieldRef: {fieldPath: "metadata.labels[\\"a\\"]"}}\n`,
  ),
  'divisor 0': inContainer(
    'env:\n- name: A\n  valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 0}}\n',
  ),
  'divisor 1000m': inContainer(
    'env:\n- name: A\n  valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1000m}}\n',
  ),
  'divisor 2': inContainer(
    'env:\n- name: A\n  valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 2}}\n',
  ),
  'divisor mem 1000': inContainer(
    'env:\n- name: A\n  valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1000}}\n',
  ),
  'divisor mem 1e3': inContainer(
    'env:\n- name: A\n  valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1e3}}\n',
  ),
  'divisor mem "1e3"': inContainer(
    'env:\n- name: A\n  valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: "1e3"}}\n',
  ),
  'divisor mem 1024Ki': inContainer(
    'env:\n- name: A\n  valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1024Ki}}\n',
  ),
  'divisor mem 0.5Ki': inContainer(
    'env:\n- name: A\n  valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 0.5Ki}}\n',
  ),
  'divisor storage 100m': inContainer(
    'env:\n- name: A\n  valueFrom: {resourceFieldRef: {resource: limits.ephemeral-storage, divisor: 100m}}\n',
  ),
  'resourceFieldRef other container': inContainer(
    'env:\n- name: A\n  valueFrom: {resourceFieldRef: {containerName: zzz, resource: limits.cpu}}\n',
  ),
  'fileKeyRef ok': inContainer(
    'env:\n- name: A\n  valueFrom: {fileKeyRef: {volumeName: a, path: x/y, key: K}}\n',
    'volumes:\n- name: a\n  emptyDir: {}\n',
  ),
  'fileKeyRef not emptyDir': inContainer(
    'env:\n- name: A\n  valueFrom: {fileKeyRef: {volumeName: a, path: x/y, key: K}}\n',
    'volumes:\n- name: a\n  hostPath: {path: /a}\n',
  ),
  'fileKeyRef no source volume': inContainer(
    'env:\n- name: A\n  valueFrom: {fileKeyRef: {volumeName: a, path: x/y, key: K}}\n',
    'volumes:\n- name: a\n',
  ),
  'envFrom trailing dash': inContainer('envFrom:\n- secretRef: {name: a-}\n'),
  'envFrom two dashes': inContainer('envFrom:\n- secretRef: {name: a--}\n'),
  'envFrom dot end': inContainer('envFrom:\n- secretRef: {name: a.}\n'),
  'secretKeyRef trailing dash': inContainer(
    'env:\n- name: A\n  valueFrom: {secretKeyRef: {name: a-, key: b}}\n',
  ),
  'key dots': inContainer('env:\n- name: A\n  valueFrom: {secretKeyRef: {name: a, key: ..b}}\n'),
  'key dot': inContainer('env:\n- name: A\n  valueFrom: {secretKeyRef: {name: a, key: "."}}\n'),
  'env prefix space': inContainer('envFrom:\n- prefix: "a b"\n  secretRef: {name: a}\n'),
  'image volume': volume('image: {reference: "a:1"}\n'),
  'image volume empty': volume('image: {}\n'),
  'secret item bad key': volume('secret:\n  secretName: A_b\n  items: [{key: a/b, path: x}]\n'),
  'configMap name weird': volume('configMap: {name: A_b}\n'),
  'pvc name weird': volume('persistentVolumeClaim: {claimName: A_b}\n'),
  'item path dot': volume('configMap:\n  name: a\n  items: [{key: a, path: ./x}]\n'),
  'item path empty segment': volume('configMap:\n  name: a\n  items: [{key: a, path: a//b}]\n'),
  'item path ...': volume('configMap:\n  name: a\n  items: [{key: a, path: ...x}]\n'),
  'csi upper': volume('csi: {driver: Secrets-Store.csi.k8s.io}\n'),
  'csi underscore': volume('csi: {driver: a_b}\n'),
  'csi ref bad': volume('csi: {driver: a.b, nodePublishSecretRef: {name: A_b}}\n'),
  'gitRepo abs': volume('gitRepo: {repository: x, directory: /a}\n'),
  'gitRepo ok': volume('gitRepo: {repository: x, directory: a}\n'),
  'projected token path': volume('projected:\n  sources:\n  - serviceAccountToken: {path: ../x}\n'),
  'projected token 599': volume(
    'projected:\n  sources:\n  - serviceAccountToken: {path: x, expirationSeconds: 599}\n',
  ),
  'projected two': volume('projected:\n  sources:\n  - secret: {name: a}\n    configMap: {name: b}\n'),
  'projected ctb and secret': volume(
    'projected:\n  sources:\n  - secret: {name: a}\n    clusterTrustBundle: {name: b, path: c}\n',
  ),
  'projected ctb only': volume('projected:\n  sources:\n  - clusterTrustBundle: {path: c}\n'),
  'projected empty source': volume('projected:\n  sources:\n  - {}\n'),
  'projected same token+item path': volume(
    'projected:\n  sources:\n  - serviceAccountToken: {path: x}\n  - secret: {name: a, items: [{key: k, path: x}]}\n',
  ),
  'downward labels subscript': volume(
    `downwardAPI:\n  items:\n  - path: a\n    fieldRef: {fieldPath: "metadata.labels['x']"}\n`,
  ),
  'downward nothing': volume('downwardAPI:\n  items:\n  - path: a\n'),
  'downward resource without container': volume(
    'downwardAPI:\n  items:\n  - path: a\n    resourceFieldRef: {resource: limits.cpu}\n',
  ),
  'downward nodeName': volume(
    'downwardAPI:\n  items:\n  - path: a\n    fieldRef: {fieldPath: spec.nodeName}\n',
  ),
  'iscsi chap': volume(
    'iscsi: {targetPortal: x, iqn: "iqn.2001-04.com.a:b", lun: 0, chapAuthSession: true}\n',
  ),
  'iscsi lun 256': volume('iscsi: {targetPortal: x, iqn: "iqn.2001-04.com.a:b", lun: 256}\n'),
  'iscsi no colon': volume('iscsi: {targetPortal: x, iqn: "iqn.2001-04.com.a", lun: 0}\n'),
  'iscsi eui': volume('iscsi: {targetPortal: x, iqn: "eui.0123456789abcdef", lun: 0}\n'),
  'iscsi initiator bad': volume(
    'iscsi: {targetPortal: x, iqn: "eui.0123456789abcdef", lun: 0, initiatorName: abc}\n',
  ),
  'fc none': volume('fc: {}\n'),
  'fc wwn no lun': volume('fc: {targetWWNs: [a]}\n'),
  'fc wwids': volume('fc: {wwids: [a]}\n'),
  'fc both': volume('fc: {wwids: [a], targetWWNs: [a], lun: 1}\n'),
  'flocker none': volume('flocker: {}\n'),
  'flocker both': volume('flocker: {datasetName: a, datasetUUID: b}\n'),
  'flocker slash': volume('flocker: {datasetName: a/b}\n'),
  'quobyte ok': volume('quobyte: {registry: "a:1,b:2", volume: v}\n'),
  'quobyte bad': volume('quobyte: {registry: "a", volume: v}\n'),
  'quobyte ipv6': volume('quobyte: {registry: "[::1]:1", volume: v}\n'),
  'azureDisk managed': volume('azureDisk: {diskName: a, diskURI: "https://x", kind: Managed}\n'),
  'azureDisk default kind': volume('azureDisk: {diskName: a, diskURI: "https://x"}\n'),
  'azureDisk default kind bad': volume('azureDisk: {diskName: a, diskURI: "/x"}\n'),
  'flex options': volume('flexVolume: {driver: a/b, options: {kubernetes.io/x: y}}\n'),
  'flex ok': volume('flexVolume: {driver: a/b, options: {x: y}}\n'),
  'storageos bad': volume('storageos: {volumeName: A_b}\n'),
  'ephemeral no template': volume('ephemeral: {}\n'),
  'ephemeral spec empty': volume('ephemeral:\n  volumeClaimTemplate:\n    spec: {}\n'),
  'ephemeral ok': volume(
    'ephemeral:\n  volumeClaimTemplate:\n    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n',
  ),
  'ephemeral namespace': volume(
    'ephemeral:\n  volumeClaimTemplate:\n    metadata: {namespace: x}\n    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n',
  ),
  'ephemeral creationTimestamp null': volume(
    'ephemeral:\n  volumeClaimTemplate:\n    metadata: {creationTimestamp: null}\n    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n',
  ),
  'emptyDir medium odd': volume('emptyDir: {medium: memory, sizeLimit: 0}\n'),
  'two null sources': volume('emptyDir: null\nhostPath: null\n'),

  'device on emptyDir': inContainer(
    'volumeDevices: [{name: a, devicePath: /d}]\n',
    'volumes: [{name: a, emptyDir: {}}]\n',
  ),
  'device no source': inContainer('volumeDevices: [{name: a, devicePath: /d}]\n', 'volumes: [{name: a}]\n'),
  'device dotdot': inContainer(
    'volumeDevices: [{name: a, devicePath: /d/../x}]\n',
    'volumes: [{name: a, persistentVolumeClaim: {claimName: a}}]\n',
  ),
  'device rel': inContainer(
    'volumeDevices: [{name: a, devicePath: d}]\n',
    'volumes: [{name: a, persistentVolumeClaim: {claimName: a}}]\n',
  ),
  'device unknown': inContainer('volumeDevices: [{name: b, devicePath: /d}]\n'),
  'device vct': inSpec(
    `volumeClaimTemplates:\n- metadata: {name: d}\n  ${claim}`,
    'StatefulSet',
    'volumeDevices: [{name: d, devicePath: /d}]\n',
  ),
  'subPathExpr abs': inContainer(
    'volumeMounts: [{name: a, mountPath: /d, subPathExpr: /x}]\n',
    'volumes: [{name: a, emptyDir: {}}]\n',
  ),

  'rro propagation None': inContainer(
    'volumeMounts: [{name: a, mountPath: /d, readOnly: true, recursiveReadOnly: Enabled, mountPropagation: None}]\n',
    'volumes: [{name: a, emptyDir: {}}]\n',
  ),
  'rro disabled': inContainer(
    'volumeMounts: [{name: a, mountPath: /d, recursiveReadOnly: Disabled}]\n',
    'volumes: [{name: a, emptyDir: {}}]\n',
  ),
  'privileged bidirectional': inContainer(
    'securityContext: {privileged: true}\nvolumeMounts: [{name: a, mountPath: /d, mountPropagation: Bidirectional}]\n',
    'volumes: [{name: a, emptyDir: {}}]\n',
  ),
  'grpc port 0': inContainer('livenessProbe: {grpc: {port: 0}}\n'),
  'grpc string': inContainer('livenessProbe: {grpc: {port: "80"}}\n'),
  'tcp name 16': inContainer('livenessProbe: {tcpSocket: {port: abcdefghijklmnop}}\n'),
  'tcp name unknown': inContainer('livenessProbe: {tcpSocket: {port: nosuch}}\n'),
  'port empty string': inContainer('livenessProbe: {tcpSocket: {port: ""}}\n'),
  'port null': inContainer('livenessProbe: {tcpSocket: {port: null}}\n'),
  'port 80.0': inContainer('livenessProbe: {tcpSocket: {port: 80.0}}\n'),
  'httpGet scheme lower': inContainer('livenessProbe: {httpGet: {port: 80, scheme: https}}\n'),
  'httpGet empty': inContainer('livenessProbe: {httpGet: {}}\n'),
  'tcp null + exec': inContainer('livenessProbe: {tcpSocket: null, exec: {command: [a]}}\n'),
  'startup grace': inContainer('startupProbe: {exec: {command: [a]}, terminationGracePeriodSeconds: 5}\n'),
  'liveness success 0': inContainer('livenessProbe: {exec: {command: [a]}, successThreshold: 0}\n'),
  'readiness grace null': inContainer(
    'readinessProbe: {exec: {command: [a]}, terminationGracePeriodSeconds: null}\n',
  ),
  'sidecar liveness 2': inPod(
    'initContainers:\n- {name: s, image: s, restartPolicy: Always, livenessProbe: {exec: {command: [a]}, successThreshold: 2}}\n',
  ),
  'init OnFailure probe': inPod(
    'initContainers:\n- {name: s, image: s, restartPolicy: OnFailure, livenessProbe: {exec: {command: [a]}}}\n',
  ),
  'init lifecycle empty': inPod('initContainers:\n- {name: s, image: s, lifecycle: {}}\n'),
  'init lifecycle stopSignal': inPod(
    'initContainers:\n- {name: s, image: s, lifecycle: {stopSignal: SIGTERM}}\n',
  ),
  'lifecycle empty': inContainer('lifecycle: {}\n'),
  'preStop empty': inContainer('lifecycle: {preStop: {}}\n'),
  'preStop two': inContainer('lifecycle: {preStop: {exec: {command: [a]}, sleep: {seconds: 1}}}\n'),
  'stopSignal no os': inContainer('lifecycle: {stopSignal: SIGTERM}\n'),
  'stopSignal odd': inContainer('lifecycle: {stopSignal: FOO}\n'),
  'sleep 0': inContainer('lifecycle: {preStop: {sleep: {seconds: 0}}}\n'),
  'sleep none': inContainer('lifecycle: {preStop: {sleep: {}}}\n'),
  'sleep grace 0': inContainer(
    'lifecycle: {preStop: {sleep: {seconds: 1}}}\n',
    'terminationGracePeriodSeconds: 0\n',
  ),
  'sleep grace negative': inContainer(
    'lifecycle: {preStop: {sleep: {seconds: 1}}}\n',
    'terminationGracePeriodSeconds: -5\n',
  ),
  'init resizePolicy restart': inPod(
    'initContainers:\n- {name: s, image: s, resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]}\n',
  ),
  'init resizePolicy not': inPod(
    'initContainers:\n- {name: s, image: s, resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}]}\n',
  ),
  'restart rules container': inContainer(
    'restartPolicy: Never\nrestartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: [1]}}]\n',
  ),
  'restart rules no codes': inContainer('restartPolicy: Never\nrestartPolicyRules: [{action: Restart}]\n'),
  'restart rules no policy': inContainer(
    'restartPolicyRules: [{action: RestartAllContainers, exitCodes: {operator: In}}]\n',
  ),
  'container restartPolicy': inContainer('restartPolicy: OnFailure\n'),

  'requests. resource': inContainer('resources: {limits: {requests.nvidia.com/gpu: 1}}\n'),
  'hugepages no cpu': inContainer('resources: {limits: {hugepages-2Mi: 2Mi}}\n'),
  'hugepages ok': inContainer(
    'resources: {limits: {hugepages-2Mi: 4Mi, memory: 1Gi}, requests: {hugepages-2Mi: 4Mi}}\n',
  ),
  'hugepages differ': inContainer(
    'resources: {limits: {hugepages-2Mi: 4Mi, memory: 1Gi}, requests: {hugepages-2Mi: 2Mi}}\n',
  ),
  'hugepages bad size': inContainer('resources: {limits: {hugepages-x: 4Mi, memory: 1Gi}}\n'),
  'hugepages zero': inContainer('resources: {limits: {hugepages-2Mi: 0, memory: 1Gi}}\n'),
  'gpu 1000m': inContainer('resources: {limits: {nvidia.com/gpu: 1000m}}\n'),
  'gpu null': inContainer('resources: {limits: {nvidia.com/gpu: null}}\n'),
  'gpu request null': inContainer('resources: {requests: {nvidia.com/gpu: null}}\n'),
  'kubernetes.io gpu half': inContainer('resources: {limits: {alpha.kubernetes.io/nvidia-gpu: 500m}}\n'),
  'res name pods': inContainer('resources: {limits: {pods: 1}}\n'),
  'res upper domain': inContainer('resources: {limits: {NVIDIA.com/gpu: 1}}\n'),
  'res limits.cpu': inContainer('resources: {limits: {limits.cpu: 1}}\n'),
  'cpu null request over': inContainer('resources: {requests: {cpu: 1}, limits: {cpu: null}}\n'),
  'claims no pod': inContainer('resources: {claims: [{name: a}]}\n'),
  'claims twice': inContainer(
    'resources: {claims: [{name: a, request: x}, {name: a}]}\n',
    'resourceClaims: [{name: a, resourceClaimName: a}]\n',
  ),
  'claims two requests': inContainer(
    'resources: {claims: [{name: a, request: x}, {name: a, request: y}]}\n',
    'resourceClaims: [{name: a, resourceClaimName: a}]\n',
  ),
  'podclaims both': inPod(
    'resourceClaims: [{name: a, resourceClaimName: a, resourceClaimTemplateName: b}]\n',
  ),
  'podclaims none': inPod('resourceClaims: [{name: a}]\n'),
  'podclaims dup': inPod(
    'resourceClaims: [{name: a, resourceClaimName: a}, {name: a, resourceClaimName: b}]\n',
  ),
  'pod resources storage': inPod('resources: {limits: {ephemeral-storage: 1}}\n'),
  'pod resources gpu': inPod('resources: {limits: {nvidia.com/gpu: 1}}\n'),
  'pod resources claims': inPod('resources: {claims: []}\n'),
  'pod req sum': setExample('DaemonSet', {
    pod: 'resources: {requests: {cpu: 1}}\ninitContainers:\n- {name: s, image: s, restartPolicy: Always, resources: {requests: {cpu: 600m}}}\n',
    container: 'resources: {requests: {cpu: 500m}}\n',
  }),
  'pod req init max ok': setExample('DaemonSet', {
    pod: 'resources: {requests: {cpu: 1}}\ninitContainers:\n- {name: s, image: s, resources: {requests: {cpu: 600m}}}\n',
    container: 'resources: {requests: {cpu: 500m}}\n',
  }),
  'pod req init over': setExample('DaemonSet', {
    pod: 'resources: {requests: {cpu: 500m}}\ninitContainers:\n- {name: s, image: s, resources: {requests: {cpu: 600m}}}\n',
    container: 'resources: {requests: {cpu: 500m}}\n',
  }),
  'pod limit init over': setExample('DaemonSet', {
    pod: 'resources: {limits: {cpu: 500m}}\ninitContainers:\n- {name: s, image: s, resources: {limits: {cpu: 600m}}}\n',
  }),
  'seccomp localhost abs': inContainer(
    'securityContext: {seccompProfile: {type: Localhost, localhostProfile: /a}}\n',
  ),
  'seccomp localhost empty': inContainer(
    'securityContext: {seccompProfile: {type: Localhost, localhostProfile: ""}}\n',
  ),
  'seccomp rd empty': inContainer(
    'securityContext: {seccompProfile: {type: RuntimeDefault, localhostProfile: ""}}\n',
  ),
  'apparmor localhost empty': inContainer(
    'securityContext: {appArmorProfile: {type: Localhost, localhostProfile: ""}}\n',
  ),
  'apparmor spaces': inContainer(
    'securityContext: {appArmorProfile: {type: Localhost, localhostProfile: " a"}}\n',
  ),
  'apparmor none': inContainer('securityContext: {appArmorProfile: {type: Localhost}}\n'),
  'apparmor rd': inContainer('securityContext: {appArmorProfile: {type: Unconfined, localhostProfile: a}}\n'),
  'procMount unmasked ok': inContainer('securityContext: {procMount: Unmasked}\n', 'hostUsers: false\n'),
  'hostUsers hostNetwork': inPod('hostUsers: false\nhostNetwork: true\n'),
  'hostUsers hostIPC': inPod('hostUsers: false\nhostIPC: true\n'),
  'hostUsers true hostPID': inPod('hostUsers: true\nhostPID: true\n'),
  'share false hostPID': inPod('hostPID: true\nshareProcessNamespace: false\n'),
  'override+fqdn': inPod('hostnameOverride: a\nsetHostnameAsFQDN: true\n'),
  'override hostNetwork': inPod('hostnameOverride: a\nhostNetwork: true\n'),
  'override upper': inPod('hostnameOverride: A\n'),
  'override 65': inPod(`hostnameOverride: ${'a'.repeat(33)}.${'b'.repeat(31)}\n`),
  'override empty': inPod('hostnameOverride: ""\n'),
  'sysctl dup': inPod(
    'securityContext: {sysctls: [{name: kernel.shmmax, value: "1"}, {name: kernel.shmmax, value: "1"}]}\n',
  ),
  'sysctl ipc': inPod('hostIPC: true\nsecurityContext: {sysctls: [{name: kernel.shmmax, value: "1"}]}\n'),
  'sysctl slash net': inPod(
    'hostNetwork: true\nsecurityContext: {sysctls: [{name: net/core/somaxconn, value: "1"}]}\n',
  ),
  'sysctl mqueue': inPod(
    'hostIPC: true\nsecurityContext: {sysctls: [{name: fs.mqueue.msg_max, value: "1"}]}\n',
  ),
  'sysctl net in hostIPC': inPod(
    'hostIPC: true\nsecurityContext: {sysctls: [{name: net.core.x, value: "1"}]}\n',
  ),
  'os linux windowsOptions': inContainer('securityContext: {windowsOptions: {}}\n', 'os: {name: linux}\n'),
  'os windows runAsUser c': inContainer('securityContext: {runAsUser: 1}\n', 'os: {name: windows}\n'),
  'os windows hostPID false': inPod('os: {name: windows}\nhostPID: false\n'),
  'os windows empty sysctls': inPod('os: {name: windows}\nsecurityContext: {sysctls: []}\n'),
};

import { enums } from '../../src/lint/fields/enums.ts';
import { fieldsOf, type Field } from '../../src/lint/fields/fields.ts';
import { ranges } from '../../src/lint/fields/ranges.ts';
import { requiredFields } from '../../src/lint/fields/required.ts';
import { typedOf } from '../../src/lint/fields/typed.ts';
import { isHidden } from '../../src/lint/pods.ts';
import { stepsOf, type Path } from '../../src/manifest/nodes.ts';
import { parse } from '../../src/manifest/parse.ts';

/** A change of one field of a document; what the API server says to it is asked, not written here. */
export interface ShapeCase {
  readonly text: string;
  readonly what: string;
}

/** A pod that has a part of nearly every type that pods have. */
const pod = `
terminationGracePeriodSeconds: 60
securityContext:
  fsGroupChangePolicy: Always
  runAsUser: 1
  supplementalGroups: [1]
  seccompProfile: {type: RuntimeDefault}
  appArmorProfile: {type: RuntimeDefault}
  sysctls: [{name: net.ipv4.tcp_syncookies, value: "1"}]
os: {name: linux}
hostAliases: [{ip: 10.0.0.1, hostnames: [a]}]
imagePullSecrets: [{name: a}]
readinessGates: [{conditionType: example.com/a}]
dnsConfig: {options: [{name: ndots, value: "2"}]}
tolerations: [{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 1}]
topologySpreadConstraints:
- {maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule, minDomains: 1, nodeAffinityPolicy: Honor,
   labelSelector: {matchExpressions: [{key: a, operator: Exists}]}}
affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]
    preferredDuringSchedulingIgnoredDuringExecution:
    - {weight: 1, preference: {matchExpressions: [{key: a, operator: Exists}]}}
  podAffinity:
    requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: a, labelSelector: {matchLabels: {a: b}}}]
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {topologyKey: a}}]
initContainers: [{name: i, image: a, restartPolicy: Always}]
containers:
- name: a
  image: a
  ports: [{name: a, containerPort: 1, hostPort: 1, protocol: TCP}]
  env:
  - {name: A, value: a}
  - {name: B, valueFrom: {secretKeyRef: {name: a, key: a, optional: true}}}
  - {name: C, valueFrom: {configMapKeyRef: {name: a, key: a}}}
  - {name: D, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
  - {name: E, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: "1"}}}
  envFrom: [{prefix: A, configMapRef: {name: a}}, {secretRef: {name: a}}]
  resources: {requests: {cpu: 1}, limits: {cpu: 2, memory: 1Gi}}
  resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}]
  securityContext: {runAsGroup: 1, capabilities: {add: [A]}, procMount: Default, seLinuxOptions: {level: a}}
  lifecycle: {preStop: {exec: {command: [a]}}, postStart: {httpGet: {port: 1}}}
  livenessProbe: {tcpSocket: {port: 1}, periodSeconds: 1, terminationGracePeriodSeconds: 1}
  readinessProbe: {httpGet: {port: 1, path: /, scheme: HTTP, httpHeaders: [{name: a, value: a}]}}
  startupProbe: {grpc: {port: 1, service: a}, failureThreshold: 1}
  volumeMounts: [{name: m, mountPath: /m, mountPropagation: None, subPath: a}]
  volumeDevices: [{name: pvc, devicePath: /d}]
volumes:
- {name: m, emptyDir: {medium: Memory, sizeLimit: 1Gi}}
- {name: pvc, persistentVolumeClaim: {claimName: a}}
- {name: host, hostPath: {path: /a, type: Directory}}
- {name: cm, configMap: {name: a, defaultMode: 0644, items: [{key: a, path: a, mode: 0644}]}}
- {name: sec, secret: {secretName: a, defaultMode: 0644}}
- {name: down, downwardAPI: {items: [{path: a, fieldRef: {fieldPath: metadata.name}}]}}
- name: pro
  projected:
    sources:
    - {configMap: {name: a}}
    - {secret: {name: a}}
    - {serviceAccountToken: {path: t, expirationSeconds: 600}}
    - {downwardAPI: {items: [{path: b, resourceFieldRef: {containerName: a, resource: limits.cpu}}]}}
- {name: nfs, nfs: {server: a, path: /a}}
- {name: iscsi, iscsi: {targetPortal: a, iqn: "iqn.2015-06.com.example:a", lun: 0}}
- {name: csi, csi: {driver: a.example.com}}
- {name: rbd, rbd: {monitors: [a], image: a}}
- {name: ceph, cephfs: {monitors: [a]}}
- {name: gluster, glusterfs: {endpoints: a, path: a}}
- {name: cinder, cinder: {volumeID: a}}
- {name: gce, gcePersistentDisk: {pdName: a, partition: 1}}
- {name: aws, awsElasticBlockStore: {volumeID: a, partition: 1}}
- {name: azf, azureFile: {secretName: a, shareName: a}}
- {name: azd, azureDisk: {diskName: a, diskURI: "/subscriptions/a", kind: Managed}}
- {name: vs, vsphereVolume: {volumePath: a}}
- {name: fc, fc: {wwids: [a]}}
- {name: flex, flexVolume: {driver: a}}
- {name: quo, quobyte: {registry: "a:1", volume: a}}
- {name: px, portworxVolume: {volumeID: a}}
- {name: sio, scaleIO: {gateway: a, system: a, volumeName: a, secretRef: {name: a}}}
- {name: sos, storageos: {volumeName: a}}
- {name: img, image: {reference: a, pullPolicy: Always}}
- name: eph
  ephemeral:
    volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}
`;

const indented = pod.trim().replace(/^/gm, '      ');

const sets = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: case, labels: {a: b}, annotations: {a: b}, finalizers: [example.com/a],
  ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: a, uid: a, controller: true}]}
spec:
  replicas: 1
  minReadySeconds: 1
  podManagementPolicy: Parallel
  serviceName: a
  ordinals: {start: 1}
  updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1}}
  persistentVolumeClaimRetentionPolicy: {whenDeleted: Retain, whenScaled: Retain}
  selector: {matchLabels: {a: b}, matchExpressions: [{key: a, operator: In, values: [b]}]}
  volumeClaimTemplates:
  - metadata: {name: data}
    spec: {accessModes: [ReadWriteOnce], volumeMode: Filesystem, resources: {requests: {storage: 1Gi}}}
  template:
    metadata: {labels: {a: b}}
    spec:
${indented}
`;

const daemon = `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: case}
spec:
  minReadySeconds: 1
  revisionHistoryLimit: 1
  updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 1}}
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec: {containers: [{name: a, image: a}]}
`;

const service = `apiVersion: v1
kind: Service
metadata: {name: case}
spec:
  type: LoadBalancer
  externalTrafficPolicy: Cluster
  internalTrafficPolicy: Cluster
  sessionAffinity: ClientIP
  sessionAffinityConfig: {clientIP: {timeoutSeconds: 1}}
  ipFamilyPolicy: SingleStack
  trafficDistribution: PreferClose
  selector: {a: b}
  ports: [{name: a, port: 1, targetPort: 1, protocol: TCP}]
`;

/** The same with a claim template for each volume, which hides it: the API server looks at its types only. */
const hidden = sets.replace(
  /  volumeClaimTemplates:\n(?:  - .*\n    .*\n)*/,
  () => `  volumeClaimTemplates:
${[...pod.matchAll(/^- \{?name: (\w+)/gm)]
  .map(
    ([, name]) => `  - metadata: {name: ${name ?? ''}}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
`,
  )
  .join('')}`,
);

export const shapeBases: readonly string[] = [sets, daemon, service, hidden];

const odd: Readonly<Record<string, readonly string[]>> = {
  string: ['5', 'true', '[]', '{}'],
  boolean: ['"true"', '1', 'no'],
  int32: ['"1"', '1.5', 'text', '99999999999', 'true'],
  int64: ['"1"', '1.5', 'text'],
  intOrString: ['true', '1.5', '[]'],
  quantity: ['1K', 'true', '[]', '1.5Gi', '"0.5"'],
};

/** Every field of the tables' of every part of the bases, taken away, emptied, and set to what its tables exclude or only just take. */
export function* shapeCases(): Generator<ShapeCase> {
  const seen = new Set<string>();
  for (const text of shapeBases) {
    const object = parse(text).documents[0]?.objects[0];
    if (!object) throw new Error('no object');
    for (const part of typedOf(object).all) {
      const { type, node } = part;
      const inHidden = text === hidden;
      if (inHidden && !isHidden(part)) continue;
      for (const [name, field] of fieldsOf(type) ?? []) {
        // Of parts of one type the first will do.
        const key = `${inHidden ? 'hidden ' : ''}${type}.${name}`;
        if (seen.has(key)) continue;
        seen.add(key);
        if (name === 'status' || (type === 'StatefulSet' && name === 'spec')) continue;
        for (const value of valuesOf(type, name, field)) {
          const changed = withValue(object.toJs(), [...stepsOf(node), name], value);
          yield { text: changed, what: `${key} = ${value ?? '(removed)'}` };
        }
      }
    }
  }
}

/** YAML for the values to try; undefined takes the field away. */
function valuesOf(type: string, name: string, field: Field): readonly (string | undefined)[] {
  const key = `${type}.${name}`;
  const values: (string | undefined)[] = ['null'];
  if (requiredFields.get(type)?.includes(name)) values.push(undefined, field.holds === 'one' ? '""' : '[]');
  const choice = enums.get(key);
  if (choice) {
    const list = (value: string): string => (field.holds === 'list' ? `[${value}]` : value);
    values.push(list('Bogus'), list('""'), ...choice.values.map((value) => list(JSON.stringify(value))));
  }
  const range = ranges.get(key);
  if (range) {
    const list = (value: number): string => (field.holds === 'list' ? `[${value}]` : String(value));
    values.push(list(range.least - 1), list(range.least));
    if (range.most !== undefined) values.push(list(range.most), list(range.most + 1));
  }
  if (field.holds === 'one') values.push(...(odd[field.type] ?? ['text', '[]']));
  else values.push('text', field.holds === 'list' ? '{}' : '[]', field.holds === 'list' ? '[[]]' : '{a: []}');
  return values;
}

/** The object as JSON, the value of one field written as YAML in it. */
function withValue(object: unknown, path: Path, value: string | undefined): string {
  const copy = structuredClone(object) as Record<string, unknown>;
  let at = copy;
  for (const step of path.slice(0, -1)) at = at[String(step)] as Record<string, unknown>;
  const name = String(path.at(-1));
  if (value === undefined) delete at[name];
  else at[name] = marker;
  return JSON.stringify(copy, null, 1).replace(JSON.stringify(marker), () => value ?? '');
}

const marker = '\u0001here\u0001';

import { mapAt, mapsAt, scalarAt, seqAt, stringAt, type MapNode, type YamlNode } from '../manifest/nodes.ts';
import { given, isFalse, isTrue } from './given.ts';

/** The profiles of the Pod Security Standards that forbid something. */
export type Profile = 'baseline' | 'restricted';

/** Something in a pod's spec that a profile does not allow. */
export interface Violation {
  /** What is written, or what would have to hold the field that is missing. */
  readonly node: YamlNode;
  /** The field that is missing, as a path below `node`. */
  readonly missing?: readonly string[];
  /** As a person would write it: `hostNetwork: true`. */
  readonly text: string;
}

/** Every container of a pod's spec, in the order in which they are written in it. */
function* containers(podSpec: MapNode): Generator<MapNode> {
  for (const list of ['containers', 'initContainers', 'ephemeralContainers']) {
    for (const { map } of mapsAt(podSpec, list)) yield map;
  }
}

// The capabilities that container runtimes grant anyway, without NET_RAW.
const usual = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
    ' ',
  ),
);

const safeSysctls = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]);

/**
 * What a pod's spec holds that a profile forbids (k8s.io/pod-security-admission, policy/check_*.go at 1.36). AppArmor, SELinux and
 * Windows fields are left out: nothing is said about those.
 */
export function violations(podSpec: MapNode, profile: Profile): readonly Violation[] {
  const own = profile === 'baseline' ? [] : [...restricted(podSpec)];
  return [...baseline(podSpec, profile), ...own];
}

function* baseline(podSpec: MapNode, profile: Profile): Generator<Violation> {
  for (const key of ['hostNetwork', 'hostPID', 'hostIPC']) {
    const node = scalarAt(podSpec, key);
    if (node?.value === true) yield { node, text: `${key}: true` };
  }
  for (const { map } of mapsAt(podSpec, 'volumes')) {
    const node = given(map, 'hostPath');
    if (node) yield { node, text: `hostPath: ${stringAt(node, 'path') ?? ''}`.trim() };
  }
  const pod = mapAt(podSpec, 'securityContext');
  yield* unconfined(pod);
  for (const { map } of mapsAt(pod, 'sysctls')) {
    const node = scalarAt(map, 'name');
    if (node && !safeSysctls.has(node.text)) yield { node, text: `sysctl ${node.text}` };
  }
  // A user namespace makes up for it, but not for the profile restricted.
  const masked = profile === 'restricted' || !isFalse(podSpec, 'hostUsers');
  for (const container of containers(podSpec)) yield* baselineOf(container, masked);
}

function* unconfined(context: MapNode | undefined): Generator<Violation> {
  const node = scalarAt(context, 'seccompProfile', 'type');
  if (node?.value === 'Unconfined') yield { node, text: 'seccompProfile: Unconfined' };
}

function* baselineOf(container: MapNode, masked: boolean): Generator<Violation> {
  for (const { map } of mapsAt(container, 'ports')) {
    const node = scalarAt(map, 'hostPort');
    if (node && typeof node.value === 'number' && node.value !== 0) {
      yield { node, text: `hostPort: ${node.value}` };
    }
  }
  const context = mapAt(container, 'securityContext');
  const privileged = scalarAt(context, 'privileged');
  if (privileged?.value === true) yield { node: privileged, text: 'privileged: true' };
  const proc = scalarAt(context, 'procMount');
  if (masked && proc?.value === 'Unmasked') yield { node: proc, text: 'procMount: Unmasked' };
  for (const node of added(context)) {
    if (!usual.has(node.text)) yield { node, text: `capability ${node.text}` };
  }
  yield* unconfined(context);
  yield* otherHosts(container);
}

const handlers = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
];

/** Hosts that the kubelet is sent to in the pod's name. */
function* otherHosts(container: MapNode): Generator<Violation> {
  for (const handler of handlers) {
    for (const kind of ['httpGet', 'tcpSocket']) {
      const node = scalarAt(container, ...handler, kind, 'host');
      if (node && node.value !== null && node.value !== '') yield { node, text: `host: ${node.text}` };
    }
  }
}

function added(context: MapNode | undefined) {
  const items = seqAt(context, 'capabilities', 'add')?.items ?? [];
  return items.flatMap(({ value }) => (value.kind === 'scalar' && value.value !== null ? [value] : []));
}

const restrictedVolumes =
  'configMap csi downwardAPI emptyDir ephemeral image persistentVolumeClaim projected secret'.split(' ');

function* restricted(podSpec: MapNode): Generator<Violation> {
  for (const { map } of mapsAt(podSpec, 'volumes')) {
    const source = map.entries.find(({ key, value }) => key !== 'name' && given(value) !== undefined);
    // A hostPath is the baseline's; a volume without a source becomes an emptyDir.
    if (!source || source.key === 'hostPath' || restrictedVolumes.includes(source.key)) continue;
    yield { node: source.value, text: source.key };
  }
  yield* notDropped(podSpec);
  if (!isFalse(podSpec, 'hostUsers')) yield* mayBeRoot(podSpec);
  for (const container of containers(podSpec)) {
    for (const node of added(mapAt(container, 'securityContext'))) {
      // What the baseline forbids is said already.
      if (node.text !== 'NET_BIND_SERVICE' && usual.has(node.text)) {
        yield { node, text: `capability ${node.text}` };
      }
    }
  }
}

/** Privileges that containers keep, though only few need them. */
export function* notDropped(podSpec: MapNode): Generator<Violation> {
  if (stringAt(podSpec, 'os', 'name') === 'windows') return;
  const seccompOfPod = given(podSpec, 'securityContext', 'seccompProfile') !== undefined;
  for (const container of containers(podSpec)) {
    const context = mapAt(container, 'securityContext');
    const escalation = scalarAt(context, 'allowPrivilegeEscalation');
    if (escalation?.value !== false) {
      const text = 'allowPrivilegeEscalation: false';
      if (escalation && escalation.value !== null) yield { node: escalation, text };
      else yield { node: container, missing: ['securityContext', 'allowPrivilegeEscalation'], text };
    }
    const dropped = seqAt(context, 'capabilities', 'drop')?.items ?? [];
    if (!dropped.some(({ value }) => value.kind === 'scalar' && value.value === 'ALL')) {
      const path = ['securityContext', 'capabilities', 'drop'];
      yield { node: container, missing: path, text: 'capabilities.drop: ["ALL"]' };
    }
    if (!seccompOfPod && !given(context, 'seccompProfile')) {
      const path = ['securityContext', 'seccompProfile', 'type'];
      yield { node: container, missing: path, text: 'seccompProfile.type: RuntimeDefault' };
    }
  }
}

/** Containers that run as root, or may. */
export function* mayBeRoot(podSpec: MapNode): Generator<Violation> {
  const pod = mapAt(podSpec, 'securityContext');
  for (const context of [pod, ...[...containers(podSpec)].map((one) => mapAt(one, 'securityContext'))]) {
    const user = scalarAt(context, 'runAsUser');
    if (user?.value === 0) yield { node: user, text: 'runAsUser: 0' };
    const nonRoot = scalarAt(context, 'runAsNonRoot');
    if (nonRoot?.value === false) yield { node: nonRoot, text: 'runAsNonRoot: false' };
  }
  if (isTrue(pod, 'runAsNonRoot')) return;
  for (const container of containers(podSpec)) {
    if (given(container, 'securityContext', 'runAsNonRoot')) continue;
    yield { node: container, missing: ['securityContext', 'runAsNonRoot'], text: 'runAsNonRoot: true' };
  }
}

import { at, mapAt, pathOf, scalarAt, stringAt, type MapNode } from '../manifest/nodes.ts';
import type { KubeObject } from '../manifest/parse.ts';
import { quantityOf } from './values/quantity.ts';
import { differences, type Difference } from './same.ts';

/** A difference between two versions of an object that the API server refuses as an update. */
export interface ImmutableChange extends Difference {
  /** The field in full, as the API server writes paths. */
  readonly field: string;
}

/** Whether the change at a field is refused; `before` and `after` are the roots. */
type Refused = (change: Difference, before: MapNode, after: MapNode) => boolean;

const top = ({ path }: Difference): string => path.slice(0, 2).join('.');
const fields =
  (...names: readonly string[]): Refused =>
  (change) =>
    names.includes(top(change)) || names.includes(String(change.path[0]));

// `Validate…Update` of pkg/apis/*/validation/validation.go.
const refused: Readonly<Record<string, Refused>> = {
  StatefulSet: (change) => change.path[0] === 'spec' && !mutableOfStatefulSet.has(String(change.path[1])),
  DaemonSet: fields('spec.selector'),
  Deployment: fields('spec.selector'),
  ReplicaSet: fields('spec.selector'),
  Job: refusedOfJob,
  Pod: refusedOfPod,
  Service: refusedOfService,
  PersistentVolumeClaim: refusedOfClaim,
  PersistentVolume: (change, before) => {
    if (change.path[0] !== 'spec') return false;
    if (change.path[1] === 'nodeAffinity') return at(before, 'spec', 'nodeAffinity') !== undefined;
    return !mutableOfVolume.has(String(change.path[1]));
  },
  StorageClass: fields('parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'),
  PriorityClass: fields('value', 'preemptionPolicy'),
  RoleBinding: fields('roleRef'),
  ClusterRoleBinding: fields('roleRef'),
  ConfigMap: refusedOfConfig,
  Secret: (change, before, after) => change.path[0] === 'type' || refusedOfConfig(change, before, after),
};

const mutableOfStatefulSet = new Set([
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
]);

// What is left of a volume's fields is where it is: its source.
const mutableOfVolume = new Set([
  'capacity',
  'accessModes',
  'claimRef',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'mountOptions',
  'volumeAttributesClassName',
]);

/**
 * The changes from one version of an object to another that the API server refuses once the first is applied. What depends on the
 * state of the cluster, such as the growth of a claim, is taken for allowed.
 */
export function immutableChanges(before: KubeObject, after: KubeObject): readonly ImmutableChange[] {
  const kind = Object.hasOwn(refused, after.kind) ? refused[after.kind] : undefined;
  if (!kind || before.kind !== after.kind || before.apiVersion !== after.apiVersion) return [];
  return [...differences(after.kind, before.node, after.node)]
    .filter((change) => kind(change, before.node, after.node))
    .map((change) => ({ ...change, field: fieldOf(after, change) }));
}

function fieldOf(object: KubeObject, { path, within, after }: Difference): string {
  if (after) return pathOf(after);
  const owner = pathOf(within);
  const own = owner === pathOf(object.node) ? '' : owner;
  return own === '' ? String(path.at(-1)) : `${own}.${String(path.at(-1))}`;
}

function refusedOfJob(change: Difference, before: MapNode, after: MapNode): boolean {
  if (change.path[0] !== 'spec') return false;
  switch (change.path[1]) {
    case 'template':
      // A suspended job may be sent elsewhere, and given other resources, before it runs.
      return scalarAt(before, 'spec', 'suspend')?.value !== true;
    case 'completions':
      return stringAt(after, 'spec', 'completionMode') !== 'Indexed';
    default:
      return /^(?:selector|completionMode|podFailurePolicy|backoffLimitPerIndex|managedBy|successPolicy)$/.test(
        String(change.path[1]),
      );
  }
}

function refusedOfPod({ path }: Difference): boolean {
  if (path[0] !== 'spec') return false;
  if (path[1] === 'containers' || path[1] === 'initContainers') return path[3] !== 'image';
  return !/^(?:activeDeadlineSeconds|tolerations|schedulingGates|terminationGracePeriodSeconds|nodeSelector|affinity)$/.test(
    String(path[1]),
  );
}

function refusedOfService(change: Difference, before: MapNode, after: MapNode): boolean {
  const { path } = change;
  if (path[0] !== 'spec') return false;
  const type = (root: MapNode): string => stringAt(root, 'spec', 'type') ?? 'ClusterIP';
  if (type(before) === 'ExternalName' || type(after) === 'ExternalName') return false;
  const old = addressOf(before);
  const now = addressOf(after);
  switch (path[1]) {
    case 'clusterIP':
      // An address that is no longer written is kept. The first one is given by the server: only `None` is surely not it.
      return now !== undefined && now !== old && (old !== undefined || now === 'None');
    case 'clusterIPs':
      return (
        at(after, 'spec', 'clusterIP') === undefined && now !== undefined && old !== undefined && now !== old
      );
    case 'ipFamilies': {
      if (old === 'None' || now === 'None') return false;
      const family = (root: MapNode): string | undefined => stringAt(root, 'spec', 'ipFamilies', 0);
      return family(before) !== undefined && family(after) !== undefined && family(before) !== family(after);
    }
    case 'loadBalancerClass':
      return type(before) === 'LoadBalancer' && type(after) === 'LoadBalancer';
    default:
      return false;
  }
}

function addressOf(root: MapNode): string | undefined {
  return (stringAt(root, 'spec', 'clusterIP') || stringAt(root, 'spec', 'clusterIPs', 0)) ?? undefined;
}

function refusedOfClaim({ path, before, after }: Difference, old: MapNode): boolean {
  if (path[0] !== 'spec') return false;
  switch (path[1]) {
    case 'volumeName':
    case 'storageClassName':
      return stringAt(old, 'spec', path[1]) !== undefined;
    case 'volumeAttributesClassName':
      return false;
    case 'resources': {
      if (path[2] !== 'requests' || path[3] !== 'storage') return true;
      const was = before?.kind === 'scalar' ? quantityOf(before) : undefined;
      const is = after?.kind === 'scalar' ? quantityOf(after) : undefined;
      return was !== undefined && is !== undefined && is < was;
    }
    default:
      return true;
  }
}

function refusedOfConfig({ path, before, after }: Difference, old: MapNode, now: MapNode): boolean {
  if (scalarAt(old, 'immutable')?.value !== true) return false;
  const [part, key] = path;
  if (part === 'immutable') return true;
  if (part !== 'data' && part !== 'binaryData' && part !== 'stringData') return false;
  // What moves between `data` and `stringData` may have stayed the same.
  const other = mapAt(after ? old : now, part === 'stringData' ? 'data' : 'stringData');
  const whole = after ?? before;
  const keys = key === undefined && whole?.kind === 'map' ? [...whole.byKey.keys()] : [String(key)];
  return keys.some((one) => other?.byKey.has(one) !== true);
}

import { formatPath, stepsOf, type MapNode, type Path, type Step, type YamlNode } from '../manifest/nodes.ts';
import type { KubeObject } from '../manifest/parse.ts';
import { decodedOf } from './decode.ts';
import { fieldsOf, type Field } from './fields/fields.ts';
import { held, type Typed } from './fields/typed.ts';
import { nearest } from './nearest.ts';

/** Where a field that does not belong where it stands does belong. */
export interface Home {
  /** From the document's root, lists that hold several things with `[]`. */
  readonly path: string;
  /** The steps from the document's root to the map that should hold it, if that is one place. */
  readonly steps: readonly Step[] | undefined;
}

/** Usual slips that no likeness tells: by `Type.key`. */
const slips: Readonly<Record<string, string>> = {
  'EnvVar.key': 'name',
  'EnvVar.val': 'value',
  'EnvVar.content': 'value',
  'VolumeMount.volume': 'name',
  'VolumeMount.volumeName': 'name',
  'VolumeMount.path': 'mountPath',
  'VolumeMount.mountpoint': 'mountPath',
  'VolumeDevice.path': 'devicePath',
  'SecretVolumeSource.name': 'secretName',
  'ConfigMapVolumeSource.configMapName': 'name',
  'ConfigMapVolumeSource.configMap': 'name',
  'ConfigMapKeySelector.configMapName': 'name',
  'SecretKeySelector.secretName': 'name',
  'ConfigMapEnvSource.configMapName': 'name',
  'SecretEnvSource.secretName': 'name',
  'SecretProjection.secretName': 'name',
  'PersistentVolumeClaimVolumeSource.name': 'claimName',
  'PersistentVolumeClaimVolumeSource.pvcName': 'claimName',
  'ContainerPort.port': 'containerPort',
  'ContainerPort.number': 'containerPort',
  'ServicePort.containerPort': 'targetPort',
  'ServicePort.target': 'targetPort',
  'PodSpec.serviceAccountname': 'serviceAccountName',
  'Toleration.seconds': 'tolerationSeconds',
  'Probe.httpget': 'httpGet',
  'Probe.http': 'httpGet',
  'Probe.tcp': 'tcpSocket',
  'Probe.delaySeconds': 'initialDelaySeconds',
  'Probe.interval': 'periodSeconds',
  'Probe.timeout': 'timeoutSeconds',
  'Container.cmd': 'command',
  'Container.environment': 'env',
  'Container.pullPolicy': 'imagePullPolicy',
  'Volume.pvc': 'persistentVolumeClaim',
};

/** The field of its own type that a key most likely means. */
export function meantField(type: string, key: string): string | undefined {
  const fields = fieldsOf(type);
  if (!fields) return undefined;
  const slip = slips[`${type}.${key}`];
  if (slip !== undefined) return slip;
  const names = [...fields.keys()];
  const plain = (name: string): string => name.toLowerCase().replace(/[-_ ]/g, '');
  return names.find((name) => plain(name) === plain(key)) ?? nearest(key, names);
}

/** Whether the map has a key that means the field, under a name that is not its own: that is said already. */
export function isMisspelt(object: KubeObject, node: MapNode, name: string): boolean {
  return decodedOf(object).unknown.some(
    ({ typed, entry }) => typed.node === node && meantField(typed.type, entry.key) === name,
  );
}

/** The one field that begins with the key, or that the key begins with: `period` for `periodSeconds`. */
export function longerField(type: string, key: string): string | undefined {
  if (key.length < 3) return undefined;
  const low = key.toLowerCase();
  const alike = [...(fieldsOf(type)?.keys() ?? [])].filter((name) => {
    const other = name.toLowerCase();
    return other.startsWith(low) || (other.length > 3 && low.startsWith(other));
  });
  return alike.length === 1 ? alike[0] : undefined;
}

/** Where a key is a field: in what its type is part of, else in what the type holds, else elsewhere in the same object. */
export function homeOf(typed: Typed, key: string): Home | undefined {
  for (let owner = typed.owner; owner; owner = owner.owner) {
    if (!fieldsOf(owner.type)?.has(key)) continue;
    const steps = stepsOf(owner.node);
    return { path: formatPath([...steps, key]), steps };
  }
  return below(typed, key) ?? aside(typed, key);
}

interface Place {
  readonly type: string;
  readonly node: MapNode | undefined;
  /** Undefined from where a list or map could be any of several. */
  readonly steps: Path | undefined;
  readonly path: string;
}

const furthest = 4;

/** The nearest map below that has the field: through what is written before through what could be. */
function below(typed: Typed, key: string): Home | undefined {
  const amount = /^(?:cpu|memory|storage|ephemeral-storage)$/.test(key);
  const steps = stepsOf(typed.node);
  const start = { type: typed.type, node: typed.node, steps, path: formatPath(steps) };
  for (const written of [true, false]) {
    let level: readonly Place[] = [start];
    for (let depth = 0; depth < furthest && level.length > 0; depth++) {
      level = level.flatMap((place) => [...inside(place, written)]);
      const homes = level.filter(({ type }) =>
        amount ? /ResourceRequirements$/.test(type) : fieldsOf(type)?.has(key),
      );
      const [home] = homes;
      if (!home) continue;
      // Of several places that nothing is written at, none is likelier.
      if (!written && homes.length > 1) return undefined;
      const last = amount ? ['requests', key] : [key];
      const base = amount && home.steps ? [...home.steps, 'requests'] : home.steps;
      return { path: `${home.path}.${last.join('.')}`, steps: base };
    }
  }
  // A request of the resources themselves.
  if (!amount || !/ResourceRequirements$/.test(typed.type)) return undefined;
  return { path: formatPath([...steps, 'requests', key]), steps: [...steps, 'requests'] };
}

function* inside(place: Place, written: boolean): Generator<Place> {
  for (const [name, field] of fieldsOf(place.type) ?? []) {
    if (!fieldsOf(field.type) || name === 'status' || field.type === place.type) continue;
    const value = place.node?.byKey.get(name)?.value;
    if (value || !written) yield placeOf(place, name, field, value);
  }
}

function placeOf({ steps, path }: Place, name: string, field: Field, value: YamlNode | undefined): Place {
  const maps = value ? held(field, value).filter((one) => one.kind === 'map') : [];
  const [only] = maps;
  const at = `${path === '' ? '' : `${path}.`}${name}`;
  if (field.holds === 'one')
    return { type: field.type, node: only, steps: steps && [...steps, name], path: at };
  if (!only || maps.length > 1)
    return { type: field.type, node: undefined, steps: undefined, path: `${at}[]` };
  const its = stepsOf(only);
  return { type: field.type, node: only, steps: steps && its, path: formatPath(its) };
}

/** A part of the same object, beside the one at hand, that has the field. */
function aside(typed: Typed, key: string): Home | undefined {
  for (let owner = typed.owner; owner; owner = owner.owner) {
    const home = below(owner, key);
    if (!home) continue;
    const depth = stepsOf(owner.node).length;
    const sure = home.steps?.slice(depth).every((step) => typeof step === 'string');
    return sure ? home : { path: home.path, steps: undefined };
  }
  return undefined;
}

/** Kinds whose objects have the field where this one has none: `replicas` in a DaemonSet. */
export function otherKinds(typed: Typed, key: string, kinds: readonly string[]): readonly string[] {
  if (typed.owner?.owner) return [];
  return kinds.filter((kind) => {
    const fields = fieldsOf(kind);
    const field: Field | undefined = typed.owner ? fields?.get(typed.field) : undefined;
    const there = typed.owner ? field && fieldsOf(field.type) : fields;
    return there?.has(key) ?? false;
  });
}

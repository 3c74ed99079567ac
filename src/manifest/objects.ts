import { mapAt, mapsAt, scalarAt, stringAt, type MapNode, type ScalarNode, type YamlNode } from './nodes.ts';
import type { KubeObject } from './parse.ts';

/** A StatefulSet or DaemonSet as it is written; what is missing or of another type is undefined or empty. */
export interface SetView {
  readonly kind: 'StatefulSet' | 'DaemonSet';
  readonly object: KubeObject;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly spec: MapNode | undefined;
  readonly template: MapNode | undefined;
  /** `spec.template.spec`. */
  readonly podSpec: MapNode | undefined;
  readonly selector: MapNode | undefined;
  /** `spec.template.metadata.labels`. */
  readonly templateLabels: MapNode | undefined;
  readonly serviceName: ScalarNode | undefined;
  readonly containers: readonly ContainerView[];
  readonly volumes: readonly VolumeView[];
  readonly claimTemplates: readonly ClaimTemplateView[];
  /**
   * A piece of a set, as kustomize patches and half-typed manifests are: nothing can be concluded from what is not there.
   */
  readonly partial: boolean;
}

export interface ContainerView {
  readonly node: MapNode;
  readonly init: boolean;
  readonly name: string | undefined;
  readonly image: string | undefined;
  readonly ports: readonly PortView[];
  readonly env: readonly EnvView[];
  readonly mounts: readonly MountView[];
}

export interface PortView {
  readonly node: MapNode;
  readonly name: string | undefined;
  readonly port: number | undefined;
  readonly protocol: string | undefined;
}

export interface EnvView {
  readonly node: MapNode;
  readonly name: string | undefined;
  /** The literal, `undefined` where it comes from elsewhere. */
  readonly value: ScalarNode | undefined;
  readonly secret: { readonly name: string; readonly key: string } | undefined;
}

export interface MountView {
  readonly node: MapNode;
  /** A `volumeDevices` item: a raw block device. */
  readonly device: boolean;
  readonly name: ScalarNode | undefined;
}

export interface VolumeView {
  readonly node: MapNode;
  readonly name: string | undefined;
  readonly hostPath: string | undefined;
}

export interface ClaimTemplateView {
  readonly node: MapNode;
  readonly name: string | undefined;
}

const views = new WeakMap<KubeObject, SetView>();

/** The object as a set, if it is one: of the group `apps`, or of `extensions`, where they were once. */
export function setOf(object: KubeObject): SetView | undefined {
  if (object.kind !== 'StatefulSet' && object.kind !== 'DaemonSet') return undefined;
  if (!/^(?:apps|extensions)\//.test(object.apiVersion)) return undefined;
  let view = views.get(object);
  if (!view) views.set(object, (view = viewOf(object, object.kind)));
  return view;
}

function viewOf(object: KubeObject, kind: SetView['kind']): SetView {
  const spec = mapAt(object.node, 'spec');
  const template = mapAt(spec, 'template');
  const podSpec = mapAt(template, 'spec');
  const selector = mapAt(spec, 'selector');
  const templateLabels = mapAt(template, 'metadata', 'labels');
  const containers = containersOf(podSpec);
  return {
    kind,
    object,
    name: object.name,
    namespace: object.namespace,
    spec,
    template,
    podSpec,
    selector,
    templateLabels,
    serviceName: scalarAt(spec, 'serviceName'),
    containers,
    volumes: volumesOf(podSpec),
    claimTemplates: mapsAt(spec, 'volumeClaimTemplates').map(({ map }) => ({
      node: map,
      name: stringAt(map, 'metadata', 'name'),
    })),
    // Nobody patches a selector: it can't be changed.
    partial: !containers.some((c) => c.image !== undefined) && !selector,
  };
}

/** The containers of a pod's spec, init containers after the others. */
export function containersOf(podSpec: YamlNode | undefined): readonly ContainerView[] {
  return [
    ...mapsAt(podSpec, 'containers').map(({ map }) => containerOf(map, false)),
    ...mapsAt(podSpec, 'initContainers').map(({ map }) => containerOf(map, true)),
  ];
}

function containerOf(node: MapNode, init: boolean): ContainerView {
  const mount = (device: boolean) => {
    return ({ map }: { map: MapNode }): MountView => ({ node: map, device, name: scalarAt(map, 'name') });
  };
  return {
    node,
    init,
    name: stringAt(node, 'name'),
    image: stringAt(node, 'image'),
    ports: mapsAt(node, 'ports').map(({ map }) => portOf(map)),
    env: mapsAt(node, 'env').map(({ map }) => envOf(map)),
    mounts: [
      ...mapsAt(node, 'volumeMounts').map(mount(false)),
      ...mapsAt(node, 'volumeDevices').map(mount(true)),
    ],
  };
}

function portOf(node: MapNode): PortView {
  const port = scalarAt(node, 'containerPort')?.value;
  return {
    node,
    name: stringAt(node, 'name'),
    port: typeof port === 'number' ? port : undefined,
    protocol: stringAt(node, 'protocol'),
  };
}

function envOf(node: MapNode): EnvView {
  const reference = mapAt(node, 'valueFrom', 'secretKeyRef');
  const name = stringAt(reference, 'name');
  const key = stringAt(reference, 'key');
  return {
    node,
    name: stringAt(node, 'name'),
    value: scalarAt(node, 'value'),
    secret: name !== undefined && key !== undefined ? { name, key } : undefined,
  };
}

function volumesOf(podSpec: YamlNode | undefined): readonly VolumeView[] {
  return mapsAt(podSpec, 'volumes').map(({ map }) => ({
    node: map,
    name: stringAt(map, 'name'),
    hostPath: stringAt(map, 'hostPath', 'path'),
  }));
}

/** An image reference's repository in full (`docker.io/library/mongo`), its tag and digest (distribution/reference). */
export function imageOf(image: string): {
  repository: string;
  tag: string | undefined;
  digest: string | undefined;
} {
  const [name = '', digest] = image.split('@');
  const colon = name.lastIndexOf(':');
  const tagged = colon > name.lastIndexOf('/');
  const path = tagged ? name.slice(0, colon) : name;
  const first = path.split('/')[0] ?? '';
  const hasHost = path.includes('/') && (/[.:]/.test(first) || first === 'localhost');
  const full = hasHost ? path : `docker.io/${path}`;
  return {
    repository: /^docker\.io\/[^/]+$/.test(full) ? full.replace('docker.io/', 'docker.io/library/') : full,
    tag: tagged ? name.slice(colon + 1) : undefined,
    digest,
  };
}

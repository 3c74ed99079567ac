import { at, mapAt, toJs, type MapNode, type Path } from '../manifest/nodes.ts';
import type { KubeObject } from '../manifest/parse.ts';
import { labelsIn } from './selectors.ts';

/** Something that makes pods, or a pod, as it is written. */
export interface Workload {
  readonly object: KubeObject;
  /** `spec.selector` of those that have a label selector of their own. */
  readonly selector: MapNode | undefined;
  /** Where the labels of its pods are written. */
  readonly labelsNode: MapNode | undefined;
  /** The labels of its pods; what is no text is left out. */
  readonly labels: ReadonlyMap<string, string>;
  readonly podSpec: MapNode | undefined;
}

const templates: Readonly<Record<string, Path>> = {
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Deployment: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  Pod: [],
};

const computed = new WeakMap<KubeObject, Workload>();

/** The object as a workload, if its kind is one of Kubernetes' own. */
export function workloadOf(object: KubeObject): Workload | undefined {
  const path = Object.hasOwn(templates, object.kind) ? templates[object.kind] : undefined;
  if (!path) return undefined;
  let workload = computed.get(object);
  if (!workload) {
    const template = at(object.node, ...path);
    const labelsNode = mapAt(template, 'metadata', 'labels');
    workload = {
      object,
      selector: object.kind === 'Pod' ? undefined : mapAt(object.node, 'spec', 'selector'),
      labelsNode,
      labels: labelsIn(labelsNode),
      podSpec: mapAt(template, 'spec'),
    };
    computed.set(object, workload);
  }
  return workload;
}

const identities = new WeakMap<Workload, string>();

/** The same for workloads of one name that select, and have, the same pods. */
export function identityOf(workload: Workload): string {
  let identity = identities.get(workload);
  if (identity === undefined) {
    const { object, selector, labels } = workload;
    const { kind, namespace = null, name = null } = object;
    identity = JSON.stringify([kind, namespace, name, [...labels], selector ? toJs(selector) : null]);
    identities.set(workload, identity);
  }
  return identity;
}

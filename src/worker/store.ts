import type { Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import type { Delta } from '../cluster/types.ts';
import type { Claim, DaemonSet, Node, Pod, SetObject, StatefulSet, Warning } from '../model/objects.ts';
import { claimBase, compareNames, parseSlotName } from '../model/names.ts';
import type { StoreView } from '../model/storeView.ts';
import type { ResourceName, WatchedObject } from './resources.ts';

/** What a change can have altered: these sets (by uid), these nodes (by name), and the pods themselves. */
export interface Touched {
  readonly sets: ReadonlySet<string>;
  readonly nodes: ReadonlySet<string>;
  readonly pods: readonly Pod[];
  /** Pods that are not there any more; not those of a watch that was ended. */
  readonly gone: readonly Pod[];
}

class Touching implements Touched {
  readonly sets = new Set<string>();
  readonly nodes = new Set<string>();
  readonly pods: Pod[] = [];
  readonly gone: Pod[] = [];
}

/** Values by key, several a key, in the order in which they came. */
class Index<T> {
  readonly #map = new Map<string, Set<T>>();

  add(key: string | undefined, value: T): void {
    if (key === undefined) return;
    const known = this.#map.get(key);
    if (known) known.add(value);
    else this.#map.set(key, new Set([value]));
  }

  remove(key: string | undefined, value: T): void {
    if (key === undefined) return;
    const known = this.#map.get(key);
    if (known?.delete(value) && known.size === 0) this.#map.delete(key);
  }

  get(key: string): ReadonlySet<T> {
    return this.#map.get(key) ?? EMPTY;
  }
}

const EMPTY: ReadonlySet<never> = new Set<never>();

/** The objects of one context, by what rows ask for. Filled by deltas only; tells which sets and nodes each one touched. */
export class Store implements StoreView, Disposable {
  readonly context: string;
  readonly #objects = new Map<string, WatchedObject>();
  readonly #bySource = new Map<string, Set<string>>();
  readonly #sets = new Map<string, SetObject>();
  readonly #setsByName = new Map<string, SetObject>();
  readonly #nodes = new Map<string, Node>();
  readonly #podsByOwner = new Index<Pod>();
  readonly #podsByNode = new Index<Pod>();
  readonly #podsByName = new Map<string, Pod>();
  readonly #claims = new Map<string, Claim>();
  readonly #claimsByBase = new Index<Claim>();
  readonly #setsByClaimBase = new Index<string>();
  readonly #warnings = new Index<Warning>();
  readonly #changed = new Emitter<Touched>();
  #sortedNodes: readonly Node[] | undefined;
  #nodesKnown = false;

  readonly onDidChange = this.#changed.event;

  constructor(context: string) {
    this.context = context;
  }

  /** `source` names the watch: a `replace` speaks for what that watch brought before, and for nothing else. */
  apply(source: string, resource: ResourceName, delta: Delta<WatchedObject>): void {
    this.#apply(source, resource, delta, false);
  }

  #apply(source: string, resource: ResourceName, delta: Delta<WatchedObject>, forgotten: boolean): void {
    const touched = new Touching();
    const owned = this.#bySource.get(source) ?? new Set<string>();
    this.#bySource.set(source, owned);
    if (resource === 'nodes' && delta.type === 'replace' && !this.#nodesKnown) {
      this.#nodesKnown = true;
      for (const set of this.#sets.keys()) touched.sets.add(set);
    }
    switch (delta.type) {
      case 'put':
        this.#put(delta.object, owned, touched);
        break;
      case 'remove':
        this.#remove(delta.uid, owned, touched);
        break;
      case 'replace': {
        const kept = new Set(delta.objects.map((object) => object.meta.uid));
        for (const uid of [...owned]) if (!kept.has(uid)) this.#remove(uid, owned, touched);
        for (const object of delta.objects) this.#put(object, owned, touched);
        break;
      }
    }
    // What is only no longer known has not gone.
    if (forgotten) touched.gone.length = 0;
    if (touched.sets.size > 0 || touched.nodes.size > 0) this.#changed.fire(touched);
  }

  /** The watch was ended: what it brought is no longer known. */
  forget(source: string, resource: ResourceName): void {
    this.#apply(source, resource, { type: 'replace', objects: [] }, true);
    this.#bySource.delete(source);
    if (resource === 'nodes') this.#nodesKnown = false;
  }

  /** Warnings that were asked for by hand (a pod's own), kept until asked again. */
  setWarnings(involved: string, warnings: readonly Warning[]): void {
    this.#replaceWarnings(involved, warnings);
    const pod = this.pod(involved);
    if (!pod) return;
    const touched = new Touching();
    this.#touch(pod, touched);
    this.#changed.fire(touched);
  }

  #replaceWarnings(involved: string, warnings: readonly Warning[]): void {
    for (const old of [...this.#warnings.get(involved)]) this.#warnings.remove(involved, old);
    for (const warning of warnings) this.#warnings.add(involved, warning);
  }

  isEmpty(namespaces: readonly string[] | undefined): boolean {
    for (const set of this.#sets.values()) {
      if (!namespaces || namespaces.includes(set.meta.namespace)) return false;
    }
    return true;
  }

  /** Every set of the namespaces given (undefined = all), in no order. */
  sets(namespaces?: readonly string[]): readonly SetObject[] {
    const all = [...this.#sets.values()];
    return namespaces ? all.filter((set) => namespaces.includes(set.meta.namespace)) : all;
  }

  set(uid: string): SetObject | undefined {
    return this.#sets.get(uid);
  }

  setNamed(kind: SetObject['kind'], namespace: string, name: string): SetObject | undefined {
    return this.#setsByName.get(`${kind}/${namespace}/${name}`);
  }

  pod(uid: string): Pod | undefined {
    const object = this.#objects.get(uid);
    return object?.kind === 'Pod' ? object : undefined;
  }

  podNamed(namespace: string, name: string): Pod | undefined {
    return this.#podsByName.get(`${namespace}/${name}`);
  }

  podsOf(setUid: string): readonly Pod[] {
    return [...this.#podsByOwner.get(setUid)];
  }

  podsOn(node: string): readonly Pod[] {
    return [...this.#podsByNode.get(node)];
  }

  node(name: string): Node | undefined {
    return this.#nodes.get(name);
  }

  /** All nodes by name; undefined where they are not known (not listed yet, or not allowed). */
  get nodes(): readonly Node[] | undefined {
    if (!this.#nodesKnown) return undefined;
    this.#sortedNodes ??= [...this.#nodes.values()].sort((a, b) => compareNames(a.meta.name, b.meta.name));
    return this.#sortedNodes;
  }

  /** The claims of a StatefulSet's templates, of any ordinal. */
  claimsOf(set: StatefulSet): readonly Claim[] {
    return set.claimTemplates.flatMap((template) => [
      ...this.#claimsByBase.get(baseKey(set.meta.namespace, claimBase(template.name, set.meta.name))),
    ]);
  }

  claim(namespace: string, name: string): Claim | undefined {
    return this.#claims.get(`${namespace}/${name}`);
  }

  warningsOf(uid: string): readonly Warning[] {
    return [...this.#warnings.get(uid)];
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #put(object: WatchedObject, owned: Set<string>, touched: Touching): void {
    const { uid } = object.meta;
    const old = this.#objects.get(uid);
    owned.add(uid);
    if (old && sameFacts(old, object)) {
      // A heartbeat: nothing that a row shows has changed.
      return;
    }
    if (old) this.#unlink(old, touched);
    this.#objects.set(uid, object);
    this.#link(object, touched);
    if (object.kind === 'Pod') touched.pods.push(object);
  }

  #remove(uid: string, owned: Set<string>, touched: Touching): void {
    owned.delete(uid);
    const old = this.#objects.get(uid);
    if (!old) return;
    this.#objects.delete(uid);
    this.#unlink(old, touched);
    if (old.kind !== 'Pod') return;
    touched.gone.push(old);
    this.#replaceWarnings(uid, []);
  }

  #link(object: WatchedObject, touched: Touching): void {
    const { uid, name, namespace } = object.meta;
    switch (object.kind) {
      case 'StatefulSet':
        this.#eachClaimBase(object, (key) => this.#setsByClaimBase.add(key, uid));
        this.#linkSet(object);
        break;
      case 'DaemonSet':
        this.#linkSet(object);
        break;
      case 'Pod':
        this.#podsByOwner.add(object.meta.owner?.uid, object);
        this.#podsByNode.add(object.targetNode, object);
        this.#podsByName.set(`${namespace}/${name}`, object);
        break;
      case 'Node':
        this.#nodes.set(name, object);
        this.#sortedNodes = undefined;
        break;
      case 'PersistentVolumeClaim':
        this.#claims.set(`${namespace}/${name}`, object);
        this.#claimsByBase.add(claimKey(object), object);
        break;
      case 'Event':
        this.#warnings.add(object.involved.uid, object);
        break;
    }
    this.#touch(object, touched);
  }

  #unlink(object: WatchedObject, touched: Touching): void {
    this.#touch(object, touched);
    const { uid, name, namespace } = object.meta;
    switch (object.kind) {
      case 'StatefulSet':
        this.#eachClaimBase(object, (key) => this.#setsByClaimBase.remove(key, uid));
        this.#unlinkSet(object);
        break;
      case 'DaemonSet':
        this.#unlinkSet(object);
        break;
      case 'Pod':
        this.#podsByOwner.remove(object.meta.owner?.uid, object);
        this.#podsByNode.remove(object.targetNode, object);
        if (this.#podsByName.get(`${namespace}/${name}`) === object)
          this.#podsByName.delete(`${namespace}/${name}`);
        break;
      case 'Node':
        if (this.#nodes.get(name) === object) this.#nodes.delete(name);
        this.#sortedNodes = undefined;
        break;
      case 'PersistentVolumeClaim': {
        const key = `${namespace}/${name}`;
        if (this.#claims.get(key) === object) this.#claims.delete(key);
        this.#claimsByBase.remove(claimKey(object), object);
        break;
      }
      case 'Event':
        this.#warnings.remove(object.involved.uid, object);
        break;
    }
  }

  #linkSet(set: SetObject): void {
    this.#sets.set(set.meta.uid, set);
    this.#setsByName.set(nameKey(set), set);
  }

  #unlinkSet(set: SetObject): void {
    this.#sets.delete(set.meta.uid);
    // A set that was made anew under the same name may already stand here.
    if (this.#setsByName.get(nameKey(set))?.meta.uid === set.meta.uid) this.#setsByName.delete(nameKey(set));
  }

  #eachClaimBase(set: StatefulSet, run: (key: string) => void): void {
    for (const template of set.claimTemplates) {
      run(baseKey(set.meta.namespace, claimBase(template.name, set.meta.name)));
    }
  }

  #touch(object: WatchedObject, touched: Touching): void {
    switch (object.kind) {
      case 'StatefulSet':
      case 'DaemonSet':
        touched.sets.add(object.meta.uid);
        break;
      case 'Pod':
        if (object.meta.owner) touched.sets.add(object.meta.owner.uid);
        if (object.targetNode !== undefined) touched.nodes.add(object.targetNode);
        break;
      case 'Node':
        touched.nodes.add(object.meta.name);
        for (const pod of this.#podsByNode.get(object.meta.name))
          if (pod.meta.owner) touched.sets.add(pod.meta.owner.uid);
        // Whether it is eligible is a question to every DaemonSet.
        for (const set of this.#sets.values()) if (set.kind === 'DaemonSet') touched.sets.add(set.meta.uid);
        break;
      case 'PersistentVolumeClaim': {
        const key = claimKey(object);
        if (key !== undefined) for (const uid of this.#setsByClaimBase.get(key)) touched.sets.add(uid);
        break;
      }
      case 'Event':
        touched.sets.add(object.involved.uid);
        break;
    }
  }
}

function nameKey(set: SetObject | DaemonSet): string {
  return `${set.kind}/${set.meta.namespace}/${set.meta.name}`;
}

function baseKey(namespace: string, base: string): string {
  return `${namespace}/${base}`;
}

/** `<template>-<set>` of a claim that is named like one of a StatefulSet's; undefined for others. */
function claimKey(claim: Claim): string | undefined {
  const parsed = parseSlotName(claim.meta.name);
  return parsed && baseKey(claim.meta.namespace, parsed.parent);
}

function sameFacts(a: WatchedObject, b: WatchedObject): boolean {
  if (a.meta.resourceVersion === b.meta.resourceVersion) return true;
  return withoutVersion(a) === withoutVersion(b);
}

function withoutVersion(object: WatchedObject): string {
  return JSON.stringify(object, (key, value: unknown) => (key === 'resourceVersion' ? undefined : value));
}

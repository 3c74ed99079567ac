import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { knownKind } from '../../src/lint/fields/kinds.ts';
import { lint } from '../../src/lint/lint.ts';
import { parse } from '../../src/manifest/parse.ts';
import { scaffold } from '../../src/scaffold/scaffold.ts';
import type { Answers, System } from '../../src/scaffold/system.ts';
import { Api } from '../cluster/api.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { pkiFolder } from '../cluster/components.ts';
import { resourcePath } from './judge.ts';

const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

/** Generous: what takes seconds on an idle machine may take minutes beside a whole test run. In ms. */
const patience = 300_000;

interface List<T> {
  readonly items: readonly T[];
}

interface SetObject {
  readonly metadata: { readonly name: string; readonly generation: number };
  readonly spec: { readonly replicas?: number; readonly volumeClaimTemplates?: readonly unknown[] };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly readyReplicas?: number;
    readonly desiredNumberScheduled?: number;
    readonly numberReady?: number;
  };
}

interface Pod {
  readonly spec: { readonly nodeName?: string };
}

interface Node {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly taints?: readonly { readonly key: string }[] };
}

/** What a scaffold is held to: the linter, the API server and its controllers, over HTTP (a kubectl each would cost minutes). */
export class ScaffoldChecks {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  static async open(cluster: Cluster): Promise<ScaffoldChecks> {
    return new ScaffoldChecks(await Api.open(cluster.server, pkiFolder(cluster.dir)));
  }

  /** The linter's errors and warnings. */
  linted(system: System, answers: Answers): readonly string[] {
    const { text } = scaffold(system, answers, random);
    return lint({ uri: 'file:///scaffold.yaml', manifest: parse(text) }, [])
      .filter(({ severity }) => severity === 'error' || severity === 'warning')
      .map(({ code, path }) => `${code} ${path}`);
  }

  /** A strict dry run of every object in `namespace`, which exists; throws what the server refuses. Returns how many there were. */
  async dryRun(system: System, answers: Answers, namespace: string): Promise<number> {
    const { text } = scaffold(system, { ...answers, namespace }, random);
    return (await this.#applyAll(text, namespace, '&dryRun=All')).length;
  }

  /** Makes a namespace for {@link dryRun}, and removes it. */
  async inNamespace<T>(look: (namespace: string) => Promise<T>): Promise<T> {
    const namespace = `scaffold-${crypto.randomUUID().slice(0, 6)}`;
    await this.#makeNamespace(namespace);
    try {
      return await look(namespace);
    } finally {
      await this.#api.delete(`/api/v1/namespaces/${namespace}`);
    }
  }

  /**
   * Applies the scaffold, waits for its controllers, and says what they made. Afterwards everything is gone, its pods too: they may
   * hold a port of their node that the next combination wants.
   */
  async run(system: System, answers: Answers): Promise<string> {
    const namespace = `scaffold-${crypto.randomUUID().slice(0, 6)}`;
    await this.#makeNamespace(namespace);
    let paths: readonly string[] = [];
    try {
      const { text } = scaffold(system, { ...answers, namespace }, random);
      paths = await this.#applyAll(text, namespace, '');
      return system.kind === 'StatefulSet'
        ? await this.#claimed(namespace)
        : await this.#placed(namespace, answers['nodes']);
    } finally {
      await this.#remove(namespace, paths);
    }
  }

  async #makeNamespace(name: string): Promise<void> {
    const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
    await this.#api.apply(`/api/v1/namespaces/${name}`, object);
  }

  async #applyAll(text: string, namespace: string, query: string): Promise<readonly string[]> {
    const paths: string[] = [];
    for (const document of text.split(/^---\n/m)) {
      const object = parse(document).documents[0]?.objects[0];
      const kind = object && knownKind(object.apiVersion, object.kind);
      assert.ok(object && kind, document);
      const path = `${resourcePath(kind, namespace)}/${object.name}`;
      await this.#api.apply(path, document, `&fieldValidation=Strict${query}`);
      paths.push(path);
    }
    return paths;
  }

  /** Every pod of the StatefulSets is ready, and every claim bound. */
  async #claimed(namespace: string): Promise<string> {
    const sets = await this.#until(`the pods of ${namespace}`, async () => {
      const { items } = await this.#list<SetObject>(`/apis/apps/v1/namespaces/${namespace}/statefulsets`);
      const done = items.every(
        ({ metadata, spec, status }) =>
          status?.observedGeneration === metadata.generation && status.readyReplicas === (spec.replicas ?? 1),
      );
      return items.length > 0 && done ? items : undefined;
    });
    const count = (of: (set: SetObject) => number): number => sets.reduce((sum, set) => sum + of(set), 0);
    const pods = count(({ spec }) => spec.replicas ?? 1);
    const claims = count(({ spec }) => (spec.replicas ?? 1) * (spec.volumeClaimTemplates?.length ?? 0));
    assert.ok(claims > 0, 'a volume for its data');
    const path = `/api/v1/namespaces/${namespace}/persistentvolumeclaims`;
    const found = await this.#list<{ readonly status: { readonly phase: string } }>(path);
    assert.deepEqual(
      found.items.map(({ status }) => status.phase),
      Array<string>(claims).fill('Bound'),
    );
    return `${pods} pods ready, ${claims} claims bound`;
  }

  /** The DaemonSet's pods are ready, on the nodes that were asked for and on no other. */
  async #placed(namespace: string, reach: string | undefined): Promise<string> {
    await this.#until(`the pods of ${namespace}`, async () => {
      const { items } = await this.#list<SetObject>(`/apis/apps/v1/namespaces/${namespace}/daemonsets`);
      const { metadata, status } = items[0] ?? {};
      const all = status?.desiredNumberScheduled;
      const done = status?.observedGeneration === metadata?.generation && all && status?.numberReady === all;
      return items.length === 1 && done ? items : undefined;
    });
    const pods = await this.#list<Pod>(`/api/v1/namespaces/${namespace}/pods`);
    const nodes = await this.#list<Node>('/api/v1/nodes');
    const running = new Set(pods.items.map((pod) => pod.spec.nodeName));
    const tainted = (key: string): readonly string[] =>
      nodes.items
        .filter((node) => node.spec.taints?.some((taint) => taint.key === key))
        .map((node) => node.metadata.name);
    const controlPlane = tainted('node-role.kubernetes.io/control-plane');
    const dedicated = tainted('dedicated');
    assert.ok(controlPlane.length > 0 && dedicated.length > 0, 'the cluster has nodes of both kinds');
    for (const node of controlPlane) assert.equal(running.has(node), reach !== 'ordinary', node);
    for (const node of dedicated) assert.equal(running.has(node), reach === 'every', node);
    return `${running.size} of ${nodes.items.length} nodes`;
  }

  #list<T>(path: string): Promise<List<T>> {
    return this.#api.get<List<T>>(path);
  }

  async #remove(namespace: string, paths: readonly string[]): Promise<void> {
    for (const path of paths.filter((each) => !each.includes('/namespaces/'))) await this.#api.delete(path);
    await this.#api.delete(`/api/v1/namespaces/${namespace}`);
    await this.#api.delete(`/api/v1/namespaces/${namespace}/pods?gracePeriodSeconds=0`);
    await this.#until(`the end of the pods of ${namespace}`, async () => {
      const { items } = await this.#list<Pod>(`/api/v1/namespaces/${namespace}/pods`);
      return items.length === 0 ? true : undefined;
    });
  }

  async #until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    const end = Date.now() + patience;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (Date.now() > end) throw new Error(`waited ${patience / 1000} s for ${what}`);
      await sleep(250);
    }
  }
}

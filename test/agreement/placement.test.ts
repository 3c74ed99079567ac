import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { coverage } from '../../src/model/coverage.ts';
import type { DaemonSet, Node, Pod } from '../../src/model/objects.ts';
import { place } from '../../src/model/placement.ts';
import { trimDaemonSet, trimNode, trimPod } from '../../src/model/trim.ts';
import { startCluster, type Cluster } from '../cluster/cluster.ts';
import { notReadyLabel } from '../cluster/kwok.ts';
import { nodeObject } from '../cluster/nodes.ts';

// Random nodes and DaemonSets on a real control plane: what the DaemonSet controller did is what the model says. Then the nodes
// change under the running pods, which tells "would create" from "would keep". A cluster of its own: its nodes are nobody else's.

const USUAL_SEED = 20_260_301;
const SEED = Number(process.env['KUBESETS_SEED'] ?? USUAL_SEED);
const NODES = 16;
const SETS = 24;
const NAMESPACE = 'placement';

const PRESSURES = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'] as const;

const nodeName = (i: number): string => `n${i}`;

const labels = fc.record(
  {
    zone: fc.constantFrom('a', 'b', 'c'),
    disk: fc.constantFrom('ssd', 'hdd', ''),
    cpu: fc.constantFrom('4', '8', '16', 'many'),
  },
  { requiredKeys: [] },
);

const taintKeys = ['dedicated', 'spot', 'node.kubernetes.io/out-of-service'] as const;
const isOwn = (key: string): boolean => taintKeys.some((own) => own === key);
const taint = fc.record({
  key: fc.constantFrom(...taintKeys),
  value: fc.constantFrom('', 'db', 'web'),
  effect: fc.constantFrom('NoSchedule' as const, 'NoExecute' as const, 'PreferNoSchedule' as const),
});

/** Nodes by what a person or the platform sets on them; most have no taint, or nothing would run. */
const nodeArbitrary = fc.record({
  labels,
  taints: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    {
      weight: 2,
      arbitrary: fc.uniqueArray(taint, { minLength: 1, maxLength: 2, selector: (t) => t.key + t.effect }),
    },
  ),
  unschedulable: fc.oneof(
    { weight: 4, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  notReady: fc.oneof(
    { weight: 6, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  /** A condition that the node lifecycle controller turns into a taint. */
  pressure: fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...PRESSURES),
    },
  ),
});

const expression = fc.oneof(
  fc.record({
    key: fc.constantFrom('zone', 'disk'),
    operator: fc.constantFrom('In', 'NotIn'),
    values: fc.uniqueArray(fc.constantFrom('a', 'b', 'ssd', 'hdd', ''), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    key: fc.constantFrom('zone', 'disk', 'gpu'),
    operator: fc.constantFrom('Exists', 'DoesNotExist'),
  }),
  fc.record({
    key: fc.constantFrom('cpu', 'zone'),
    operator: fc.constantFrom('Gt', 'Lt'),
    // The API server accepts a bound that is no number; the controller then skips the term.
    values: fc.tuple(fc.constantFrom('5', '8', '10', 'x')),
  }),
);
const field = fc.record({
  key: fc.constant('metadata.name'),
  operator: fc.constantFrom('In', 'NotIn'),
  values: fc.tuple(fc.nat(NODES - 1).map(nodeName)),
});
const term = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ matchExpressions: fc.array(expression, { minLength: 1, maxLength: 2 }) }),
  },
  { weight: 2, arbitrary: fc.record({ matchFields: fc.tuple(field) }) },
  {
    weight: 1,
    arbitrary: fc.record({ matchExpressions: fc.tuple(expression), matchFields: fc.tuple(field) }),
  },
  { weight: 1, arbitrary: fc.constant({}) },
);
const effect = fc.constantFrom('', 'NoSchedule', 'NoExecute');
const toleration = fc.oneof(
  fc.record({ key: fc.constantFrom(...taintKeys), operator: fc.constant('Exists'), effect }),
  fc.record({ key: fc.constantFrom(...taintKeys), value: fc.constantFrom('', 'db', 'web'), effect }),
  fc.record({ operator: fc.constant('Exists'), effect }),
  fc.record({ key: fc.constant('node.kubernetes.io/not-ready'), operator: fc.constant('Exists') }),
);
const rarely = <T>(arbitrary: fc.Arbitrary<T>, often: number): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: often });

const templateArbitrary = fc.record({
  nodeName: fc.nat(9).chain((n) => (n === 0 ? fc.nat(NODES - 1).map(nodeName) : fc.constant(undefined))),
  hostNetwork: fc.constantFrom(undefined, undefined, true),
  nodeSelector: rarely(labels, 1),
  terms: rarely(fc.array(term, { minLength: 1, maxLength: 3 }), 1),
  tolerations: fc.array(toleration, { maxLength: 3 }),
});

type NodeFacts = typeof nodeArbitrary extends fc.Arbitrary<infer T> ? T : never;
type Template = typeof templateArbitrary extends fc.Arbitrary<infer T> ? T : never;

function nodeManifest(facts: NodeFacts, i: number): object {
  const own = {
    ...(facts.labels as Record<string, string>),
    ...(facts.notReady ? { [notReadyLabel]: 'true' } : {}),
  };
  return nodeObject(nodeName(i), { labels: own, taints: facts.taints, unschedulable: facts.unschedulable });
}

function setManifest(template: Template, i: number): object {
  const { terms, ...rest } = template;
  const labels = { app: `d${i}` };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: `d${i}`, namespace: NAMESPACE },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          ...rest,
          ...(terms
            ? {
                affinity: {
                  nodeAffinity: {
                    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms },
                  },
                },
              }
            : {}),
          terminationGracePeriodSeconds: 0,
          containers: [{ name: 'main', image: 'agent:1' }],
        },
      },
    },
  };
}

interface World {
  readonly nodes: readonly Node[];
  readonly sets: readonly DaemonSet[];
  /** By the owner's uid, then by the node that the pod is meant for. */
  readonly pods: ReadonlyMap<string, ReadonlyMap<string, Pod>>;
}

describe('placement agrees with the DaemonSet controller', { concurrency: false }, () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await startCluster({ nodes: 0 });
    await cluster.must(['create', 'namespace', NAMESPACE]);
  });
  after(() => cluster.stop());

  /** Raw, since kubectl's own reading and writing of some hundred pods costs more than all the rest. */
  async function list(path: string): Promise<readonly object[]> {
    return (JSON.parse(await cluster.must(['get', '--raw', path])) as { items: object[] }).items;
  }

  async function look(): Promise<World> {
    const [nodes, sets, pods] = await Promise.all(
      [
        '/api/v1/nodes',
        `/apis/apps/v1/namespaces/${NAMESPACE}/daemonsets`,
        `/api/v1/namespaces/${NAMESPACE}/pods`,
      ].map(list),
    );
    const byOwner = new Map<string, Map<string, Pod>>();
    for (const pod of (pods ?? []).map(trimPod)) {
      const owner = pod.meta.owner?.uid ?? '';
      const places = byOwner.get(owner) ?? new Map<string, Pod>();
      byOwner.set(owner, places.set(pod.targetNode ?? '', pod));
    }
    return { nodes: (nodes ?? []).map(trimNode), sets: (sets ?? []).map(trimDaemonSet), pods: byOwner };
  }

  /** What must stand still: taints and labels of nodes, the sets' own counts, and which pods there are. */
  function gist({ nodes, sets, pods }: World): string {
    return JSON.stringify([
      nodes.map((n) => [n.meta.labels, n.taints, n.unschedulable]),
      sets.map((s) => [s.generation, s.status]),
      [...pods].map(([, places]) => [...places.values()].map((p) => [p.meta.uid, p.phase, p.meta.deleting])),
    ]);
  }

  /** Waits until nothing has moved for 3 s, and every set's controller has seen its set. */
  async function settled(): Promise<World> {
    const deadline = Date.now() + 180_000;
    let last = '';
    let since = Date.now();
    for (;;) {
      const world = await look();
      const now = gist(world);
      if (now !== last) since = Date.now();
      last = now;
      const seen = world.sets.every((set) => set.status.observedGeneration === set.generation);
      if (seen && Date.now() - since > 3000) return world;
      assert.ok(Date.now() < deadline, 'the cluster did not come to rest');
      await sleep(1000);
    }
  }

  const patch = (i: number, change: object, ...more: string[]): Promise<string> =>
    cluster.must(['patch', 'node', nodeName(i), '-p', JSON.stringify(change), ...more]);

  /** Sets the condition that the node lifecycle controller turns into a taint, and clears the others. */
  async function press(i: number, { pressure }: NodeFacts): Promise<void> {
    const conditions = PRESSURES.map((type) => ({
      type,
      status: type === pressure ? 'True' : 'False',
      reason: 'Test',
      message: '',
    }));
    await patch(i, { status: { conditions } }, '--subresource=status', '--type=strategic');
  }

  /**
   * Changes a node in one step, so that no state in between makes the controller create what it would then keep. The taints that
   * the lifecycle controller owns stay: taking them away for a moment would be such a state.
   */
  async function change(i: number, facet: number, facts: NodeFacts, node: Node): Promise<void> {
    if (facet === 0) {
      const managed = node.taints.filter((t) => t.key.startsWith('node.kubernetes.io/') && !isOwn(t.key));
      const labels = { zone: null, disk: null, cpu: null, ...facts.labels };
      const taints = [...managed, ...facts.taints];
      await patch(i, { metadata: { labels }, spec: { taints } }, '--type=merge');
    } else if (facet === 1) await press(i, facts);
    else if (facet === 2) {
      await patch(i, { spec: { unschedulable: facts.unschedulable } }, '--type=merge');
    } else if (facet === 3) {
      const labels = { [notReadyLabel]: facts.notReady ? 'true' : null };
      await patch(i, { metadata: { labels } }, '--type=merge');
    }
  }

  /** Compares every set with every node; `before` is what was there when the nodes changed. Returns how many pairs of each kind. */
  function compare(world: World, earlier: World | undefined): Record<string, number> {
    const seen: Record<string, number> = { run: 0, kept: 0, removed: 0, excluded: 0 };
    const wrong: string[] = [];
    for (const set of world.sets) {
      const there = world.pods.get(set.meta.uid) ?? new Map<string, Pod>();
      const were = earlier?.pods.get(set.meta.uid);
      let wanted = 0;
      let strays = 0;
      for (const node of world.nodes) {
        const { shouldRun, keep, reasons } = place(set.placement, node);
        const name = node.meta.name;
        const was = were?.get(name)?.meta.uid;
        const is = there.get(name)?.meta.uid;
        const expected = shouldRun || (keep && was !== undefined);
        const kind = shouldRun ? 'run' : was === undefined ? 'excluded' : keep ? 'kept' : 'removed';
        seen[kind] = (seen[kind] ?? 0) + 1;
        if (shouldRun) wanted += 1;
        else if (is !== undefined) strays += 1;
        // A pod that is kept is the same pod, not a new one.
        const right = (is !== undefined) === expected && (kind !== 'kept' || is === was);
        if (right && (reasons.length === 0) === shouldRun) continue;
        wrong.push(
          `${set.meta.name} on ${name}: expected ${kind}, pod ${is ?? 'none'}, before ${was ?? 'none'}; ` +
            JSON.stringify({ spec: set.placement, labels: node.meta.labels, taints: node.taints, reasons }),
        );
      }
      if (wanted !== set.status.desired)
        wrong.push(`${set.meta.name}: desired ${set.status.desired}, model ${wanted}`);
      if (strays !== set.status.misscheduled) {
        wrong.push(`${set.meta.name}: misscheduled ${set.status.misscheduled}, model ${strays}`);
      }
      const { counts, eligible } = coverage(
        set,
        { nodes: world.nodes, pods: [...there.values()], warningsOf: () => [] },
        Date.now(),
      );
      if (eligible !== wanted || counts.misscheduled !== strays || counts.missing !== 0) {
        wrong.push(`${set.meta.name}: coverage says ${JSON.stringify({ eligible, ...counts })}`);
      }
    }
    assert.deepEqual(wrong, [], `seed ${SEED}`);
    return seen;
  }

  const rounds = fc.sample(fc.array(nodeArbitrary, { minLength: NODES, maxLength: NODES }), {
    seed: SEED,
    numRuns: 3,
  });
  const templates = fc.sample(templateArbitrary, { seed: SEED, numRuns: SETS });
  let world: World | undefined;
  const total = { kept: 0, removed: 0 };

  test(`${SETS} DaemonSets on ${NODES} nodes (seed ${SEED})`, async (t) => {
    const facts = rounds[0] as NodeFacts[];
    await cluster.apply(...facts.map(nodeManifest));
    await cluster.must([
      'wait',
      '--for=jsonpath={.status.nodeInfo.kernelVersion}=simulated',
      'nodes',
      '--all',
    ]);
    for (const [i, fact] of facts.entries()) if (fact.pressure) await press(i, fact);
    // Only then the sets, or they would see nodes without their taints.
    await settled();
    await cluster.apply(...templates.map(setManifest));
    world = await settled();
    assert.equal(world.nodes.length * world.sets.length, NODES * SETS);
    const seen = compare(world, undefined);
    t.diagnostic(JSON.stringify(seen));
    assert.ok((seen['run'] ?? 0) >= 20 && (seen['excluded'] ?? 0) >= 20, 'a fair mix of answers');
  });

  for (const round of [1, 2]) {
    test(`the nodes change under them, time ${round}`, async (t) => {
      assert.ok(world, 'the first comparison came to its end');
      const earlier = world;
      const nodes = new Map(earlier.nodes.map((node) => [node.meta.name, node]));
      for (const [i, facts] of (rounds[round] as NodeFacts[]).entries()) {
        await change(i, (i + round) % 5, facts, nodes.get(nodeName(i)) as Node);
      }
      await settled();
      // A node that is no longer eligible but keeps its pod does not make the controller look at the set again: its counts stay
      // as they were (syncNodeUpdate in daemon_controller.go). Anything written to the set does.
      await cluster.must([
        'annotate',
        'daemonsets',
        '--all',
        '-n',
        NAMESPACE,
        `kubesets.test/round=${round}`,
        '--overwrite',
      ]);
      world = await settled();
      const seen = compare(world, earlier);
      t.diagnostic(JSON.stringify(seen));
      for (const kind of ['kept', 'removed'] as const) total[kind] += seen[kind] ?? 0;
      // What another seed happens to draw need not have every kind of answer; what it draws must be right.
      if (round === 2 && SEED === USUAL_SEED)
        assert.ok(total.kept > 0 && total.removed > 0, 'some pods stayed, some went');
    });
  }
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { PLACE_ORDER, coverage, type Coverage } from '../../../src/model/coverage.ts';
import type { DaemonSet, Node, Pod, Warning } from '../../../src/model/objects.ts';
import { place } from '../../../src/model/placement.ts';
import { NOW, daemonSet, node, pod, warning, warningsOf } from './support.ts';

function read(
  set: DaemonSet,
  nodes: readonly Node[] | undefined,
  pods: readonly Pod[],
  warnings: readonly Warning[] = [],
): Coverage {
  const lookup = nodes ? { node: (name: string) => nodes.find((n) => n.meta.name === name) } : {};
  return coverage(set, { nodes, pods, warningsOf: warningsOf(warnings), ...lookup }, NOW);
}

const brief = (found: Coverage): string[] => found.places.map((p) => `${p.node} ${p.state}`);
const tainted = (effect: string): { taints: object[] } => ({ taints: [{ key: 'k', value: 'v', effect }] });

/** A pod that the controller made and the scheduler has not placed. */
const unplaced = (target: string, set: DaemonSet, message: string): Pod => ({
  ...pod(`${target}-x`, set, { node: '', phase: 'Pending' }),
  targetNode: target,
  conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
});

describe('coverage', () => {
  test('groups nodes by what is there: ready, on its way, missing, not wanted', () => {
    const set = daemonSet();
    const nodes = [
      node('n1', tainted('NoSchedule')),
      node('n2'),
      node('n3'),
      node('n4'),
      node('n5'),
      node('n6', tainted('NoSchedule')),
      node('n7'),
    ];
    const found = read(set, nodes, [
      pod('a', set, { node: 'n2', ready: false }),
      unplaced('n3', set, 'Insufficient cpu'),
      pod('c', set, { node: 'n5' }),
      pod('d', set, { node: 'n6' }),
      pod('e', set, { node: 'n7', deleting: true }),
    ]);
    assert.deepEqual(brief(found), [
      'n5 ready',
      'n2 notReady',
      'n3 pending',
      'n7 terminating',
      'n4 missing',
      'n6 misscheduled',
      'n1 excluded',
    ]);
    assert.equal(found.eligible, 5);
    assert.equal(found.counts.excluded, 1);
    const taint = [{ code: 'taint', key: 'k', value: 'v', effect: 'NoSchedule' }];
    assert.deepEqual(found.places[5]?.reasons, taint);
    assert.deepEqual(found.places[6]?.reasons, taint);
    assert.deepEqual(found.places[2]?.reasons, [{ code: 'unschedulable', message: 'Insufficient cpu' }]);
  });

  test('a missing pod names the controller’s failure; another node’s is not its own', () => {
    const set = daemonSet();
    const forbidden = warning(set.meta.uid, 'FailedCreate', 'Error creating: pods "web-" is forbidden', 50);
    const killed = warning(
      set.meta.uid,
      'FailedDaemonPod',
      'Found failed daemon pod shop/web-x on node n1, will try to kill it',
      5,
    );
    const found = read(set, [node('n1'), node('n10')], [], [forbidden, killed]);
    assert.deepEqual(
      found.places.map((p) => p.reasons.map((r) => ('reason' in r ? r.reason : r.code))),
      [['FailedDaemonPod'], ['FailedCreate']],
    );
  });

  test('where nodes can’t be listed, only nodes with pods are places', () => {
    const set = daemonSet();
    const found = read(set, undefined, [pod('a', set, { node: 'n1' })]);
    assert.deepEqual(brief(found), ['n1 ready']);
    assert.equal(found.eligible, undefined);
  });

  test('a pod whose node is gone is misscheduled, with that reason', () => {
    const set = daemonSet();
    const found = read(set, [], [pod('a', set, { node: 'n1' })]);
    assert.deepEqual(brief(found), ['n1 misscheduled']);
    assert.deepEqual(found.places[0]?.reasons, [{ code: 'nodeGone' }]);
  });

  test('of two pods on a node the one that stays stands for it', () => {
    const set = daemonSet();
    const going = pod('a', set, { deleting: true, created: 100 });
    const next = pod('b', set, { created: 1 });
    for (const pods of [
      [going, next],
      [next, going],
    ]) {
      assert.equal(read(set, [node('n1')], pods).places[0]?.pod?.meta.name, 'b');
    }
  });

  test('any nodes and pods: every node once; counts and eligibility agree with the placement of each', () => {
    const nodes = fc.uniqueArray(
      fc.record({
        name: fc.nat(20).map((n) => `n${n}`),
        taints: fc.constantFrom(
          [],
          [{ key: 'k', effect: 'NoSchedule' }],
          [{ key: 'k', effect: 'NoExecute' }],
        ),
      }),
      { selector: (n) => n.name },
    );
    const pods = fc.array(
      fc.record({ node: fc.nat(25).map((n) => `n${n}`), ready: fc.boolean(), deleting: fc.boolean() }),
    );
    fc.assert(
      fc.property(nodes, pods, fc.boolean(), (someNodes, somePods, tolerant) => {
        const set = daemonSet({ template: tolerant ? { tolerations: [{ operator: 'Exists' }] } : {} });
        const all = someNodes.map((n) => node(n.name, { taints: n.taints }));
        const found = read(
          set,
          all,
          somePods.map((p, i) => pod(`p${i}`, set, p)),
        );
        const names = found.places.map((p) => p.node);
        const expected = new Set([...all.map((n) => n.meta.name), ...somePods.map((p) => p.node)]);
        assert.deepEqual([...names].sort(), [...expected].sort());
        const order = found.places.map((p) => PLACE_ORDER.indexOf(p.state));
        assert.deepEqual(
          order,
          [...order].sort((a, b) => a - b),
        );
        assert.equal(found.eligible, all.filter((n) => place(set.placement, n).shouldRun).length);
        for (const state of PLACE_ORDER) {
          assert.equal(found.counts[state], found.places.filter((p) => p.state === state).length);
        }
        for (const p of found.places) {
          if (p.state === 'excluded' || p.state === 'misscheduled') assert.ok(p.reasons.length > 0);
          assert.equal(p.pod === undefined, p.state === 'excluded' || p.state === 'missing');
        }
      }),
      { seed: 2 },
    );
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { claimName, parseOrdinal, podName } from '../../../src/model/names.ts';
import type { Claim, Pod, StatefulSet, Warning } from '../../../src/model/objects.ts';
import { slots, type Slots } from '../../../src/model/slots.ts';
import { NOW, claim, node, pod, statefulSet, warning, warningsOf } from './support.ts';

const TEMPLATES = { volumeClaimTemplates: [{ metadata: { name: 'data' } }] };

function read(
  set: StatefulSet,
  pods: readonly Pod[],
  more: { claims?: readonly Claim[]; warnings?: readonly Warning[]; lost?: boolean } = {},
): Slots {
  const { claims = [], warnings = [] } = more;
  const lookup = { node: () => (more.lost ? undefined : node('n1', { ready: false })) };
  return slots(
    set,
    { pods, claims, warningsOf: warningsOf(warnings), ...(more.lost === undefined ? {} : lookup) },
    NOW,
  );
}

const brief = (found: Slots): string[] => found.slots.map((s) => `${s.name} ${s.state}`);

test('a pod’s ordinal is what follows the set’s own name', () => {
  assert.equal(parseOrdinal('web', 'web-12'), 12);
  assert.equal(parseOrdinal('web', 'web-shop-1'), undefined);
  assert.equal(parseOrdinal('web-1', 'web-1-0'), 0);
  assert.equal(parseOrdinal('web', 'web'), undefined);
  assert.equal(parseOrdinal('web', 'web-'), undefined);
  assert.equal(parseOrdinal('web', 'web-x1'), undefined);
  assert.equal(parseOrdinal('web', 'web-2147483648'), undefined, 'beyond int32');
  assert.equal(claimName('data', 'web', 2), 'data-web-2');
});

describe('slots', () => {
  test('stand for every ordinal in order, also where no pod is; the lowest that is not ready is waited for', () => {
    const set = statefulSet({ spec: { replicas: 4, ordinals: { start: 5 } } });
    const found = read(set, [pod('web-6', set, { ready: false }), pod('web-5', set)]);
    assert.deepEqual(brief(found), ['web-5 ready', 'web-6 notReady', 'web-7 waiting', 'web-8 waiting']);
    assert.deepEqual(found.slots[3]?.reasons, [{ code: 'waitsForOrdinal', pod: 'web-6', state: 'notReady' }]);
  });

  test('with Parallel none waits for another', () => {
    const set = statefulSet({ spec: { replicas: 2, podManagementPolicy: 'Parallel' } });
    assert.deepEqual(brief(read(set, [])), ['web-0 missing', 'web-1 missing']);
  });

  test('a pod that goes is waited for, until it has gone', () => {
    const set = statefulSet({ spec: { replicas: 2 } });
    const going = pod('web-0', set, { deleting: true });
    assert.deepEqual(brief(read(set, [going])), ['web-0 terminating', 'web-1 waiting']);
    assert.equal(going.meta.deleting, NOW, 'asked for now: the server’s time less the grace period');
  });

  test('a successor stands for its slot while the store still has both', () => {
    const set = statefulSet({ spec: { replicas: 1 } });
    const old = pod('web-0', set, { uid: 'old', created: 60, deleting: true });
    const young = pod('web-0', set, { uid: 'young', created: 1 });
    for (const pods of [
      [old, young],
      [young, old],
    ]) {
      assert.equal(read(set, pods).slots[0]?.pod?.meta.uid, 'young');
    }
  });

  test('a missing pod names what the controller said about it, and not about another', () => {
    const set = statefulSet({ spec: { replicas: 1 } });
    const quota =
      'create Pod web-0 in StatefulSet web failed error: pods "web-0" is forbidden: exceeded quota';
    const other = 'create Pod web-01 in StatefulSet web failed error: no';
    const uid = set.meta.uid;
    const found = read(set, [], {
      warnings: [
        warning(uid, 'FailedCreate', other, 1),
        warning(uid, 'FailedCreate', quota, 100),
        warning(uid, 'FailedCreate', quota.replace('quota', 'old'), 200),
      ],
    });
    assert.deepEqual(found.slots[0], {
      ordinal: 0,
      name: 'web-0',
      state: 'missing',
      reasons: [{ code: 'event', reason: 'FailedCreate', message: quota }],
    });
    const stale = read(set, [], { warnings: [warning(uid, 'FailedCreate', quota, 3000)] });
    assert.deepEqual(stale.slots[0]?.reasons, [], 'said long ago and not again');
  });

  test('a missing pod names the claim that is being deleted, a set that is going, a change not yet seen', () => {
    const set = statefulSet({ spec: { replicas: 1, ...TEMPLATES } });
    const claims = [claim('data-web-0', { deleting: true })];
    assert.deepEqual(read(set, [], { claims }).slots[0]?.reasons, [
      { code: 'claim', name: 'data-web-0', phase: 'Bound', deleting: true },
    ]);
    const going = statefulSet({ deleting: true, spec: { replicas: 2 } });
    const facts = read(going, []).slots.map((s) => s.reasons);
    assert.deepEqual(facts, [[{ code: 'setDeleting' }], [{ code: 'setDeleting' }]]);
    const ahead = statefulSet({ generation: 2, spec: { replicas: 1 } });
    assert.deepEqual(read(ahead, []).slots[0]?.reasons, [{ code: 'notObserved' }]);
  });

  test('a pending pod names the scheduler’s words and its unbound claims', () => {
    const set = statefulSet({ spec: { replicas: 1, ...TEMPLATES } });
    const message = '0/5 nodes: persistentvolumeclaim "data-web-0" not found';
    const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }];
    const waiting = pod('web-0', set, { node: '', claims: ['data-web-0'], status: { conditions } });
    const found = read(set, [waiting], { claims: [claim('data-web-0', { phase: 'Pending' })] });
    assert.equal(found.slots[0]?.state, 'pending');
    assert.deepEqual(found.slots[0].reasons, [
      { code: 'unschedulable', message },
      { code: 'claim', name: 'data-web-0', phase: 'Pending', deleting: false },
    ]);
  });

  test('a pod’s node that is not ready, or gone, is said first', () => {
    const set = statefulSet({ spec: { replicas: 1 } });
    const going = pod('web-0', set, { deleting: true });
    assert.deepEqual(read(set, [going], { lost: false }).slots[0]?.reasons, [{ code: 'nodeNotReady' }]);
    assert.deepEqual(read(set, [going], { lost: true }).slots[0]?.reasons, [{ code: 'nodeGone' }]);
  });

  test('Ready is not enough before minReadySeconds are over', () => {
    const set = statefulSet({ spec: { replicas: 2, minReadySeconds: 40 } });
    const found = read(set, [pod('web-0', set, { readyFor: 30 })]);
    assert.deepEqual(brief(found), ['web-0 notReady', 'web-1 waiting']);
    assert.deepEqual(found.slots[0]?.reasons, [{ code: 'settling', until: NOW + 10_000 }]);
    assert.deepEqual(brief(read(set, [pod('web-0', set, { readyFor: 40 })])), [
      'web-0 ready',
      'web-1 missing',
    ]);
  });

  test('what crashes says so; what starts says what the kubelet complains about', () => {
    const set = statefulSet({ spec: { replicas: 2, podManagementPolicy: 'Parallel' } });
    const state = { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s' } };
    const crashing = pod('web-0', set, {
      ready: false,
      status: { containerStatuses: [{ name: 'main', restartCount: 7, state }] },
    });
    const starting = pod('web-1', set, { phase: 'Pending', uid: 'p1' });
    const found = read(set, [crashing, starting], {
      warnings: [
        warning('p1', 'FailedScheduling', 'long over'),
        warning('p1', 'FailedMount', 'MountVolume.SetUp failed', 60),
      ],
    });
    assert.deepEqual(found.slots[0]?.reasons, [
      { code: 'container', name: 'main', reason: 'CrashLoopBackOff', message: 'back-off 5m0s' },
    ]);
    assert.equal(found.slots[1]?.state, 'starting');
    assert.deepEqual(found.slots[1].reasons, [
      { code: 'event', reason: 'FailedMount', message: 'MountVolume.SetUp failed' },
    ]);
  });

  test('pods outside the range are left over; claims outside it that none of them uses are retained', () => {
    const set = statefulSet({ spec: { replicas: 1, ordinals: { start: 2 }, ...TEMPLATES } });
    const pods = [10, 9, 2, 1].map((n) => pod(podName('web', n), set, { claims: [`data-web-${n}`] }));
    const claims = [12, 9, 3, 2, 0].map((n) => claim(`data-web-${n}`));
    const found = read(set, pods, { claims: [...claims, claim('data-web-shop-7')] });
    assert.deepEqual(
      found.leftovers.map((s) => s.name),
      ['web-1', 'web-9', 'web-10'],
    );
    assert.deepEqual(
      found.retained.map((c) => c.meta.name),
      ['data-web-0', 'data-web-3', 'data-web-12'],
    );
  });

  test('any set of pods: every ordinal once, in order; nothing waits for what is ready, or for a higher one', () => {
    const options = fc.record({
      ordinal: fc.nat(12),
      ready: fc.boolean(),
      deleting: fc.boolean(),
      node: fc.constantFrom('n1', ''),
      phase: fc.constantFrom('Running', 'Pending', 'Failed'),
    });
    fc.assert(
      fc.property(
        fc.record({
          replicas: fc.nat(8),
          start: fc.nat(4),
          policy: fc.constantFrom('OrderedReady', 'Parallel'),
        }),
        fc.uniqueArray(options, { selector: (o) => o.ordinal }),
        ({ replicas, start, policy }, all) => {
          const set = statefulSet({ spec: { replicas, ordinals: { start }, podManagementPolicy: policy } });
          const pods = all.map(({ ordinal, ...rest }) => pod(podName('web', ordinal), set, rest));
          const found = read(set, pods);
          assert.deepEqual(
            found.slots.map((s) => s.ordinal),
            Array.from({ length: replicas }, (_, i) => start + i),
          );
          const shown = [...found.slots, ...found.leftovers].flatMap((s) => s.pod?.meta.uid ?? []);
          assert.deepEqual(
            shown.sort(),
            pods.map((p) => p.meta.uid).sort(),
            'every pod stands somewhere, once',
          );
          const lowest = found.slots.find((s) => s.state !== 'ready');
          for (const slot of found.slots) {
            if (slot.pod) assert.notEqual(slot.state, 'waiting');
            else if (policy === 'Parallel' || slot === lowest) assert.equal(slot.state, 'missing');
            else assert.equal(slot.state, 'waiting');
            const [reason] = slot.reasons;
            if (reason?.code !== 'waitsForOrdinal') continue;
            assert.equal(reason.pod, lowest?.name);
            assert.ok(slot.ordinal > (lowest?.ordinal ?? Infinity));
          }
        },
      ),
      { seed: 1 },
    );
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CameBack } from '../../../src/model/cameBack.ts';

test('counts from when the old pod was seen to go until the new one is Ready', () => {
  const tracker = new CameBack();
  tracker.seen('k', 'a', 'ready', 0);
  assert.equal(tracker.took('k'), undefined, 'nothing has gone yet');
  tracker.seen('k', 'a', 'terminating', 1000);
  tracker.seen('k', 'a', 'terminating', 1500);
  tracker.gone('k', 'a', 2000);
  tracker.seen('k', 'b', 'pending', 2100);
  assert.equal(tracker.took('k'), undefined);
  tracker.seen('k', 'b', 'ready', 4000);
  assert.equal(tracker.took('k'), 3000);
  tracker.seen('k', 'b', 'notReady', 5000);
  tracker.seen('k', 'b', 'ready', 6000);
  assert.equal(tracker.took('k'), 3000, 'the same pod, ready again, is no re-creation');
});

test('a pod that vanished without notice counts from then; the old pod’s own states do not', () => {
  const tracker = new CameBack();
  tracker.gone('k', 'a', 100);
  tracker.seen('k', 'a', 'ready', 150);
  assert.equal(tracker.took('k'), undefined);
  tracker.seen('k', 'b', 'ready', 400);
  assert.equal(tracker.took('k'), 300);
});

test('while it goes on again the last figure is not shown; places and sets are apart', () => {
  const tracker = new CameBack();
  for (const key of ['set/1/0', 'set/1/1', 'set/2/0']) {
    tracker.gone(key, 'a', 0);
    tracker.seen(key, 'b', 'ready', 10);
  }
  tracker.seen('set/1/0', 'b', 'terminating', 20);
  assert.equal(tracker.took('set/1/0'), undefined);
  assert.deepEqual(
    ['set/1/1', 'set/2/0'].map((key) => tracker.took(key)),
    [10, 10],
  );
});

test('does not grow without limit', () => {
  const tracker = new CameBack();
  for (let i = 0; i < 20_001; i++) {
    tracker.gone(`k${i}`, 'a', 0);
    tracker.seen(`k${i}`, 'b', 'ready', 5);
  }
  assert.equal(tracker.took('k0'), undefined);
  assert.equal(tracker.took('k20000'), 5);
});

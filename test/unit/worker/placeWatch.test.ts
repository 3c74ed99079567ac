import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Emitter } from '../../../src/base/emitter.ts';
import type { Occupant } from '../../../src/forward/types.ts';
import { watchPlace } from '../../../src/worker/placeWatch.ts';
import type { Session } from '../../../src/worker/session.ts';

const ready = (uid: string): Occupant => ({ is: 'ready', name: 'mongodb-0', uid, ports: [] });

/** A session as far as the watch looks at it. */
function fakeSession(changed = new Emitter<void>()): Session {
  return {
    store: { onDidChange: changed.event },
    onDidChange: new Emitter<void>().event,
  } as unknown as Session;
}

test('while the lists are read anew, whoever was at the place is still there', () => {
  const changed = new Emitter<void>();
  const session = fakeSession(changed);
  let known: Occupant | undefined;
  const watch = watchPlace(
    () => session,
    new Emitter<void>().event,
    () => known,
  );
  const heard: Occupant[] = [];
  watch.onDidChange((occupant) => heard.push(occupant));
  assert.equal(watch.occupant.is, 'absent');
  const tell = (now: Occupant | undefined): void => {
    known = now;
    changed.fire();
  };
  tell(ready('a'));
  tell(undefined);
  tell(ready('a'));
  assert.deepEqual(heard, [ready('a')], 'a refresh is no change');
  tell(undefined);
  tell(ready('b'));
  assert.deepEqual(heard, [ready('a'), ready('b')]);
});

test('the watch follows when another session takes the place of its context’s', () => {
  const [first, second] = [fakeSession(), fakeSession()];
  let current = first;
  const replaced = new Emitter<void>();
  const watch = watchPlace(
    () => current,
    replaced.event,
    (session) => ready(session === first ? 'old' : 'new'),
  );
  assert.deepEqual(watch.occupant, ready('old'));
  current = second;
  replaced.fire();
  assert.deepEqual(watch.occupant, ready('new'));
  watch.dispose();
});

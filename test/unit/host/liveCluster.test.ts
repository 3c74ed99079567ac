import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Emitter } from '../../../src/base/emitter.ts';
import { UserError } from '../../../src/base/errors.ts';
import { LiveCluster } from '../../../src/host/liveCluster.ts';
import type { WorkerClient } from '../../../src/host/workerClient.ts';
import type { ConnectionState } from '../../../src/worker/protocol.ts';
import { FakeClock } from '../forward/fakeClock.ts';

const state = (some: Partial<ConnectionState> = {}): ConnectionState => ({
  context: 'c',
  server: 's',
  namespaces: undefined,
  namespace: 'data',
  watch: { is: 'live' },
  error: undefined,
  empty: false,
  liveAt: 0,
  ...some,
});
const retrying = { is: 'retrying', at: 0, why: { code: 'unreachable', message: 'gone' } } as const;

/** A fake worker client: every request waits until it is answered or refused by hand. */
class FakeWorker {
  readonly connection = new Emitter<ConnectionState>();
  readonly died = new Emitter<{ gaveUp: boolean }>();
  readonly onConnection = this.connection.event;
  readonly onDidDie = this.died.event;
  readonly open: PromiseWithResolvers<unknown>[] = [];
  readonly request = ((): Promise<unknown> => {
    const answer = Promise.withResolvers<unknown>();
    this.open.push(answer);
    return answer.promise;
  }) as WorkerClient['request'];
}

interface Made {
  readonly clock: FakeClock;
  readonly worker: FakeWorker;
  readonly cluster: LiveCluster;
  readonly log: string[];
  readonly fired: () => number;
}

function start(trusted = true): Made {
  const [clock, worker, log] = [new FakeClock(), new FakeWorker(), [] as string[]];
  const cluster = new LiveCluster({ worker, clock, trusted: () => trusted, log: (m) => log.push(m) });
  let fired = 0;
  cluster.onDidChange(() => fired++);
  return { clock, worker, cluster, log, fired: () => fired };
}

const names = { items: ['a'], complete: true };

test('nothing live: not known, and the worker is not asked', async () => {
  for (const [trusted, first] of [
    [true, undefined],
    [true, state({ watch: { is: 'connecting' } })],
    [true, state({ watch: retrying })],
    [true, state({ error: { code: 'no-kubeconfig', message: '' } })],
    [false, state()],
  ] as const) {
    const { worker, cluster } = start(trusted);
    if (first) worker.connection.fire(first);
    assert.equal(cluster.live, undefined);
    assert.equal(await cluster.namespaces(), undefined);
    assert.equal(worker.open.length, 0);
  }
});

test('live: the answer; null is not known', async () => {
  const { worker, cluster, clock } = start();
  worker.connection.fire(state());
  assert.deepEqual(cluster.live, { context: 'c', server: 's', namespace: 'data' });
  const [asked, secret] = [cluster.namespaces(), cluster.keyed('Secret', 'data')];
  worker.open[0]?.resolve(names);
  worker.open[1]?.resolve(null);
  assert.deepEqual(await asked, names);
  assert.equal(await secret, undefined);
  assert.equal(clock.pending, 0, 'no timer is left');
});

test('a slow answer is not waited for beyond a second', async () => {
  const { worker, cluster, clock } = start();
  worker.connection.fire(state());
  const asked = cluster.namespaces();
  clock.advance(1000);
  assert.equal(await asked, undefined);
  worker.open[0]?.resolve(names);
});

test('an answer of the cluster before is none of the one after', async () => {
  for (const turn of [
    (worker: FakeWorker) => worker.connection.fire(state({ context: 'other' })),
    (worker: FakeWorker) => worker.connection.fire(state({ watch: retrying })),
    (worker: FakeWorker) => worker.died.fire({ gaveUp: false }),
  ]) {
    const { worker, cluster, fired } = start();
    worker.connection.fire(state());
    const asked = cluster.namespaces();
    turn(worker);
    worker.open[0]?.resolve(names);
    assert.equal(await asked, undefined);
    assert.equal(fired(), 2);
  }
});

test('a worker that dies rejects nothing here; a bug is in the log', async () => {
  const { worker, cluster, log } = start();
  worker.connection.fire(state());
  const [one, two] = [cluster.namespaces(), cluster.namespaces()];
  worker.open[0]?.reject(new UserError({ code: 'server', message: 'stopped' }));
  worker.open[1]?.reject(new TypeError('wrong'));
  assert.deepEqual([await one, await two], [undefined, undefined]);
  assert.equal(log.length, 1);
  assert.match(log[0] ?? '', /wrong/);
});

test('the same state again is no change', () => {
  const { worker, fired } = start();
  worker.connection.fire(state());
  worker.connection.fire(state({ liveAt: 5, empty: true }));
  assert.equal(fired(), 1);
});

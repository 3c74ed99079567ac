import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Emitter } from '../../../src/base/emitter.ts';
import { LiveFacts } from '../../../src/editor/liveFacts.ts';
import type { LiveContext } from '../../../src/host/liveCluster.ts';
import type { KnownKeys, KnownService, KnownStorageClass, Listing } from '../../../src/model/known.ts';
import { FakeClock } from '../forward/fakeClock.ts';

const live: LiveContext = { context: 'c', server: 's', namespace: 'data' };

/** A fake cluster: it says what it is told to say, and remembers what it was asked. */
class FakeCluster {
  readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;
  readonly asked: string[] = [];
  live: LiveContext | undefined = live;
  secrets: Listing<string> | undefined = { items: ['db'], complete: true };
  #hold: Promise<void> | undefined;

  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#hold = promise;
    return resolve;
  }

  async #say<T>(question: string, answer: () => T): Promise<T> {
    this.asked.push(question);
    const said = answer();
    await this.#hold;
    return said;
  }

  services(namespace: string): Promise<Listing<KnownService> | undefined> {
    return this.#say(`services ${namespace}`, () => ({
      items: [{ name: 'db', headless: true, ports: [] }],
      complete: true,
    }));
  }

  storageClasses(): Promise<Listing<KnownStorageClass> | undefined> {
    return this.#say('classes', () => undefined);
  }

  keyed(kind: string, namespace: string): Promise<Listing<string> | undefined> {
    return this.#say(`${kind} ${namespace}`, () => this.secrets);
  }

  keys(kind: string, namespace: string, name: string): Promise<KnownKeys | undefined> {
    return this.#say(`keys ${kind} ${namespace}/${name}`, () => ({ exists: true, keys: ['password'] }));
  }
}

function start(): { clock: FakeClock; cluster: FakeCluster; facts: LiveFacts; fired: () => number } {
  const clock = new FakeClock();
  const cluster = new FakeCluster();
  const facts = new LiveFacts({ clock, cluster });
  let fired = 0;
  facts.onDidChange(() => fired++);
  return { clock, cluster, facts, fired: () => fired };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const secret = (facts: LiveFacts, name = 'db'): { exists: boolean } | undefined =>
  facts.current?.keyed?.('Secret', 'data', name);

test('a question has no answer at first, is sent once for all who ask, and its answer is told', async () => {
  const { clock, cluster, facts, fired } = start();
  assert.equal(secret(facts), undefined);
  assert.equal(secret(facts, 'other'), undefined);
  assert.deepEqual(cluster.asked, [], 'nothing is asked while one types');
  clock.advance(300);
  await settled();
  assert.deepEqual(cluster.asked, ['Secret data']);
  assert.equal(fired(), 1);
  assert.equal(secret(facts)?.exists, true);
  assert.deepEqual(secret(facts, 'other'), { exists: false });
  assert.equal(facts.current?.namespace, 'data');
  facts.dispose();
});

test('an object is read only for a rule that wants its keys', async () => {
  const { clock, cluster, facts } = start();
  secret(facts);
  clock.advance(300);
  await settled();
  const keys = (): readonly string[] | undefined => facts.current?.keyed?.('Secret', 'data', 'db')?.keys;
  assert.equal(keys(), undefined);
  clock.advance(300);
  await settled();
  assert.deepEqual(keys(), ['password']);
  assert.deepEqual(cluster.asked, ['Secret data', 'keys Secret data/db']);
  facts.dispose();
});

test('what is not known, or not all of it, proves nothing', async () => {
  const { clock, cluster, facts, fired } = start();
  cluster.secrets = { items: ['db'], complete: false };
  secret(facts);
  facts.current?.storageClasses?.();
  clock.advance(300);
  await settled();
  assert.equal(secret(facts)?.exists, true);
  assert.equal(secret(facts, 'other'), undefined);
  assert.equal(facts.current?.storageClasses?.(), undefined);
  assert.equal(fired(), 1);
  facts.dispose();
});

test('a change in the cluster is seen within half a minute; no change makes no work', async () => {
  const { clock, cluster, facts, fired } = start();
  secret(facts);
  clock.advance(300);
  await settled();
  clock.advance(30_000);
  await settled();
  assert.equal(fired(), 1);
  cluster.secrets = { items: [], complete: true };
  clock.advance(30_000);
  await settled();
  assert.equal(fired(), 2);
  assert.deepEqual(secret(facts), { exists: false });
  assert.equal(cluster.asked.length, 3);
  facts.dispose();
});

test('a lost connection leaves no fact; an answer of before it is none of after it', async () => {
  const { clock, cluster, facts, fired } = start();
  const release = cluster.hold();
  secret(facts);
  clock.advance(300);
  cluster.live = undefined;
  cluster.changed.fire();
  assert.equal(facts.current, undefined);
  assert.equal(fired(), 1);
  release();
  await settled();
  assert.equal(fired(), 1, 'the late answer is nobody’s');
  cluster.live = { ...live, context: 'other' };
  cluster.changed.fire();
  assert.equal(secret(facts), undefined, 'asked anew of the other cluster');
  facts.dispose();
});

test('what no open manifest asks any more is not asked of the cluster any more', async () => {
  const { clock, cluster, facts } = start();
  secret(facts);
  clock.advance(300);
  await settled();
  facts.newRound(); // nobody asks after it
  clock.advance(30_000);
  await settled();
  clock.advance(120_000);
  await settled();
  assert.ok(cluster.asked.length <= 2, `${cluster.asked.length}`);
  assert.equal(clock.pending, 0, 'no timer is left');
  facts.dispose();
});

test('while a person types on, what was asked stays known', async () => {
  const { clock, facts } = start();
  secret(facts);
  for (let i = 0; i < 100; i++) {
    clock.advance(1000);
    await settled();
    facts.newRound();
  }
  assert.equal(secret(facts)?.exists, true);
  facts.dispose();
});

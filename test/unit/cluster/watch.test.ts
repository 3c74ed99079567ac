import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../../../src/cluster/client.ts';
import type { Delta, Watched, WatchState } from '../../../src/cluster/types.ts';
import { watchResource } from '../../../src/cluster/watch.ts';
import { FakeClock } from '../forward/fakeClock.ts';
import { answerStatus, clientFor, FakeApiServer, until } from './support.ts';

interface Thing {
  readonly name: string;
  readonly uid: string;
}

const thing = (name: string, uid: string, resourceVersion: string): object => ({
  metadata: { name, uid, resourceVersion },
});

/** A watch on a fake server, with a fake clock, that writes down all it hears. */
class Bench implements AsyncDisposable {
  readonly server = new FakeApiServer();
  readonly clock = new FakeClock();
  readonly heard: string[] = [];
  readonly states: WatchState[] = [];
  /** The responses of the watch requests, the latest last. */
  readonly streams: ServerResponse[] = [];
  lists = 0;
  /** What a list answers; a number is a failure's code. */
  list: object[] | number = [];
  version = '10';
  /** What the next watch requests answer instead of a stream. */
  refusals: { code: number; reason: string; retryAfter?: string }[] = [];
  client!: Client;
  watched!: Watched<Thing>;

  async start(): Promise<this> {
    await this.server.start();
    this.server.handle = (_request, response, url) => {
      if (url.searchParams.has('watch')) return this.#watch(response);
      this.lists++;
      if (typeof this.list === 'number') return answerStatus(response, this.list, 'X');
      response.end(JSON.stringify({ metadata: { resourceVersion: this.version }, items: this.list }));
    };
    this.client = clientFor(this.server.url);
    this.watched = watchResource<Thing>({
      client: this.client,
      path: '/api/v1/things',
      query: { labelSelector: 'a' },
      trim: (raw) => (raw as { metadata: Thing }).metadata,
      clock: this.clock,
      log: () => undefined,
      random: () => 0.5,
    });
    this.watched.onState((s) => this.states.push(s));
    this.watched.onDelta((d) => this.heard.push(show(d)));
    this.watched.start();
    return this;
  }

  #watch(response: ServerResponse): void {
    const refusal = this.refusals.shift();
    if (refusal) {
      if (refusal.retryAfter) response.setHeader('retry-after', refusal.retryAfter);
      return answerStatus(response, refusal.code, refusal.reason);
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    this.streams.push(response);
  }

  get watches(): URLSearchParams[] {
    return this.server.requests
      .filter((r) => r.includes('watch=true'))
      .map((r) => new URL(r, 'http://x').searchParams);
  }

  send(type: string, object: object, stream = this.streams.at(-1)): void {
    stream?.write(`${JSON.stringify({ type, object })}\n`);
  }

  /** Lets fake time pass until `is` holds, as the waits are fake and the network is not. */
  async timeUntil(what: string, is: () => boolean, step = 1000): Promise<void> {
    for (let i = 0; i < 400 && !is(); i++) {
      this.clock.advance(step);
      await sleep(5);
    }
    assert.ok(is(), what);
  }

  is(state: WatchState['is']): boolean {
    return this.watched.state.is === state;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.watched.stop();
    this.client.dispose();
    await this.server[Symbol.asyncDispose]();
  }
}

function show(delta: Delta<Thing>): string {
  if (delta.type === 'replace') return `= ${delta.objects.map((o) => `${o.name}/${o.uid}`).join(' ')}`.trim();
  return delta.type === 'put' ? `+ ${delta.object.name}/${delta.object.uid}` : `- ${delta.uid}`;
}

test('lists, then watches from the list’s version; a successor of the same name is another object', async () => {
  await using bench = new Bench();
  bench.list = [thing('a', '1', '5')];
  await bench.start();
  await until('it is live', () => bench.is('live') && bench.streams.length === 1);
  const [query] = bench.watches;
  assert.equal(query?.get('resourceVersion'), '10');
  assert.equal(query?.get('allowWatchBookmarks'), 'true');
  assert.equal(query?.get('labelSelector'), 'a');
  assert.equal(query?.get('timeoutSeconds'), '360');
  assert.ok(!bench.server.requests.some((r) => r.includes('resourceVersion=0')));
  bench.send('DELETED', thing('a', '1', '11'));
  bench.send('ADDED', thing('a', '2', '12'));
  await until('the events are heard', () => bench.heard.length === 3);
  assert.deepEqual(bench.heard, ['= a/1', '- 1', '+ a/2']);
  assert.deepEqual(
    bench.states.map((s) => s.is),
    ['connecting', 'live'],
  );
});

test('a list comes in pages, all of one version', async () => {
  await using bench = new Bench();
  const pages = new Map([
    [null, { next: 'p2', items: [thing('a', '1', '1')] }],
    ['p2', { next: 'p3', items: [thing('b', '2', '2')] }],
    ['p3', { next: '', items: null }],
  ]);
  await bench.start();
  bench.watched.stop();
  bench.heard.length = 0;
  bench.server.handle = (_request, response, url) => {
    if (url.searchParams.has('watch')) return response.writeHead(200).flushHeaders();
    assert.equal(url.searchParams.get('limit'), '500');
    const page = pages.get(url.searchParams.get('continue'));
    response.end(
      JSON.stringify({ metadata: { resourceVersion: '9', continue: page?.next }, items: page?.items }),
    );
  };
  bench.watched.start();
  await until('it is live', () => bench.is('live'));
  assert.deepEqual(bench.heard, ['= a/1 b/2']);
});

test('a stream that ends or breaks is taken up where it was, bookmarks included, with no new list', async () => {
  await using bench = new Bench();
  await bench.start();
  await until('it is live', () => bench.streams.length === 1 && bench.is('live'));
  bench.send('ADDED', thing('a', '1', '20'));
  await until('the event is heard', () => bench.heard.length === 2);
  // Half a line, then the connection is gone.
  bench.streams[0]?.write('{"type":"ADDED","object":{"meta');
  await sleep(20);
  bench.streams[0]?.destroy();
  await until('the cut is seen', () => bench.is('retrying'));
  await bench.timeUntil('it watches again', () => bench.streams.length === 2 && bench.is('live'));
  assert.equal(bench.watches[1]?.get('resourceVersion'), '20');
  bench.send('BOOKMARK', { metadata: { resourceVersion: '30' } });
  await sleep(20);
  bench.clock.advance(6000);
  bench.streams[1]?.end();
  await until('it watches a third time', () => bench.streams.length === 3);
  assert.equal(bench.watches[2]?.get('resourceVersion'), '30');
  assert.ok(bench.is('live'), 'a stream’s ordinary end is no trouble');
  assert.equal(bench.lists, 1);
  assert.deepEqual(bench.heard, ['=', '+ a/1']);
});

test('410, as an answer or inside the stream, makes a new list at once; again and again it waits', async () => {
  await using bench = new Bench();
  await bench.start();
  await until('it is live', () => bench.streams.length === 1 && bench.is('live'));
  bench.list = [thing('b', '2', '40')];
  bench.version = '40';
  bench.send('ERROR', { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' });
  await until('it lists again', () => bench.lists === 2 && bench.streams.length === 2);
  assert.equal(bench.watches[1]?.get('resourceVersion'), '40');
  assert.deepEqual(bench.heard, ['=', '= b/2']);
  assert.ok(bench.is('live'));
  bench.refusals = Array.from({ length: 50 }, () => ({ code: 410, reason: 'Expired' }));
  bench.streams[1]?.destroy();
  await bench.timeUntil('it waits', () => bench.lists >= 3 && bench.is('retrying'), 100);
  const lists = bench.lists;
  await sleep(100);
  assert.equal(bench.lists, lists, 'no list without a wait');
});

test('429 waits as long as the server asks; 500 and a refused connection are tried again', async () => {
  await using bench = new Bench();
  bench.refusals = [{ code: 429, reason: 'TooManyRequests', retryAfter: '9' }];
  await bench.start();
  await until('it was told to wait', () => bench.is('retrying'));
  const state = bench.watched.state;
  assert.ok(
    state.is === 'retrying' && state.at >= 9000 && state.why.code === 'server',
    JSON.stringify(state),
  );
  bench.clock.advance(8999);
  await sleep(20);
  assert.equal(bench.watches.length, 1);
  bench.clock.advance(2);
  await until('it is live', () => bench.is('live'));
  assert.equal(bench.lists, 1);
  bench.refusals = [{ code: 500, reason: 'InternalError' }];
  bench.streams.at(-1)?.destroy();
  await bench.timeUntil('it is live again', () => bench.streams.length === 2 && bench.is('live'));
});

test('a wait for a server that could not be reached is cut short, but not again and again', async () => {
  await using bench = await new Bench().start();
  await until('it is live', () => bench.is('live'));
  bench.clock.advance(10_000);
  bench.streams.at(-1)?.destroy();
  await until('it waits', () => bench.is('retrying'));
  bench.watched.hurry();
  await until('it is live without any time having passed', () => bench.is('live'));
  bench.streams.at(-1)?.destroy();
  await until('it waits', () => bench.is('retrying'));
  bench.watched.hurry();
  await sleep(50);
  assert.ok(bench.is('retrying'), 'the second time in a row it keeps its wait');
  assert.equal(bench.watches.length, 2);
});

test('a wait that the server asked for is not cut short', async () => {
  await using bench = new Bench();
  bench.refusals = [{ code: 429, reason: 'TooManyRequests', retryAfter: '9' }];
  await bench.start();
  await until('it was told to wait', () => bench.is('retrying'));
  bench.clock.advance(6000);
  bench.watched.hurry();
  await sleep(50);
  assert.equal(bench.watches.length, 1);
});

test('the waits grow to 30 s at most', async () => {
  await using bench = new Bench();
  bench.list = 500;
  await bench.start();
  const waits: number[] = [];
  for (let i = 0; i < 10; i++) {
    await until('it waits', () => bench.lists === i + 1 && bench.is('retrying') && bench.clock.pending > 0);
    const state = bench.watched.state;
    assert.ok(state.is === 'retrying');
    waits.push(state.at - bench.clock.now());
    bench.clock.advance(state.at - bench.clock.now());
    await until('it tried again', () => bench.lists === i + 2);
    await until('it failed again', () => bench.watched.state !== state);
  }
  assert.deepEqual(waits, [375, 750, 1500, 3000, 6000, 12000, 22500, 22500, 22500, 22500]);
});

test('403 is said as such and asked anew after a minute', async () => {
  await using bench = new Bench();
  bench.list = 403;
  await bench.start();
  await until('it is denied', () => bench.is('denied'));
  bench.list = [];
  bench.clock.advance(59_000);
  await sleep(20);
  assert.equal(bench.lists, 1);
  bench.clock.advance(1_000);
  await until('it is live', () => bench.is('live'));
});

test('a connection that fell silent is given up after 90 s, one with bookmarks is not', async () => {
  await using bench = new Bench();
  await bench.start();
  await until('it is live', () => bench.streams.length === 1 && bench.is('live'));
  for (let minute = 0; minute < 5; minute++) {
    bench.clock.advance(60_000);
    bench.send('BOOKMARK', { metadata: { resourceVersion: `${50 + minute}` } });
    await sleep(20);
  }
  assert.equal(bench.streams.length, 1);
  bench.clock.advance(90_000);
  await until('the silence is noticed', () => bench.is('retrying'));
  const state = bench.watched.state;
  assert.ok(state.is === 'retrying' && state.why.reason === 'Silence', JSON.stringify(state));
  await bench.timeUntil('it watches again', () => bench.streams.length === 2);
  assert.equal(bench.watches[1]?.get('resourceVersion'), '54');
  assert.equal(bench.lists, 1);
});

for (const when of ['list', 'wait', 'stream'] as const) {
  test(`stop() during ${when} leaves no timer, no socket, no late event`, async () => {
    await using bench = new Bench();
    if (when === 'wait') bench.list = 500;
    await bench.start();
    if (when === 'list') bench.server.handle = () => undefined;
    if (when === 'wait') await until('it waits', () => bench.clock.pending === 1);
    if (when === 'stream') await until('it is live', () => bench.streams.length === 1 && bench.is('live'));
    const heard = bench.heard.length;
    bench.watched.stop();
    bench.send('ADDED', thing('late', '9', '99'));
    const asked = bench.server.requests.length;
    bench.clock.advance(200_000);
    await sleep(50);
    assert.equal(bench.clock.pending, 0);
    assert.equal(bench.heard.length, heard);
    assert.ok(bench.server.requests.length <= Math.max(asked, 1));
    assert.equal(bench.watched.state.is, 'idle');
    assert.equal(bench.client.counts().streams, 0);
    bench.client.dispose();
    await until('the server sees no connection', () => bench.server.open === 0);
  });
}

test('started again after stop() it lists again', async () => {
  await using bench = new Bench();
  await bench.start();
  await until('it is live', () => bench.is('live'));
  bench.watched.stop();
  bench.watched.start();
  bench.watched.start();
  await until('it is live', () => bench.is('live') && bench.lists === 2);
});

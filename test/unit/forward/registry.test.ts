import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, test } from 'node:test';
import { UserError } from '../../../src/base/errors.ts';
import { systemClock } from '../../../src/base/timers.ts';
import { Forwards, type ForwardChange } from '../../../src/forward/registry.ts';
import type { ForwardIdentity } from '../../../src/forward/types.ts';
import { FakeKubelet } from './fakeKubelet.ts';
import { absent, Client, FakePlace, until } from './support.ts';

function slot(ordinal: number, setUid = 'u'): ForwardIdentity {
  const place = { kind: 'slot', setUid, set: 'mongodb', ordinal } as const;
  return { context: 'kind', namespace: 'ns', place, remotePort: 27017 };
}

let kubelet: FakeKubelet;
let forwards: Forwards;
let places: FakePlace[];
let allowed: UserError | undefined;
let address = '127.0.0.1';

beforeEach(async () => {
  kubelet = await FakeKubelet.start();
  places = [];
  allowed = undefined;
  address = '127.0.0.1';
  forwards = new Forwards({
    clock: systemClock,
    address: () => address,
    watchPlace() {
      const place = new FakePlace();
      places.push(place);
      return place;
    },
    reach: () => kubelet,
    async preflight() {
      if (allowed) throw allowed;
    },
  });
});

afterEach(async () => {
  forwards.dispose();
  assert.deepEqual(forwards.counts(), { listeners: 0, connections: 0, websockets: 0, timers: 0 });
  assert.ok(places.every((place) => place.disposed));
  await kubelet.stop();
});

async function started(identity: ForwardIdentity, port = 0): Promise<string> {
  const outcome = await forwards.start(identity, port);
  assert.equal(outcome.is, 'started');
  return outcome.is === 'started' ? outcome.forward.id : '';
}

test('the same identity twice is one forward, also when asked for at once, also after its set was applied anew', async () => {
  const [a, b] = await Promise.all([started(slot(0)), started(slot(0))]);
  assert.equal(a, b);
  assert.equal(await started(slot(0, 'other uid')), a);
  const port = forwards.get(a)?.localPort ?? 0;
  assert.equal(await started(slot(0), port), a);
  assert.notEqual(await started(slot(1)), a);
  assert.equal(forwards.list().length, 2);
  assert.equal(places.length, 2);
});

test('rows tell state, connections and errors, each change is announced, and the last says that it is gone', async () => {
  const changes: ForwardChange[] = [];
  forwards.onDidChange((change) => changes.push(change));
  const id = await started(slot(0));
  const row = forwards.list()[0];
  assert.deepEqual(row, {
    kind: 'forward',
    key: `forward:${id}`,
    expandable: false,
    id,
    context: 'kind',
    namespace: 'ns',
    place: 'mongodb-0',
    remotePort: 27017,
    localPort: forwards.get(id)?.localPort,
    address: '127.0.0.1',
    exposed: false,
    state: { is: 'listening' },
    connections: 0,
  });
  places[0]?.set(absent('no node'));
  assert.deepEqual(changes.at(-1)?.row?.state, { is: 'waiting', why: 'no node' });
  const client = new Client(row?.localPort ?? 0);
  await until(() => changes.at(-1)?.row?.connections === 1, 'one connection');
  client.socket.destroy();
  await until(() => changes.at(-1)?.row?.connections === 0, 'none');
  forwards.stop(id);
  assert.deepEqual(changes.at(-1), { id, row: undefined });
  const said = changes.length;
  forwards.stop(id);
  assert.equal(changes.length, said, 'stopping what is gone says nothing');
});

test('a taken port is answered with the next free one, and nothing is left of the try', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await until(() => other.listening, 'taken');
  const { port } = other.address() as AddressInfo;
  const outcome = await forwards.start(slot(0), port);
  assert.equal(outcome.is, 'taken');
  assert.ok(outcome.is === 'taken' && outcome.localPort === port && outcome.free !== port);
  assert.equal(forwards.list().length, 0);
  assert.equal(places[0]?.disposed, true);
  other.close();
});

test('without the right to forward nothing is opened', async () => {
  allowed = new UserError({ code: 'forbidden', message: 'no' });
  await assert.rejects(forwards.start(slot(0), 0), allowed);
  assert.equal(places.length, 0);
  allowed = undefined;
  await started(slot(0));
});

test('an address beyond loopback is used as set, and marked', async () => {
  address = '0.0.0.0';
  const id = await started(slot(0));
  assert.equal(forwards.list()[0]?.exposed, true);
  assert.equal(forwards.list()[0]?.address, '0.0.0.0');
  forwards.stop(id);
  address = '203.0.113.1';
  await assert.rejects(forwards.start(slot(0), 0), (error: UserError) => error.code === 'invalid');
});

test('stop all ends all', async () => {
  await started(slot(0));
  await started(slot(1));
  forwards.stopAll();
  assert.deepEqual(forwards.list(), []);
});

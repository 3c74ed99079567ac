import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { afterEach, beforeEach, test } from 'node:test';
import type { UserError } from '../../../src/base/errors.ts';
import { systemClock } from '../../../src/base/timers.ts';
import { Forward, type ForwardLimits } from '../../../src/forward/forward.ts';
import { findFreePort } from '../../../src/forward/listener.ts';
import type { ForwardIdentity, Occupant, Reach } from '../../../src/forward/types.ts';
import { FakeKubelet } from './fakeKubelet.ts';
import { absent, Client, FakePlace, pod, ready, until } from './support.ts';

const identity: ForwardIdentity = {
  context: 'kind',
  namespace: 'ns',
  place: { kind: 'slot', setUid: 's', set: 'mongodb', ordinal: 0 },
  remotePort: 27017,
};

let kubelet: FakeKubelet;
let place: FakePlace;
let forward: Forward | undefined;

beforeEach(async () => {
  // Each stream says at once which pod it reached, then echoes.
  kubelet = await FakeKubelet.start((stream) => {
    stream.data(`<${stream.pod}>`);
    stream.onData((bytes) => stream.data(bytes));
  });
  place = new FakePlace();
});

afterEach(async () => {
  const was = forward;
  forward = undefined;
  was?.dispose();
  await kubelet.stop();
  if (!was) return;
  await until(() => was.counts().connections === 0 && was.counts().websockets === 0, 'nothing is left open');
  assert.deepEqual(was.counts(), { listeners: 0, connections: 0, websockets: 0, timers: 0 });
});

async function start(
  options: {
    limits?: Partial<ForwardLimits>;
    remotePort?: number | string;
    reach?: Reach;
    localPort?: number;
  } = {},
): Promise<Forward> {
  const made = new Forward({
    identity: { ...identity, remotePort: options.remotePort ?? identity.remotePort },
    localPort: options.localPort ?? 0,
    place,
    reach: options.reach ?? kubelet,
    clock: systemClock,
    ...(options.limits ? { limits: options.limits } : {}),
  });
  forward = made;
  await made.start();
  return made;
}

test('listens on both loopback addresses on one port and reaches the pod by either', async () => {
  const f = await start();
  assert.deepEqual(f.state, { is: 'listening' });
  assert.equal(f.exposed, false);
  for (const host of f.counts().listeners === 2 ? ['127.0.0.1', '::1'] : ['127.0.0.1']) {
    const client = new Client(f.localPort, host);
    await until(() => client.text === '<mongodb-0.a>', `banner by ${host}`);
    client.socket.destroy();
  }
});

test('survives the pod: connections end, the listener stays, a waiting client is served by the successor', async () => {
  const f = await start();
  const port = f.localPort;
  const first = new Client(port);
  await until(() => first.text === '<mongodb-0.a>', 'banner');
  assert.equal(f.connections, 1);

  place.set(absent('mongodb-0 is terminating'));
  assert.deepEqual(f.state, { is: 'waiting', why: 'mongodb-0 is terminating' });
  await until(() => first.ended, 'the old connection ends');
  first.socket.end();

  const second = new Client(port);
  second.socket.write('sent early');
  await until(() => f.connections === 1, 'waiting');
  place.set(ready('b'));
  await until(
    () => second.text === '<mongodb-0.b>sent early',
    'served by the successor, with what it sent meanwhile',
  );
  assert.deepEqual(f.state, { is: 'listening' });
  assert.equal(f.localPort, port);
  assert.equal(f.lastError, undefined);
  second.socket.destroy();
});

test('a swap without a gap is noticed by uid', async () => {
  const f = await start();
  const client = new Client(f.localPort);
  await until(() => client.bytes > 0, 'banner');
  place.set(ready('b'));
  await until(() => client.ended, 'ended');
  client.socket.destroy();
});

test('readiness that flaps cuts nothing; a successor that is not Ready yet is waited for', async () => {
  const f = await start();
  const client = new Client(f.localPort);
  await until(() => client.bytes > 0, 'banner');
  const unready = (uid: string): Occupant => ({ is: 'unready', why: 'not Ready', ...pod(uid) });
  place.set(unready('a'));
  assert.deepEqual(f.state, { is: 'listening' });
  client.socket.write('on');
  await until(() => client.text.endsWith('on'), 'still connected');
  place.set(unready('b'));
  assert.deepEqual(f.state, { is: 'waiting', why: 'not Ready' });
  await until(() => client.ended, 'ended with its pod');
  client.socket.destroy();
  const next = new Client(f.localPort);
  await until(() => f.connections === 1, 'waiting');
  place.set(ready('b'));
  await until(() => next.text === '<mongodb-0.b>', 'served');
  next.socket.destroy();
});

test('the wait is bounded, and says why it ran out', async () => {
  place.occupant = absent('0/5 nodes available');
  const f = await start({ limits: { wait: 60 } });
  const client = new Client(f.localPort);
  await until(() => client.closed, 'closed');
  assert.match(f.lastError ?? '', /waited too long.*0\/5 nodes/);
  assert.deepEqual(f.state, { is: 'waiting', why: '0/5 nodes available' });
});

test('a client that gives up waiting frees its place in the queue; the queue has a limit', async () => {
  place.occupant = absent();
  const f = await start({ limits: { queue: 2 } });
  const clients = [new Client(f.localPort), new Client(f.localPort)];
  await until(() => f.connections === 2, 'both wait');
  const refused = new Client(f.localPort);
  await until(() => refused.closed, 'refused');
  assert.match(f.lastError ?? '', /Too many/);
  clients[0]?.socket.end();
  await until(() => f.connections === 1, 'the first has gone');
  clients[1]?.socket.resetAndDestroy();
  await until(() => f.connections === 0, 'the second too');
  assert.equal(kubelet.streams.length, 0);
});

test('“not found” right after a re-creation is tried again and not shown', async () => {
  kubelet.refuse = { status: 404, message: 'pods "mongodb-0" not found' };
  const f = await start();
  const client = new Client(f.localPort);
  setTimeout(() => (kubelet.refuse = undefined), 150);
  await until(() => client.text === '<mongodb-0.a>', 'served');
  assert.equal(f.lastError, undefined);
  client.socket.destroy();
});

test('a refusal is shown in the server’s own words, and goes with the next success', async () => {
  kubelet.refuse = { status: 403, message: 'pods "mongodb-0" is forbidden' };
  const f = await start();
  const client = new Client(f.localPort);
  await until(() => client.closed, 'closed');
  assert.equal(f.lastError, 'pods "mongodb-0" is forbidden');
  kubelet.refuse = undefined;
  const next = new Client(f.localPort);
  await until(() => next.bytes > 0, 'served');
  assert.equal(f.lastError, undefined);
  next.socket.destroy();
});

test('nothing listens in the pod: the kubelet’s error is shown, the forward stays', async () => {
  kubelet.behave = (stream) => {
    stream.error('dial tcp4 127.0.0.1:27017:\u001b[31m connect: connection refused');
    stream.end();
  };
  const f = await start();
  const client = new Client(f.localPort);
  await until(() => client.closed, 'closed');
  assert.match(f.lastError ?? '', /^Nothing listens on port 27017 in mongodb-0\.a: .*connection refused/);

  assert.doesNotMatch(f.lastError ?? '', /[\u0000-\u001f]/, 'control characters are not obeyed');
  assert.deepEqual(f.state, { is: 'listening' });
});

test('a port name is resolved on the pod of the moment; a wrong one names those there are', async () => {
  const f = await start({ remotePort: 'db' });
  const client = new Client(f.localPort);
  await until(() => client.bytes > 0, 'served');
  assert.equal(kubelet.streams[0]?.port, 27017);
  client.socket.destroy();
  const ports = [{ container: 'db', name: 'mongo', port: 27018, protocol: 'TCP' }];
  place.set({ is: 'ready', name: 'mongodb-0', uid: 'b', ports });
  const lost = new Client(f.localPort);
  await until(() => lost.closed, 'closed');
  assert.match(f.lastError ?? '', /no port named db.*mongo \(27018\)/);
});

test('one dead connection leaves the others alone', async () => {
  const f = await start();
  const clients = [1, 2, 3].map(() => new Client(f.localPort));
  await until(() => clients.every((client) => client.bytes > 0), 'all served');
  kubelet.streams[1]?.ws.terminate();
  await until(() => clients.filter((client) => client.closed).length === 1, 'one is dead');
  const alive = clients.filter((client) => !client.closed);
  for (const client of alive) client.socket.write('alive');
  await until(() => alive.every((client) => client.text.endsWith('alive')), 'the others answer');
  for (const client of clients) client.socket.destroy();
});

test('a taken port is said, not moved; the next free one can be asked for', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await until(() => other.listening, 'taken');
  const taken = (other.address() as { port: number }).port;
  await assert.rejects(start({ localPort: taken }), (error: UserError) => error.code === 'port-taken');
  assert.equal(forward?.state.is, 'closed');
  const free = await findFreePort(taken);
  assert.ok(free > taken);
  forward = undefined;
  place = new FakePlace();
  assert.equal((await start({ localPort: free })).localPort, free);
  other.close();
});

test('a port taken on ::1 alone counts as taken', async (t) => {
  const other = createServer().listen(0, '::1');
  const up = await new Promise<boolean>((resolve) => {
    other.once('listening', () => resolve(true));
    other.once('error', () => resolve(false));
  });
  if (!up) return t.skip('this machine has no ::1');
  const taken = (other.address() as { port: number }).port;
  await assert.rejects(start({ localPort: taken }), (error: UserError) => error.code === 'port-taken');
  other.close();
});

test('a dial that the pod’s replacement overtakes is given up, and its late WebSocket closed', async () => {
  let release: (() => void) | undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  let dials = 0;
  const late = new AbortController();
  const f = await start({
    reach: {
      hasTunnels: false,
      openTunnel: kubelet.openTunnel,
      openChannel: async (target, port) => {
        if (++dials === 1) await gate; // and ignores its signal
        return kubelet.openChannel(target, port, late.signal);
      },
    },
  });
  const client = new Client(f.localPort);
  await until(() => dials === 1, 'dialling');
  place.set(ready('b'));
  await until(() => client.text === '<mongodb-0.b>', 'served by the successor');
  release?.();
  await until(() => kubelet.streams.length === 2 && kubelet.open === 1, 'the late one is closed');
  assert.equal(client.text, '<mongodb-0.b>');
  client.socket.destroy();
});

test('stopping ends listener, connections and waits at once', async () => {
  const f = await start();
  const open = new Client(f.localPort);
  await until(() => open.bytes > 0, 'served');
  place.set(absent());
  const waiting = new Client(f.localPort);
  await until(() => waiting.socket.readyState === 'open', 'connected');
  const port = f.localPort;
  f.dispose();
  await until(() => open.closed || open.ended, 'ended');
  await until(() => waiting.closed || waiting.ended, 'closed');
  open.socket.destroy();
  waiting.socket.destroy();
  assert.deepEqual(f.state, { is: 'closed', why: 'Stopped' });
  assert.equal(place.disposed, true);
  const late = new Client(port);
  await until(() => late.closed, 'refused');
  assert.equal(late.error, 'ECONNREFUSED');
});

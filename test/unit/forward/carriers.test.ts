import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { UserError } from '../../../src/base/errors.ts';
import type { Carrier, CarrierEvents } from '../../../src/forward/carrier.ts';
import { Carriers } from '../../../src/forward/carriers.ts';
import { FakeClock } from './fakeClock.ts';
import { FakeKubelet, PairStream } from './fakeKubelet.ts';
import { pod, until } from './support.ts';

const never = new AbortController().signal;

/** Writes down what a carrier tells. */
class Heard implements CarrierEvents {
  text = '';
  errors = '';
  end = '';
  podSaidAll = false;
  data = (bytes: Buffer): void => void (this.text += bytes.toString());
  errorText = (text: string): void => void (this.errors += text);
  fin = (): void => void (this.podSaidAll = true);
  room = (): void => undefined;
  closed = (how: string): void => {
    assert.equal(this.end, '', 'told once');
    this.end = how;
  };
}

let kubelet: FakeKubelet;
let clock: FakeClock;
let carriers: Carriers;

beforeEach(async () => {
  kubelet = await FakeKubelet.start();
  clock = new FakeClock();
  carriers = new Carriers(kubelet, 'ns', clock);
});

afterEach(async () => {
  carriers.dispose();
  await until(() => carriers.open === 0 && kubelet.sockets === 0, 'nothing is left open');
  assert.equal(clock.pending, 0, 'no timer is left');
  await kubelet.stop();
});

async function connect(
  uid = 'a',
  port = 27017,
): Promise<{ carrier: Carrier; heard: Heard; stream: PairStream }> {
  const carrier = await carriers.connect(pod(uid), port, never);
  const heard = new Heard();
  carrier.start(heard);
  const stream = kubelet.streams.at(-1);
  assert.ok(stream instanceof PairStream);
  return { carrier, heard, stream };
}

/** The tunnels are free again: every echo has come. */
const echoed = async (times: number): Promise<void> => {
  await until(
    () => kubelet.sessions.reduce((sum, session) => sum + session.pings.length, 0) === 5 * times,
    'echoes',
  );
  await new Promise((resolve) => setTimeout(resolve, 10));
};

test('one tunnel carries one connection after the other, to any port, whoever ends them', async () => {
  for (const [round, endedBy] of ['client', 'pod', 'client’s FIN', 'pod, then client'].entries()) {
    const { carrier, heard, stream } = await connect('a', 1000 + round);
    assert.equal(stream.port, 1000 + round);
    carrier.write(Buffer.from('ping'));
    await until(() => heard.text === 'ping', 'echo');
    if (endedBy === 'client') carrier.close();
    else if (endedBy === 'pod') stream.end();
    else if (endedBy === 'client’s FIN') {
      stream.onFin(() => stream.end());
      assert.equal(carrier.finish(), true);
    } else {
      stream.end();
      carrier.finish();
    }
    await until(() => heard.end !== '', endedBy);
    assert.equal(heard.end, 'ended');
    await until(() => stream.closed, 'the kubelet is told');
    await echoed(round + 1);
  }
  assert.equal(kubelet.sessions.length, 1);
});

test('a tunnel in use is not shared: a connection that is held back holds up no other', async () => {
  const blocked = await connect();
  blocked.carrier.pause();
  blocked.stream.data(Buffer.alloc(8 << 20));
  const other = await connect();
  other.carrier.write(Buffer.from('through'));
  await until(() => other.heard.text === 'through', 'echo beside a blocked one');
  assert.equal(kubelet.sessions.length, 2);
  assert.equal(blocked.heard.text, '');
});

test('what is still under way of an ended connection does not reach the next one', async () => {
  const first = await connect();
  first.carrier.pause();
  first.stream.data('old'.repeat(100_000));
  first.carrier.close();
  await echoed(1);
  const next = await connect();
  assert.equal(kubelet.sessions.length, 1);
  next.carrier.write(Buffer.from('new'));
  await until(() => next.heard.text !== '', 'echo');
  assert.equal(next.heard.text, 'new');
});

test('the pod’s FIN is told while it may still listen; the end follows with the kubelet’s verdict', async () => {
  const { carrier, heard, stream } = await connect();
  stream.session.data(stream.dataId, 'bye', true);
  await until(() => heard.text === 'bye' && clock.pending === 1, 'the last word');
  assert.equal(heard.podSaidAll, false, 'an error may follow at once');
  clock.advance(500);
  assert.equal(heard.podSaidAll, true);
  carrier.write(Buffer.from('still here'));
  await until(() => stream.received === 10, 'the pod still listens');
  assert.equal(heard.end, '');
  stream.session.data(stream.errorId, '', true);
  await until(() => heard.end === 'ended', 'the end');
});

test('an error that comes after the end of the data is told before the end', async () => {
  const { heard, stream } = await connect();
  stream.session.data(stream.dataId, '', true);
  stream.session.data(stream.errorId, 'connection refused');
  stream.session.reset(stream.errorId);
  await until(() => heard.end !== '', 'the end');
  assert.equal(heard.errors, 'connection refused');
  assert.equal(heard.podSaidAll, false);
});

test('a tunnel on which the kubelet reported an error is not used again', async () => {
  const { heard, stream } = await connect();
  stream.error('no such sandbox');
  await until(() => heard.end !== '', 'the end');
  await until(() => carriers.open === 0, 'closed');
  assert.equal(heard.errors, 'no such sandbox');
  await connect();
  assert.equal(kubelet.sessions.length, 2);
});

for (const [name, cut] of [
  ['resets the stream', (stream: PairStream) => stream.session.reset(stream.dataId)],
  ['drops the tunnel', (stream: PairStream) => stream.ws.terminate()],
  ['closes the tunnel in order', (stream: PairStream) => stream.ws.close(1000)],
  ['sends nonsense', (stream: PairStream) => stream.ws.send(Buffer.alloc(16, 0xff))],
] as const) {
  test(`what is cut does not look complete: the server ${name}`, async () => {
    const { heard, stream } = await connect();
    stream.data('half a');
    await until(() => heard.text !== '', 'data');
    cut(stream);
    await until(() => heard.end !== '', 'the end');
    assert.equal(heard.end, 'lost');
  });
}

test('a session that takes no more streams ends with its connection', async () => {
  const { carrier, heard, stream } = await connect();
  stream.session.goAway();
  stream.data('on');
  await until(() => heard.text === 'on', 'the connection goes on');
  carrier.close();
  await until(() => carriers.open === 0, 'closed');
});

test('an unused tunnel is closed after 30 s; of many only four are kept', async () => {
  const all = await Promise.all([1, 2, 3, 4, 5, 6].map(() => connect()));
  assert.equal(carriers.open, 6);
  for (const { carrier } of all) carrier.close();
  await until(() => carriers.open === 4, 'two are closed');
  await until(() => clock.pending === 4, 'four are idle');
  clock.advance(29_999);
  await connect();
  clock.advance(1);
  await until(() => carriers.open === 1, 'the unused ones are closed');
});

test('a kubelet that hangs on the last connection’s data gets no other one on that tunnel', async () => {
  const { carrier, stream } = await connect();
  stream.session.echo = false;
  carrier.close();
  await connect();
  assert.equal(kubelet.sessions.length, 2);
  await until(() => clock.pending === 1, 'the echoes are waited for');
  clock.advance(5_000);
  await until(() => carriers.open === 1, 'given up');
});

test('a tunnel that died unnoticed costs 2 s, and the connection is made through another', async () => {
  const { carrier, stream } = await connect();
  carrier.close();
  await echoed(1);
  stream.session.reply = false;
  const next = connect();
  await until(() => stream.session.streams.size === 4, 'tried');
  clock.advance(2_000);
  const { heard, carrier: second } = await next;
  second.write(Buffer.from('x'));
  await until(() => heard.text === 'x', 'served');
  assert.equal(kubelet.sessions.length, 2);
});

test('an opening that is given up leaves nothing', async () => {
  const { carrier, stream } = await connect();
  carrier.close();
  await echoed(1);
  stream.session.reply = false;
  const abort = new AbortController();
  const given = carriers.connect(pod('a'), 27017, abort.signal);
  await until(() => stream.session.streams.size === 4, 'tried');
  abort.abort(new Error('given up'));
  await assert.rejects(given, /given up/);
  await until(() => carriers.open === 0, 'closed');
});

test('what leads to a pod that has gone is closed, a spare that is still being opened too', async () => {
  const idle = await connect('a');
  idle.carrier.close();
  await echoed(1);
  carriers.keepOnly('a');
  assert.equal(carriers.open, 1);
  carriers.keepOnly('b');
  await until(() => carriers.open === 0 && kubelet.sockets === 0, 'closed');
  carriers.warm(pod('b'));
  carriers.keepOnly('c');
  await connect('c');
  await until(() => carriers.open === 1 && kubelet.sockets === 1, 'the spare is gone');
  assert.equal(kubelet.streams.at(-1)?.pod, 'mongodb-0.c');
});

test('a tunnel opened ahead opens nothing in the pod, and serves the first connection, also one that comes before it is there', async () => {
  carriers.warm(pod('a'));
  const early = await connect();
  assert.equal(kubelet.sessions.length, 1);
  carriers.warm(pod('a'));
  await until(() => carriers.open === 2 && clock.pending === 1, 'another one');
  assert.equal(kubelet.streams.length, 1);
  carriers.warm(pod('a'));
  await connect();
  assert.equal(kubelet.sessions.length, 2);
  early.carrier.close();
});

test('a tunnel that can’t be opened ahead is no failure: whoever connects is told', async () => {
  kubelet.refuse = { status: 404, message: 'pods "mongodb-0" not found' };
  carriers.warm(pod('a'));
  await assert.rejects(connect(), (error: UserError) => error.code === 'not-found');
  kubelet.refuse = undefined;
  await connect();
});

test('where tunnels are refused and channels are not, channels are used, and tunnels asked for no more', async () => {
  kubelet.refuse = { status: 403, message: '', only: 'tunnel' };
  const carrier = await carriers.connect(pod('a'), 27017, never);
  const heard = new Heard();
  carrier.start(heard);
  carrier.write(Buffer.from('by channel'));
  await until(() => heard.text === 'by channel', 'echo');
  assert.equal(kubelet.streams[0]?.protocol, 'channel');
  assert.equal(kubelet.hasTunnels, false);
  assert.equal(carriers.open, 1);
  carrier.terminate();
});

test('a server that refuses both, or fails for a moment, is not taken for one without tunnels', async () => {
  kubelet.refuse = { status: 403, message: 'pods "mongodb-0" is forbidden' };
  await assert.rejects(connect(), /is forbidden/);
  assert.equal(kubelet.hasTunnels, true);
  kubelet.refuse = { status: 502, message: 'dialing backend', only: 'tunnel' };
  (await carriers.connect(pod('a'), 27017, never)).terminate();
  assert.equal(kubelet.hasTunnels, true);
  kubelet.refuse = undefined;
  await connect();
});

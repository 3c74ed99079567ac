import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { systemClock } from '../../../src/base/timers.ts';
import type { Carrier } from '../../../src/forward/carrier.ts';
import { Carriers } from '../../../src/forward/carriers.ts';
import { ChannelCarrier } from '../../../src/forward/channelCarrier.ts';
import { countingClock, type CountingClock } from '../../../src/forward/counting.ts';
import { Pump, type PumpOptions } from '../../../src/forward/pump.ts';
import { FakeKubelet, type FakeStream, type Protocol } from './fakeKubelet.ts';
import { pod, socketPair, until, type Client } from './support.ts';

const MiB = 1 << 20;
const never = new AbortController().signal;

for (const protocol of ['tunnel', 'channel'] as const satisfies Protocol[]) {
  describe(`by ${protocol}`, () => {
    let kubelet: FakeKubelet;
    let clock: CountingClock;
    let carriers: Carriers;
    beforeEach(async () => {
      kubelet = await FakeKubelet.start(undefined, protocol);
      clock = countingClock(systemClock);
      carriers = new Carriers(kubelet, 'ns', clock);
    });
    afterEach(() => kubelet.stop());

    const connect = (port = 27017): Promise<Carrier> => carriers.connect(pod('a'), port, never);

    async function start(
      behave?: (stream: FakeStream) => void,
      options: Partial<PumpOptions> = {},
    ): Promise<{ pump: Pump; client: Client; stream: FakeStream }> {
      if (behave) kubelet.behave = behave;
      const { socket, client } = await socketPair();
      const pump = new Pump(socket, await connect(), { clock, ...options });
      await until(() => kubelet.streams.length > 0, 'a stream');
      return { pump, client, stream: kubelet.streams.at(-1) as FakeStream };
    }

    async function assertNothingLeft(pump: Pump, client: Client): Promise<void> {
      await pump.done;
      client.socket.destroy();
      carriers.dispose();
      await until(() => kubelet.open === 0 && carriers.open === 0, 'the kubelet saw every connection close');
      assert.equal(clock.pending, 0, 'no timer is left');
    }

    test('echoes, and a client that closes leaves nothing once the pod ends', async () => {
      const { pump, client, stream } = await start();
      client.socket.write('hello');
      await until(() => client.text === 'hello', 'echo');
      let hungUp = false;
      stream.onFin(() => (hungUp = true));
      client.socket.end();
      await until(() => (protocol === 'tunnel' ? hungUp : clock.pending === 1), 'waiting for the pod’s end');
      stream.end();
      assert.deepEqual(await pump.done, { by: 'pod' });
      await assertNothingLeft(pump, client);
    });

    test('a server that speaks first is heard, however early it speaks', async () => {
      const { pump, client } = await start((stream) => stream.data('220 ready\n'));
      await until(() => client.text === '220 ready\n', 'greeting');
      pump.destroy();
      assert.deepEqual(await pump.done, { by: 'owner' });
      await assertNothingLeft(pump, client);
    });

    if (protocol === 'channel')
      test('an answer for another port ends the connection', async () => {
        const { socket, client } = await socketPair();
        const ws = await kubelet.openChannel({ namespace: 'ns', name: 'mongodb-0' }, 27018, never);
        const pump = new Pump(socket, new ChannelCarrier(ws, 27017), { clock });
        assert.equal((await pump.done).by, 'lost');
        await assertNothingLeft(pump, client);
      });

    test('a client that does not read holds the pod back', async () => {
      const { pump, client, stream } = await start();
      client.socket.pause();
      const chunk = Buffer.alloc(MiB);
      for (let i = 0; i < 96; i++) stream.data(chunk);
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.ok(
        stream.ws.bufferedAmount > 60 * MiB,
        `only ${96 - stream.ws.bufferedAmount / MiB} MiB were taken`,
      );
      client.socket.resume();
      await until(() => client.bytes === 96 * MiB, 'everything arrives in the end', 20_000);
      pump.destroy();
      await assertNothingLeft(pump, client);
    });

    test('a pod that does not read holds the client back', async () => {
      const { pump, client, stream } = await start((made) => made.ws.pause());
      const total = 96 * MiB;
      let sent = 0;
      const chunk = Buffer.alloc(MiB);
      const send = (): void => {
        while (sent < total) {
          sent += chunk.length;
          if (!client.socket.write(chunk)) return void client.socket.once('drain', send);
        }
      };
      send();
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.ok(sent < 48 * MiB, `${sent / MiB} MiB were accepted from the client`);
      stream.onData(() => undefined);
      stream.ws.resume();
      await until(() => stream.received === total, 'everything arrives in the end', 20_000);
      pump.destroy();
      await assertNothingLeft(pump, client);
    });

    test('bytes are neither lost nor swapped under load both ways', async () => {
      const { pump, client } = await start();
      const sent = Buffer.alloc(8 * MiB);
      for (let i = 0; i < sent.length; i += 4) sent.writeUInt32LE(i, i);
      client.socket.write(sent);
      await until(() => client.bytes === sent.length, 'echo', 20_000);
      assert.ok(Buffer.concat(client.chunks).equals(sent));
      pump.destroy();
      await assertNothingLeft(pump, client);
    });

    test('an answer after the client’s FIN is delivered', async () => {
      const { pump, client } = await start((stream) =>
        stream.onData(() =>
          setTimeout(() => {
            stream.data('late');
            stream.end();
          }, 50),
        ),
      );
      client.socket.end('question');
      await until(() => client.ended, 'the end');
      assert.equal(client.text, 'late');
      assert.deepEqual(await pump.done, { by: 'pod' });
      await assertNothingLeft(pump, client);
    });

    if (protocol === 'channel')
      test('a half-closed connection that the pod can’t be told of ends after the silence limit, counted from its last word', async () => {
        let halfClosed = 0;
        const { pump, client, stream } = await start(undefined, {
          silence: 120,
          onHalfClose: () => halfClosed++,
        });
        client.socket.end();
        await until(() => halfClosed === 1, 'FIN seen');
        const start1 = Date.now();
        setTimeout(() => stream.data('still here'), 80);
        assert.deepEqual(await pump.done, { by: 'client' });
        assert.ok(Date.now() - start1 >= 190, 'the pod’s word prolonged it');
        await assertNothingLeft(pump, client);
      });

    if (protocol === 'tunnel')
      test('a pod that was told of the FIN and neither speaks nor ends loses the connection', async () => {
        const { pump, client, stream } = await start(undefined, { silence: 80 });
        client.socket.end();
        await until(() => stream.fin, 'told');
        assert.deepEqual(await pump.done, { by: 'client' });
        await until(() => stream.closed, 'the kubelet is told');
        await assertNothingLeft(pump, client);
      });

    if (protocol === 'tunnel')
      test('the client’s FIN is told at once to a pod that spoke last, to one that owes an answer after the silence limit', async () => {
        for (const owes of [false, true]) {
          const { pump, client, stream } = await start((made) => made.onData(() => owes || made.data('!')), {
            silence: 150,
          });
          client.socket.write('?');
          await until(() => stream.received === 1 && (owes || client.bytes === 1), 'asked');
          const asked = performance.now();
          client.socket.end();
          await until(() => stream.fin, 'told');
          assert.ok(owes === performance.now() - asked >= 140, `told after ${performance.now() - asked} ms`);
          stream.end();
          assert.deepEqual(await pump.done, { by: 'pod' });
          client.socket.destroy();
        }
        carriers.dispose();
      });

    for (const [name, close, by] of [
      ['in order', (stream: FakeStream) => stream.end(), 'pod'],
      ['without a status', (stream: FakeStream) => stream.ws.close(), protocol === 'tunnel' ? 'lost' : 'pod'],
      ['abruptly', (stream: FakeStream) => stream.ws.terminate(), 'lost'],
    ] as const) {
      test(`the pod’s side closes ${name}: what was sent is delivered, then the client sees it`, async () => {
        const { pump, client, stream } = await start((made) => made.data('last words'));
        await until(() => client.bytes > 0, 'last words');
        close(stream);
        assert.equal((await pump.done).by, by);
        await until(() => client.ended || client.closed, 'the client sees the end');
        assert.equal(client.text, 'last words');
        assert.equal(
          client.error,
          by === 'lost' ? 'ECONNRESET' : undefined,
          'a cut stream does not look complete',
        );
        await assertNothingLeft(pump, client);
      });
    }

    test('the kubelet’s error is handed over, and the client is told by a reset', async () => {
      const { pump, client } = await start((stream) => {
        stream.error('dial tcp4 127.0.0.1:27017: connect: connection refused');
        stream.end();
      });
      assert.deepEqual(await pump.done, {
        by: 'error',
        message: 'dial tcp4 127.0.0.1:27017: connect: connection refused',
        answered: false,
      });
      await until(() => client.closed, 'reset');
      assert.equal(client.error, 'ECONNRESET');
      await assertNothingLeft(pump, client);
    });

    test('what came in the same moment as the break is delivered before the reset', async () => {
      const { pump, client } = await start((made) => {
        made.data('a'.repeat(40_000));
        made.error('broken');
        if (made.protocol === 'channel') made.end();
      });
      const before = performance.now();
      assert.equal((await pump.done).by, 'error');
      await until(() => client.closed, 'reset');
      assert.ok(performance.now() - before < 5_000, 'without waiting for silence');
      assert.equal(client.error, 'ECONNRESET');
      await assertNothingLeft(pump, client);
    });

    test('an error without a close ends the connection all the same', async () => {
      const { pump, client } = await start((stream) => stream.error('no'));
      assert.equal((await pump.done).by, 'error');
      await assertNothingLeft(pump, client);
    });

    for (const full of [false, true]) {
      test(`a client’s RST ends the connection${full ? ', also while the pod is sending to a full client' : ''}`, async () => {
        const { pump, client, stream } = await start();
        if (full) {
          client.socket.pause();
          for (let i = 0; i < 32; i++) stream.data(Buffer.alloc(MiB));
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        client.socket.resetAndDestroy();
        assert.deepEqual(await pump.done, { by: 'client' });
        await until(() => stream.closed, 'the kubelet is told');
        await assertNothingLeft(pump, client);
      });
    }

    test('a kubelet that never answers the close is dropped', async () => {
      const { pump, client, stream } = await start((made) => made.ws.pause());
      client.socket.resetAndDestroy();
      assert.deepEqual(await pump.done, { by: 'client' });
      stream.ws.resume();
      await assertNothingLeft(pump, client);
    });

    test('a client that hung up before the pod answered is noticed', async () => {
      const { socket, client } = await socketPair();
      client.socket.resetAndDestroy();
      const carrier = await connect();
      socket.on('error', () => undefined);
      const pump = new Pump(socket, carrier, { clock });
      assert.deepEqual(await pump.done, { by: 'client' });
      await assertNothingLeft(pump, client);
    });

    test('200 connections, ended in every way, leave no listener behind', async () => {
      kubelet.behave = (stream) => stream.onData((bytes) => stream.data(bytes));
      for (let i = 0; i < 200; i++) {
        const { pump, client, stream } = await start();
        client.socket.write('x');
        if (i % 4 === 0) client.socket.resetAndDestroy();
        else if (i % 4 === 1) stream.ws.terminate();
        else if (i % 4 === 2) stream.end();
        else pump.end();
        if (i % 4 === 3) client.socket.end();
        client.socket.on('end', () => client.socket.end());
        await pump.done;
        client.socket.destroy();
      }
      carriers.dispose();
      await until(() => kubelet.open === 0 && carriers.open === 0, 'all closed');
      assert.equal(clock.pending, 0);
    });
  });
}

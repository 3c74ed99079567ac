import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Forward } from '../../../src/forward/forward.ts';
import { FakeClock } from './fakeClock.ts';
import { FakeKubelet } from './fakeKubelet.ts';
import { absent, Client, FakePlace, pod, ready, until } from './support.ts';

// Random lives of one forward: pods come, go, are swapped, lose and regain readiness; clients come, speak, hang up and break off; the API
// server refuses for a while; time passes. Sockets are real, time is not.

interface Model {
  /** The pod a new connection would be served by, if any. */
  uid: string | undefined;
  next: number;
  readonly clients: { readonly client: Client }[];
}

interface Real {
  readonly forward: Forward;
  readonly place: FakePlace;
  readonly clock: FakeClock;
  readonly kubelet: FakeKubelet;
  readonly port: number;
}

type Step =
  | { readonly do: 'go' | 'come' | 'swap' | 'unready' | 'connect' | 'speak' | 'refuse' | 'accept' }
  | { readonly do: 'hangUp' | 'reset' | 'cut'; readonly which: number }
  | { readonly do: 'pass'; readonly ms: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('go', 'come', 'swap', 'unready') }) },
    { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('connect', 'speak') }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('refuse', 'accept') }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('hangUp', 'reset', 'cut'), which: fc.nat(9) }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant<'pass'>('pass'), ms: fc.constantFrom(10, 1_000, 70_000) }),
    },
  ),
  { minLength: 1, maxLength: 30 },
);

async function take(what: Step, model: Model, real: Real): Promise<void> {
  const { place, clock, kubelet, forward } = real;
  const name = `uid${model.next}`;
  switch (what.do) {
    case 'go':
      model.uid = undefined;
      return place.set(absent());
    case 'come':
    case 'swap':
      model.uid = name;
      model.next++;
      return place.set(ready(name));
    case 'unready':
      if (model.uid !== undefined) place.set({ is: 'unready', why: 'probe', ...pod(model.uid) });
      return;
    case 'refuse':
      kubelet.refuse = { status: 404, message: 'pod not found' };
      return;
    case 'accept':
      kubelet.refuse = undefined;
      return;
    case 'connect': {
      const client = new Client(real.port);
      const before = forward.counts().connections;
      model.clients.push({ client });
      await until(() => client.socket.readyState !== 'opening', 'connected');
      await until(() => forward.counts().connections > before || client.closed, 'accepted');
      return;
    }
    case 'speak':
      for (const { client } of model.clients) if (!client.socket.destroyed) client.socket.write('x');
      return;
    case 'hangUp':
      model.clients[what.which]?.client.socket.end();
      return;
    case 'reset':
      model.clients[what.which]?.client.socket.resetAndDestroy();
      return;
    case 'cut':
      kubelet.streams[what.which]?.ws.terminate();
      return;
    case 'pass':
      clock.advance(what.ms);
      return;
  }
}

/** The uid in the banner that a client got, if it got one. */
function servedBy(client: Client): string | undefined {
  return /^<mongodb-0\.(.*?)>/.exec(client.text)?.[1];
}

async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setTimeout(resolve, 1));
}

test('whatever happens, the port stays, nobody is served by a pod that has gone, and nothing is left', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const clock = new FakeClock();
      const kubelet = await FakeKubelet.start((stream) => {
        stream.data(`<${stream.pod}>`);
        stream.onData((bytes) => stream.data(bytes));
      });
      const place = new FakePlace(ready('uid0'));
      const identity = {
        context: 'c',
        namespace: 'n',
        place: { kind: 'slot', setUid: 's', set: 'mongodb', ordinal: 0 },
        remotePort: 27017,
      } as const;
      const forward = new Forward({ identity, localPort: 0, place, reach: kubelet, clock });
      await forward.start();
      const real: Real = { forward, place, clock, kubelet, port: forward.localPort };
      const model: Model = { uid: 'uid0', next: 1, clients: [] };
      try {
        for (const one of taken) {
          const seen = new Set(model.clients.filter(({ client }) => servedBy(client) === undefined));
          await take(one, model, real);
          await settle();
          assert.equal(forward.localPort, real.port);
          assert.equal(forward.state.is, model.uid === undefined ? 'waiting' : 'listening');
          for (const entry of seen) {
            const uid = servedBy(entry.client);
            // A banner that came in this step was sent by the pod of this step, or by the one that this step replaced.
            if (uid !== undefined && one.do !== 'swap' && one.do !== 'come' && one.do !== 'go')
              assert.equal(uid, model.uid, 'served by the pod that is there');
          }
          for (const { client } of model.clients) {
            const uid = servedBy(client);
            if (uid !== undefined && uid !== model.uid)
              await until(() => client.ended || client.closed, `the connection to ${uid} ended with it`);
          }
        }
        // In the end the place is held again, and whoever comes now is served by the pod that is there.
        kubelet.refuse = undefined;
        place.set(ready('last'));
        clock.advance(5_000);
        const last = new Client(real.port);
        await until(() => servedBy(last) === 'last', 'the last client is served');
        last.socket.destroy();
      } finally {
        for (const { client } of model.clients) client.socket.destroy();
        forward.dispose();
        await until(() => {
          clock.advance(5_000);
          const { connections, websockets } = forward.counts();
          return connections === 0 && websockets === 0;
        }, 'everything is closed');
        assert.deepEqual(forward.counts(), { listeners: 0, connections: 0, websockets: 0, timers: 0 });
        assert.equal(clock.pending, 0);
        await kubelet.stop();
      }
    }),
    {
      numRuns: Number(process.env['FORWARD_RUNS'] ?? 60),
      seed: Number(process.env['FORWARD_SEED'] ?? 20261123),
    },
  );
});

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { UserError } from '../../src/base/errors.ts';
import { systemClock } from '../../src/base/timers.ts';
import { Client } from '../../src/cluster/client.ts';
import { loadKubeconfig } from '../../src/cluster/kubeconfig.ts';
import { deletePod } from '../../src/cluster/verbs.ts';
import { reachThrough } from '../../src/forward/clusterReach.ts';
import { Forward } from '../../src/forward/forward.ts';
import type { Reach } from '../../src/forward/types.ts';
import { sharedCluster, testNamespace, type Cluster, type TestNamespace } from '../cluster/cluster.ts';
import { delays } from '../cluster/kwok.ts';
import { until } from '../cluster/processes.ts';
import { Caller, channelsThrough, WatchedPod } from './forwardSupport.ts';

const REBIRTHS = Number(process.env['FORWARD_REBIRTHS'] ?? (process.env['CI'] === 'true' ? 100 : 30));
const PORT = 27017;

function statefulSet(namespace: string): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'mongodb', namespace },
    spec: {
      serviceName: 'mongodb',
      replicas: 2,
      selector: { matchLabels: { app: 'mongodb' } },
      template: {
        metadata: { labels: { app: 'mongodb' }, annotations: { [delays.terminate]: '50ms' } },
        spec: {
          // Not `mongo`: the shared cluster gives pods of that image a server of their own.
          containers: [{ name: 'db', image: 'echo:1', ports: [{ name: 'mongo', containerPort: PORT }] }],
        },
      },
    },
  };
}

/** The process's own sockets and timers. */
function resources(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) {
    if (/TCP|TLS|Timeout/.test(kind)) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

describe('a forward through the real API server', { concurrency: false }, () => {
  let cluster: Cluster;
  let space: TestNamespace;
  let client: Client;
  let server: Server;
  const served = new Set<Socket>();

  before(async () => {
    cluster = await sharedCluster();
    space = await testNamespace(cluster, 'forward');
    // The pods' database: greets first, then echoes.
    server = createServer((socket) => {
      served.add(socket);
      socket.on('close', () => served.delete(socket)).on('error', () => undefined);
      socket.write('hello ');
      socket.on('data', (data) => socket.write(data));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const targetPort = (server.address() as AddressInfo).port;
    await cluster.mapPort({ namespace: space.name, port: PORT, targetPort });
    await cluster.apply(statefulSet(space.name));
    await cluster.must([
      '-n',
      space.name,
      'wait',
      '--for=jsonpath={.status.readyReplicas}=2',
      'sts/mongodb',
      '--timeout=60s',
    ]);
    const config = await loadKubeconfig([cluster.kubeconfig], { readFile: (path) => readFile(path, 'utf8') });
    client = new Client(config.target(), { env: {}, log: () => undefined });
  });

  after(async () => {
    client?.dispose();
    for (const socket of served) socket.destroy();
    server?.close();
    await space?.remove();
    await cluster?.stop();
  });

  function forwardTo(
    ordinal: number,
    remotePort: number | string,
    reach: Reach = reachThrough(client),
  ): { forward: Forward; place: WatchedPod } {
    const place = new WatchedPod(client, space.name, `mongodb-${ordinal}`);
    const forward = new Forward({
      identity: {
        context: 'test',
        namespace: space.name,
        place: { kind: 'slot', setUid: '', set: 'mongodb', ordinal },
        remotePort,
      },
      localPort: 0,
      place,
      reach,
      clock: systemClock,
    });
    return { forward, place };
  }

  for (const [way, rounds, through] of [
    ['tunnels', REBIRTHS, reachThrough],
    ['channels', Math.ceil(REBIRTHS / 10), channelsThrough],
  ] as const)
    test(`by ${way}: answers again within 1 s of Ready, ${rounds} of ${rounds} times, and leaves nothing open`, async (t) => {
      const used = { tunnels: 0, channels: 0 };
      const real = through(client);
      const reach: Reach = {
        hasTunnels: real.hasTunnels,
        openTunnel: (...args) => (used.tunnels++, real.openTunnel(...args)),
        openChannel: (...args) => (used.channels++, real.openChannel(...args)),
      };
      // The first use of the client makes what stays with it: that is part of the start.
      await client.json({ path: '/version' });
      await until('idle connections to close', 20_000, () => client.counts().sockets === 0);
      const atStart = resources();
      const { forward, place } = forwardTo(0, 'mongo', reach);
      await forward.start();
      const port = forward.localPort;
      const times: number[] = [];
      await until('mongodb-0 to be seen', 10_000, () => place.occupant.is === 'ready');

      for (let round = 0; round < rounds; round++) {
        const open = [1, 2, 3].map(() => new Caller(port));
        for (const one of open) one.socket.write(`round ${round}`);
        await until('the open connections', 10_000, () =>
          open.every((one) => one.text === `hello round ${round}`),
        );
        assert.ok(place.occupant.is === 'ready');
        const old = place.occupant;

        // One of them dies alone: the others go on.
        open[0]?.socket.resetAndDestroy();
        open[1]?.socket.write('!');
        await until('the others to answer', 10_000, () => open[1]?.text.endsWith('!') === true);

        await deletePod(client, { context: '', namespace: space.name, name: old.name, uid: old.uid });
        await until(
          'the place to be empty',
          10_000,
          () => place.occupant.is !== 'ready' || place.occupant.uid !== old.uid,
        );
        const caller = new Caller(port); // comes while nobody is there
        caller.socket.write('again');
        await until('an answer', 30_000, () => caller.text === 'hello again' || caller.over);
        assert.equal(caller.text, 'hello again', forward.lastError);
        assert.ok(place.occupant.is === 'ready' && place.occupant.uid !== old.uid);
        times.push(caller.heardAt - (place.readyAt.get(place.occupant.uid) as number));
        await until('the old connections to end', 5_000, () => open.every((one) => one.over));
        caller.socket.destroy();
        assert.equal(forward.localPort, port);
        assert.equal(forward.lastError, undefined);
      }

      assert.equal(used[way === 'tunnels' ? 'channels' : 'tunnels'], 0, 'only what was meant was used');
      t.diagnostic(`${rounds * 4} connections through ${used[way]} ${way}`);
      times.sort((a, b) => a - b);
      const late = times.filter((ms) => ms > 1_000).length;
      const at = (part: number): string =>
        `${Math.round(times[Math.floor((times.length - 1) * part)] as number)} ms`;
      t.diagnostic(`from Ready to the answer: median ${at(0.5)}, p95 ${at(0.95)}, worst ${at(1)}`);
      assert.equal(late, 0, `${late} of ${rounds} took longer than 1 s`);

      forward.dispose();
      // The simulated kubelet keeps its own connection to the target until the target closes it (a real one does not): not counted here.
      const open = (): string => JSON.stringify({ forward: forward.counts(), client: client.counts() });
      const nothing = JSON.stringify({
        forward: { listeners: 0, connections: 0, websockets: 0, timers: 0 },
        client: { sockets: 0, streams: 0, webSockets: 0 },
      });
      for (const socket of served) socket.destroy();
      await until('all to be closed', 20_000, () => open() === nothing).catch(() => undefined);
      assert.equal(open(), nothing);
      const extra = Object.entries(resources()).filter(([kind, count]) => count > (atStart[kind] ?? 0));
      assert.deepEqual(extra, [], `at the start: ${JSON.stringify(atStart)}`);
    });

  test('connections one after the other share tunnels, and each is a connection of its own to the pod', async () => {
    const real = reachThrough(client);
    let tunnels = 0;
    let accepted = 0;
    const count = (): void => void accepted++;
    server.on('connection', count);
    const { forward, place } = forwardTo(1, PORT, {
      hasTunnels: true,
      openTunnel: (...args) => (tunnels++, real.openTunnel(...args)),
      openChannel: () => assert.fail('no channel is needed'),
    });
    try {
      await until('mongodb-1 to be seen', 10_000, () => place.occupant.is === 'ready');
      await forward.start();
      for (let round = 0; round < 50; round++) {
        const caller = new Caller(forward.localPort);
        caller.socket.write(`${round}`);
        await until('the answer', 10_000, () => caller.text === `hello ${round}`);
        caller.socket.resetAndDestroy(); // the simulated kubelet does not heed a FIN, containerd does
      }
      assert.equal(accepted, 50);
      assert.ok(tunnels <= 10, `${tunnels} tunnels for 50 connections`);
      assert.equal(forward.lastError, undefined);
    } finally {
      server.off('connection', count);
      forward.dispose();
    }
  });

  test('a port that nothing listens on: the kubelet’s own words are shown, and the forward stays', async () => {
    const { forward, place } = forwardTo(1, 9);
    await forward.start();
    try {
      await until('mongodb-1 to be seen', 10_000, () => place.occupant.is === 'ready');
      const caller = new Caller(forward.localPort);
      await until('the connection to end', 10_000, () => caller.over);
      assert.match(forward.lastError ?? '', /mongodb-1.*port.*9|port 9.*mongodb-1/);
      assert.deepEqual(forward.state, { is: 'listening' });
    } finally {
      forward.dispose();
    }
  });

  test('a subprotocol that the server does not know is refused, as by one without tunnels', async () => {
    const path = `/api/v1/namespaces/${space.name}/pods/mongodb-1/portforward`;
    await assert.rejects(client.connect(path, {}, ['SPDY/3.1+unheard-of.k8s.io']), (error: UserError) => {
      assert.ok(['forbidden', 'invalid', 'server'].includes(error.code), error.code);
      return true;
    });
  });
});

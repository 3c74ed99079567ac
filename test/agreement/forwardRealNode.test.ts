import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { systemClock } from '../../src/base/timers.ts';
import { Client } from '../../src/cluster/client.ts';
import { loadKubeconfig } from '../../src/cluster/kubeconfig.ts';
import { reachThrough } from '../../src/forward/clusterReach.ts';
import { Forward } from '../../src/forward/forward.ts';
import type { Reach } from '../../src/forward/types.ts';
import { startCluster, type Cluster } from '../cluster/cluster.ts';
import { until } from '../cluster/processes.ts';
import { standIns } from '../cluster/realNode/images.ts';
import { realNodeSupport } from '../cluster/realNode/support.ts';
import { Caller, channelsThrough, WatchedPod } from './forwardSupport.ts';

const support = await realNodeSupport();
const skip = support.ok ? false : `NO REAL NODE HERE: ${support.why}. ${support.remedy}`;
if (skip) process.stderr.write(`${skip}\n`);

const ECHO = 9001;
const HASTY = 9002;
const SLOW = 9003;
const DEAD = 9004;

// Port 9001 gives everything back and ends with its client; 9002 says one word and hangs up; 9003 answers after
// three seconds; nothing listens on 9004.
const script = [
  `printf '#!/bin/sh\\necho hello\\n' > /tmp/hasty`,
  `printf '#!/bin/sh\\nread x; sleep 3; echo late\\n' > /tmp/slow`,
  'chmod +x /tmp/hasty /tmp/slow',
  `nc -ll -p ${HASTY} -e /tmp/hasty &`,
  `nc -ll -p ${SLOW} -e /tmp/slow &`,
  `exec nc -ll -p ${ECHO} -e /bin/cat`,
].join('\n');

const set = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'peer', namespace: 'default' },
  spec: {
    serviceName: 'peer',
    selector: { matchLabels: { app: 'peer' } },
    template: {
      metadata: { labels: { app: 'peer' } },
      spec: {
        nodeSelector: { 'kubernetes.io/hostname': 'real-1' },
        tolerations: [{ operator: 'Exists' }],
        terminationGracePeriodSeconds: 0,
        containers: [
          {
            name: 'peer',
            image: standIns.fluentd,
            imagePullPolicy: 'Never',
            command: ['/bin/sh', '-c', script],
            readinessProbe: { tcpSocket: { port: ECHO }, periodSeconds: 1 },
          },
        ],
      },
    },
  },
};

describe('a forward through a real kubelet and containerd', { skip, concurrency: false }, () => {
  let cluster: Cluster;
  let client: Client;

  before(async () => {
    cluster = await startCluster({ nodes: 2, realNode: true });
    await cluster.apply(set);
    await cluster.must(['wait', '--for=jsonpath={.status.readyReplicas}=1', 'sts/peer', '--timeout=90s']);
    const config = await loadKubeconfig([cluster.kubeconfig], { readFile: (path) => readFile(path, 'utf8') });
    client = new Client(config.target(), { env: {}, log: () => undefined });
  });

  after(async () => {
    client?.dispose();
    await cluster?.stop();
  });

  async function forwardTo(
    remotePort: number,
    reach: Reach,
  ): Promise<{ forward: Forward; [Symbol.asyncDispose](): Promise<void> }> {
    const place = new WatchedPod(client, 'default', 'peer-0');
    const identity = {
      context: 'test',
      namespace: 'default',
      place: { kind: 'slot', setUid: '', set: 'peer', ordinal: 0 },
      remotePort,
    } as const;
    const forward = new Forward({ identity, localPort: 0, place, reach, clock: systemClock });
    await until('peer-0 to be seen', 10_000, () => place.occupant.is === 'ready');
    await forward.start();
    return {
      forward,
      async [Symbol.asyncDispose]() {
        forward.dispose();
        await until('all to be closed', 10_000, () =>
          Object.values(forward.counts()).every((count) => count === 0),
        );
      },
    };
  }

  for (const [way, through] of [
    ['tunnels', reachThrough],
    ['channels', channelsThrough],
  ] as const) {
    test(`by ${way}: bytes go both ways unharmed, one connection after the other and side by side`, async () => {
      await using made = await forwardTo(ECHO, through(client));
      const { localPort } = made.forward;
      for (let round = 0; round < 10; round++) {
        const caller = new Caller(localPort);
        caller.socket.write(`round ${round}`);
        await until('the echo', 10_000, () => caller.text === `round ${round}`);
        caller.socket.resetAndDestroy();
      }
      const text = Array.from({ length: 200_000 }, (_, i) => i.toString(36)).join(' ');
      const callers = [1, 2, 3].map(() => new Caller(localPort));
      for (const caller of callers) caller.socket.write(text);
      await until('the echoes', 30_000, () => callers.every((caller) => caller.text.length === text.length));
      for (const caller of callers) {
        assert.ok(caller.text === text);
        caller.socket.destroy();
      }
      assert.equal(made.forward.lastError, undefined);
    });

    test(`by ${way}: a pod that hangs up is heard to the end, and its hanging up is seen`, async () => {
      await using made = await forwardTo(HASTY, through(client));
      for (let round = 0; round < 5; round++) {
        const caller = new Caller(made.forward.localPort);
        await until('the end', 10_000, () => caller.over);
        assert.equal(caller.text, 'hello\n');
        assert.equal(caller.error, undefined);
      }
      assert.equal(made.forward.lastError, undefined);
    });

    test(`by ${way}: an answer that comes three seconds after the client’s FIN is delivered`, async () => {
      await using made = await forwardTo(SLOW, through(client));
      const caller = new Caller(made.forward.localPort);
      caller.socket.end('question\n');
      await until('the end', 20_000, () => caller.over);
      assert.equal(caller.text, 'late\n');
      assert.equal(caller.error, undefined);
    });

    test(`by ${way}: a port that nothing listens on is said in the kubelet’s words`, async () => {
      await using made = await forwardTo(DEAD, through(client));
      const caller = new Caller(made.forward.localPort);
      await until('the end', 10_000, () => caller.over);
      assert.equal(caller.error, 'ECONNRESET');
      assert.match(made.forward.lastError ?? '', /^Nothing listens on port 9004 in peer-0/);
    });
  }

  test('by tunnels: a client’s FIN reaches the pod, whose end comes back, far sooner than silence would end it', async () => {
    await using made = await forwardTo(ECHO, reachThrough(client));
    const caller = new Caller(made.forward.localPort);
    caller.socket.write('last words');
    await until('the echo', 10_000, () => caller.text === 'last words');
    const start = performance.now();
    caller.socket.end();
    await until('the end', 10_000, () => caller.over);
    assert.ok(performance.now() - start < 5_000);
    await until('the connection to be gone', 5_000, () => made.forward.counts().connections === 0);
    assert.equal(caller.error, undefined);
  });
});

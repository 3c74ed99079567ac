import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, appendFile, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { cleanUp } from '../cluster/cleanUp.ts';
import { joinCluster, startCluster, testNamespace, type Cluster } from '../cluster/cluster.ts';
import { delays, unreadyLabel } from '../cluster/kwok.ts';
import { commandLine, freePorts, signal, until } from '../cluster/processes.ts';
import { pidsFile, readJson } from '../cluster/state.ts';

interface Pod {
  readonly metadata: { readonly uid: string; readonly deletionTimestamp?: string };
  readonly spec: { readonly nodeName?: string };
  readonly status: { readonly phase: string };
}

function statefulSet(
  namespace: string,
  options: { annotations?: object; labels?: object; replicas?: number } = {},
): object {
  const labels = { app: 'web', ...options.labels };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'web', namespace },
    spec: {
      serviceName: 'web',
      replicas: options.replicas ?? 2,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels, annotations: options.annotations ?? {} },
        spec: { containers: [{ name: 'web', image: 'web:1', ports: [{ containerPort: 8080 }] }] },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } },
        },
      ],
    },
  };
}

describe('the control plane of the tests', { concurrency: false }, () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await startCluster({ nodes: 6 });
  });
  after(() => cluster.stop());

  const ready = (namespace: string, replicas = 2): Promise<string> =>
    cluster.must([
      '-n',
      namespace,
      'wait',
      `--for=jsonpath={.status.readyReplicas}=${replicas}`,
      'sts/web',
      '--timeout=60s',
    ]);

  /** `kubectl port-forward` to a pod; resolves with the local port once it listens. */
  async function forward(
    namespace: string,
    pod: string,
    port: number,
  ): Promise<{ local: number; end: () => string }> {
    const [local = 0] = await freePorts(1);
    const child = spawn(await kubectlPath(), [
      '--kubeconfig',
      cluster.kubeconfig,
      '-n',
      namespace,
      'port-forward',
      pod,
      `${local}:${port}`,
    ]);
    let said = '';
    child.stdout.on('data', (data: Buffer) => (said += data.toString()));
    child.stderr.on('data', (data: Buffer) => (said += data.toString()));
    await until('port-forward to listen', 10_000, () => said.includes('Forwarding'));
    return {
      local,
      end: () => {
        child.kill();
        return said;
      },
    };
  }

  async function kubectlPath(): Promise<string> {
    return (await readJson<{ kubectl: string }>(cluster.stateFile))?.kubectl ?? 'kubectl';
  }

  /** Sends a line and returns what came back until the other side closed. */
  async function ask(port: number, text: string): Promise<string> {
    const socket = connect(port, '127.0.0.1');
    socket.write(text);
    let answer = '';
    socket.on('data', (data: Buffer) => (answer += data.toString()));
    socket.on('error', () => undefined);
    await Promise.race([once(socket, 'close'), until('an answer', 10_000, () => answer.includes('\n'))]);
    socket.destroy();
    return answer;
  }

  test('has one node of each kind, and the cordoned one carries the controller’s own taint', async () => {
    const list = JSON.parse(await cluster.must(['get', 'nodes', '-o', 'json'])) as {
      items: { metadata: { name: string }; spec: { taints?: { key: string }[] } }[];
    };
    const taints = Object.fromEntries(
      list.items.map((n) => [n.metadata.name, n.spec.taints?.map((t) => t.key) ?? []]),
    );
    assert.deepEqual(taints, {
      'control-plane-1': ['node-role.kubernetes.io/control-plane'],
      'cordoned-1': ['node.kubernetes.io/unschedulable'],
      'database-1': ['dedicated'],
      'worker-1': [],
      'worker-2': [],
      'worker-3': [],
    });
  });

  test('runs a StatefulSet in order on provisioned volumes, and recreates a deleted pod on the same claim', async () => {
    await using space = await testNamespace(cluster, 'sts');
    await cluster.apply(statefulSet(space.name, { annotations: { [delays.terminate]: '3s' } }));
    await ready(space.name);
    const claims = await cluster.must([
      '-n',
      space.name,
      'get',
      'pvc',
      '-o',
      'jsonpath={.items[*].status.phase}',
    ]);
    assert.equal(claims, 'Bound Bound');
    const before = await cluster.get<Pod>('pod', 'web-0', space.name);
    await cluster.must(['-n', space.name, 'delete', 'pod', 'web-0', '--wait=false']);
    const dying = await cluster.get<Pod>('pod', 'web-0', space.name);
    assert.ok(dying?.metadata.deletionTimestamp, 'Terminating can be seen');
    await until('web-0 to come back', 20_000, async () => {
      const now = await cluster.get<Pod>('pod', 'web-0', space.name);
      return now !== undefined && now.metadata.uid !== before?.metadata.uid && now.status.phase === 'Running';
    });
  });

  test('simulates slowly, or not ready, where a pod asks for it', async () => {
    await using space = await testNamespace(cluster, 'slow');
    await cluster.apply(statefulSet(space.name, { annotations: { [delays.ready]: '8s' }, replicas: 1 }));
    const reason = '{.status.containerStatuses[0].state.waiting.reason}';
    await cluster.must(['-n', space.name, 'wait', '--for=create', 'pod/web-0', '--timeout=20s']);
    await cluster.must([
      '-n',
      space.name,
      'wait',
      `--for=jsonpath=${reason}=ContainerCreating`,
      'pod/web-0',
      '--timeout=20s',
    ]);
    await ready(space.name, 1);
    await cluster.must(['-n', space.name, 'label', 'pod', 'web-0', `${unreadyLabel}=true`]);
    await cluster.must([
      '-n',
      space.name,
      'wait',
      '--for=condition=Ready=false',
      'pod/web-0',
      '--timeout=20s',
    ]);
    await cluster.must(['-n', space.name, 'label', 'pod', 'web-0', `${unreadyLabel}-`]);
    await ready(space.name, 1);
  });

  test('carries port-forward to a server of the test, and says so where nothing listens', async () => {
    await using space = await testNamespace(cluster, 'pf');
    await cluster.apply(statefulSet(space.name));
    await ready(space.name);
    const server = createServer((socket) =>
      socket.on('data', (data) => socket.end(`heard ${data.toString()}\n`)),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const targetPort = (server.address() as AddressInfo).port;
    const unmap = await cluster.mapPort({ namespace: space.name, name: 'web-1', port: 8080, targetPort });
    const mapped = await forward(space.name, 'pod/web-1', 8080);
    assert.equal(await ask(mapped.local, 'hello'), 'heard hello\n');
    mapped.end();
    await unmap();

    await cluster.mapPort({ namespace: space.name, port: 8080, targetPort });
    const everyPod = await forward(space.name, 'pod/web-0', 8080);
    assert.equal(await ask(everyPod.local, 'again'), 'heard again\n');
    everyPod.end();

    const nothing = await forward(space.name, 'pod/web-0', 9999);
    assert.equal(await ask(nothing.local, 'anybody?'), '');
    assert.match(nothing.end(), /forward.*port 9999/);
    server.close();
  });

  test('answers logs from a file that grows, and exec with a command of this machine', async () => {
    await using space = await testNamespace(cluster, 'logs');
    await cluster.apply(statefulSet(space.name, { replicas: 1 }));
    await ready(space.name, 1);
    assert.match(
      await cluster.must(['-n', space.name, 'logs', 'web-0', '--tail=1']),
      /^simulated container, line \d+\n$/,
    );
    const file = join(cluster.dir, 'own.log');
    await writeFile(file, `${new Date().toISOString()} stdout F one\n`);
    await cluster.mapLogs({ namespace: space.name, name: 'web-0', file });
    await until(
      'the own log',
      5000,
      async () => (await cluster.must(['-n', space.name, 'logs', 'web-0'])) === 'one\n',
    );
    const following = spawn(await kubectlPath(), [
      '--kubeconfig',
      cluster.kubeconfig,
      '-n',
      space.name,
      'logs',
      '-f',
      'web-0',
    ]);
    let said = '';
    following.stdout.on('data', (data: Buffer) => (said += data.toString()));
    await until('the first line', 5000, () => said === 'one\n');
    await appendFile(file, `${new Date().toISOString()} stdout F two\n`);
    await until('the line that was added', 5000, () => said === 'one\ntwo\n');
    following.kill();
    assert.equal(
      await cluster.must(['-n', space.name, 'exec', 'web-0', '--', '/bin/sh', '-c', 'echo in the pod']),
      'in the pod\n',
    );
  });

  test('gives users no more rights than were bound to them', async () => {
    await using space = await testNamespace(cluster, 'rbac');
    const kubeconfig = await cluster.user('ada', ['readers'], space.name);
    await cluster.must([
      '-n',
      space.name,
      'create',
      'rolebinding',
      'readers',
      '--clusterrole=view',
      '--group=readers',
    ]);
    await until(
      'the right',
      5000,
      async () => (await cluster.kubectl(['get', 'pods'], { kubeconfig })).code === 0,
    );
    const other = await cluster.kubectl(['get', 'pods', '-n', 'default'], { kubeconfig });
    assert.notEqual(other.code, 0);
    assert.match(other.stderr, /User "ada" cannot list resource "pods"/);
  });

  test('adds, darkens and removes nodes, and a DaemonSet follows', async () => {
    await using space = await testNamespace(cluster, 'ds');
    const labels = { app: 'agent' };
    await cluster.apply({
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'agent', namespace: space.name },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'agent', image: 'agent:1' }] } },
      },
    });
    const desired = (count: number): Promise<string> =>
      cluster.must([
        '-n',
        space.name,
        'wait',
        `--for=jsonpath={.status.numberReady}=${count}`,
        'ds/agent',
        '--timeout=30s',
      ]);
    // The three workers and the cordoned one, whose taint a DaemonSet's pods always tolerate.
    await desired(4);
    await cluster.addNode('extra-1', { labels: { zone: 'b' } });
    await desired(5);
    await cluster.setNodeReady('extra-1', false);
    await cluster.setNodeReady('extra-1', true);
    await cluster.removeNode('extra-1');
    await desired(4);
  });

  test('lets the API server be killed and started again at the same address', async () => {
    await cluster.killApiServer();
    assert.notEqual((await cluster.kubectl(['get', 'ns', '--request-timeout=2s'])).code, 0);
    await cluster.startApiServer();
    await cluster.must(['get', 'ns']);
  });
});

/** Starts a process that starts a cluster and then waits, and resolves with the data folder. */
async function ownerProcess(): Promise<{ pid: number; dir: string; pids: readonly number[] }> {
  const code = `
    import { startCluster } from ${JSON.stringify(join(import.meta.dirname, '../cluster/cluster.ts'))};
    const cluster = await startCluster({ nodes: 1, log() {} });
    console.log(cluster.dir);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (data: Buffer) => (said += data.toString()));
  await until('the owner’s cluster', 120_000, () => said.includes('\n'));
  const dir = said.trim();
  const pids = JSON.parse(await readFile(pidsFile(dir), 'utf8')) as number[];
  return { pid: child.pid as number, dir, pids };
}

const alive = async (pids: readonly number[], dir: string): Promise<readonly string[]> =>
  (await Promise.all(pids.map((pid) => commandLine(pid)))).filter(
    (line): line is string => line?.includes(dir) ?? false,
  );

describe('whatever ends a run', { concurrency: false }, () => {
  for (const reason of ['SIGKILL', 'SIGINT'] as const) {
    test(`no process and no folder stays when the owner ends by ${reason}`, async () => {
      const { pid, dir, pids } = await ownerProcess();
      assert.ok(
        pids.length >= 6,
        `supervisor, etcd, API server, controllers, scheduler and KWOK run: ${pids.join(' ')}`,
      );
      assert.equal((await alive(pids, dir)).length, pids.length);
      process.kill(pid, reason);
      await until('every process to end', 10_000, async () => (await alive(pids, dir)).length === 0);
      await until('the folder to go', 5000, () => !existsSync(dir));
    });
  }

  test('the next start cleans up after a supervisor that was killed as well; no living run is touched; SIGTERM ends that', async () => {
    const dead = await ownerProcess();
    process.kill(dead.pid, 'SIGKILL');
    signal(dead.pids[0] as number, 'SIGKILL');
    await until('the supervisor to end', 5000, async () => !(await commandLine(dead.pids[0] as number)));
    const living = await ownerProcess();
    assert.deepEqual(await alive(dead.pids, dead.dir), []);
    assert.equal(existsSync(dead.dir), false);
    // What each start begins with, as has just been seen.
    assert.ok(!(await cleanUp()).includes(living.dir));
    assert.equal((await alive(living.pids, living.dir)).length, living.pids.length);
    assert.ok(await joinCluster(join(living.dir, 'state.json')));
    process.kill(living.pid, 'SIGTERM');
    const { pids, dir } = living;
    await until('every process to end', 10_000, async () => (await alive(pids, dir)).length === 0);
    await until('the folder to go', 5000, () => !existsSync(dir));
  });
});

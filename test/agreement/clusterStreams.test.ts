import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { UserError } from '../../src/base/errors.ts';
import { followLog } from '../../src/cluster/followLog.ts';
import { openShell, type ShellListener } from '../../src/cluster/openShell.ts';
import type { RawObject } from '../../src/cluster/list.ts';
import type { PodRef } from '../../src/model/rows.ts';
import { sharedCluster, testNamespace } from '../cluster/cluster.ts';
import { clientOf, eventually, statefulSet, TestProxy } from './clusterSupport.ts';

const cluster = await sharedCluster();
const folder = await mkdtemp(join(tmpdir(), 'kubesets-streams-'));
after(async () => {
  await rm(folder, { recursive: true });
  await cluster.stop();
});

const posix = { skip: process.platform === 'win32' ? 'the simulated pods’ shell is this machine’s' : false };

async function runningPod(namespace: string): Promise<PodRef> {
  await cluster.must(['apply', '--server-side', '-n', namespace, '-f', '-'], { input: statefulSet('db', 1) });
  const uid = await eventually('the pod runs', async () => {
    const pod = await cluster.get<RawObject & { status?: { phase?: string } }>('pod', 'db-0', namespace);
    return pod?.status?.phase === 'Running' && pod.metadata?.uid;
  });
  return { context: '', namespace, name: 'db-0', uid };
}

/** Follows a log and keeps what it hears. */
function follow(client: Awaited<ReturnType<typeof clientOf>>, pod: PodRef, container?: string) {
  const controller = new AbortController();
  const heard = { text: '', ends: [] as (UserError | undefined)[] };
  const done = followLog(
    client,
    pod,
    container,
    { onText: (text) => (heard.text += text), onEnd: (error) => heard.ends.push(error) },
    controller.signal,
  );
  return { heard, done, stop: () => controller.abort() };
}

test('a log is followed across a cut connection: no line twice, none missing', async () => {
  await using ns = await testNamespace(cluster, 'log');
  await using proxy = await new TestProxy().start();
  const client = await clientOf(cluster.kubeconfig, undefined, { proxyUrl: proxy.url() });
  const pod = await runningPod(ns.name);
  const file = join(folder, 'db-0.log');
  let count = 0;
  const write = async (lines: number): Promise<void> => {
    for (let i = 0; i < lines; i++) {
      await appendFile(
        file,
        `${new Date().toISOString().replace('Z', '000000Z')} stdout F line ${count++}\n`,
      );
    }
  };
  const want = (): string => Array.from({ length: count }, (_, i) => `line ${i}\n`).join('');
  await writeFile(file, '');
  await write(3);
  await cluster.mapLogs({ namespace: ns.name, name: 'db-0', file });
  await eventually('the log is mapped', async () =>
    (await cluster.must(['logs', 'db-0', '-n', ns.name])).startsWith('line 0'),
  );
  const log = follow(client, pod);
  await eventually('the first lines are heard', () => log.heard.text === want());
  await write(2);
  await eventually('the next lines are heard', () => log.heard.text === want());
  proxy.cut();
  await write(3);
  const lines = (): string => log.heard.text.replace(/^\[.*\]\n/gm, '');
  await eventually('the lines of the gap are heard', () => lines() === want()).catch(() => undefined);
  assert.equal(lines(), want());
  await write(1);
  await eventually('it goes on', () => lines() === want());
  log.stop();
  await log.done;
  assert.deepEqual(log.heard.ends, [], 'who stops it is told nothing more');
  client.dispose();
  await eventually('nothing is open', () => client.counts().sockets === 0 && client.counts().streams === 0);
});

test('a log ends when its pod is gone; a container that is not there is an error', async () => {
  await using ns = await testNamespace(cluster, 'logend');
  const client = await clientOf(cluster.kubeconfig);
  const pod = await runningPod(ns.name);
  const wrong = follow(client, pod, 'none');
  await wrong.done;
  assert.equal(wrong.heard.ends[0]?.code, 'invalid');
  assert.match(wrong.heard.ends[0]?.message ?? '', /container none is not valid/);
  const stale = follow(client, { ...pod, uid: 'another' });
  await stale.done;
  assert.equal(stale.heard.ends[0]?.code, 'not-found');
  client.dispose();
});

interface Ended {
  text: string;
  ends: Parameters<ShellListener['onEnd']>[0][];
}

function listener(): Ended & ShellListener {
  const heard: Ended = { text: '', ends: [] };
  return Object.assign(heard, {
    onText: (text: string) => void (heard.text += text),
    onEnd: (end: Ended['ends'][number]) => void heard.ends.push(end),
  });
}

test('a shell: input, output, size, exit status', posix, async () => {
  await using ns = await testNamespace(cluster, 'shell');
  const client = await clientOf(cluster.kubeconfig);
  const pod = await runningPod(ns.name);
  const heard = listener();
  const shell = await openShell(client, pod, undefined, { columns: 91, rows: 33 }, heard);
  await shell.write('echo "sum=$((40 + 2)) ünï"\n');
  await eventually('it answers', () => heard.text.includes('sum=42 ünï'));
  await shell.write('exit 7\n');
  await eventually('it ended', () => heard.ends.length === 1);
  assert.deepEqual(heard.ends, [{ exitCode: 7 }]);
  await eventually('no socket is left', () => client.counts().webSockets === 0);
  await assert.rejects(
    openShell(client, { ...pod, uid: 'x' }, undefined, { columns: 1, rows: 1 }, listener()),
    {
      code: 'not-found',
    },
  );
  const closed = listener();
  const other = await openShell(client, pod, 'main', { columns: 80, rows: 24 }, closed);
  other.close();
  await eventually('no socket is left', () => client.counts().webSockets === 0);
  assert.deepEqual(closed.ends, []);
  client.dispose();
});

test('a shell whose reader is slow holds the server back, and loses nothing', posix, async () => {
  await using ns = await testNamespace(cluster, 'slow');
  const client = await clientOf(cluster.kubeconfig);
  const pod = await runningPod(ns.name);
  let bytes = '';
  let end: unknown;
  const shell = await openShell(
    client,
    pod,
    undefined,
    { columns: 80, rows: 24 },
    {
      onText: async (text) => {
        bytes += text;
        await new Promise((resolve) => setTimeout(resolve, 1));
      },
      onEnd: (e) => (end = e),
    },
  );
  await shell.write(
    'stty -echo 2>/dev/null; i=0; while [ $i -lt 5000 ]; do echo "row-$i-end"; i=$((i+1)); done\n',
  );
  // The shell stays until all was read: what a terminal still holds when its last process ends, KWOK throws away.
  await eventually('the last row', () => bytes.includes('row-4999-end'), 60_000);
  await shell.write('exit 0\n');
  await eventually('it ended', () => end !== undefined, 60_000);
  assert.deepEqual(end, { exitCode: 0 });
  const rows = [...bytes.matchAll(/row-(\d+)-end/g)].map((m) => Number(m[1]));
  assert.deepEqual(
    rows,
    Array.from({ length: 5000 }, (_, i) => i),
  );
  client.dispose();
});

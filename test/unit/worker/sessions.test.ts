import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { systemClock } from '../../../src/base/timers.ts';
import type { WorkerSettings } from '../../../src/worker/protocol.ts';
import { Sessions } from '../../../src/worker/sessions.ts';

// No server listens there: whose address a verb would be sent to is all that is asked here.
const A = 'http://127.0.0.1:1';
const B = 'http://127.0.0.1:2';

let folder: string;
let sessions: Sessions;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kube-sets-sessions-'));
  sessions = new Sessions({ env: {}, clock: systemClock, log: () => undefined });
});

afterEach(async () => {
  sessions.dispose();
  await rm(folder, { recursive: true });
});

const kubeconfig = (server: string, current = 'default'): string =>
  JSON.stringify({
    'current-context': current,
    clusters: [{ name: 'c', cluster: { server } }],
    users: [{ name: 'u', user: { token: 't' } }],
    contexts: ['default', 'other'].map((name) => ({ name, context: { cluster: 'c', user: 'u' } })),
  });

async function write(name: string, ...content: Parameters<typeof kubeconfig>): Promise<WorkerSettings> {
  const file = join(folder, name);
  await writeFile(file, kubeconfig(...content));
  return { kubeconfig: [file], context: undefined, namespaces: undefined, forwardAddress: '127.0.0.1' };
}

const serverOf = async (context = 'default'): Promise<readonly string[]> => [
  (await sessions.own()).client.server,
  (await sessions.of(context)).client.server,
];

for (const visible of [false, true]) {
  for (const pinned of [false, true]) {
    const how = `${visible ? 'visible' : 'hidden'}, ${pinned ? 'with' : 'without'} a forward`;
    test(`another kubeconfig with the same context's name is another server (${how})`, async () => {
      await sessions.configure(await write('a', A));
      if (visible) await sessions.setVisible(true);
      const first = await sessions.own();
      const pin = pinned ? sessions.pin(first, 'data') : undefined;
      await sessions.configure(await write('b', B));
      assert.deepEqual(await serverOf(), [B, B]);
      assert.equal(first.state.watch.is, 'idle', 'nothing speaks to the old server any more');
      assert.equal(sessions.all.length, 1);
      pin?.dispose();
      assert.deepEqual(await serverOf(), [B, B]);
    });

    test(`Refresh finds a context's server moved (${how})`, async () => {
      await sessions.configure(await write('a', A));
      if (visible) await sessions.setVisible(true);
      if (pinned) sessions.pin(await sessions.own(), 'data');
      await sessions.own();
      await write('a', B);
      await sessions.refresh();
      assert.deepEqual(await serverOf(), [B, B]);
    });
  }
}

test('a session stays where only the current context of the file is another one', async () => {
  const settings = { ...(await write('a', A)), context: 'default' };
  await sessions.configure(settings);
  const first = await sessions.own();
  await write('a', A, 'other');
  await sessions.refresh();
  assert.equal(await sessions.own(), first);
});

test('of two decisions at once the later one counts', async () => {
  await sessions.configure(await write('a', A));
  await sessions.setVisible(true);
  const a = write('a', A);
  const b = write('b', B);
  await Promise.all([sessions.configure({ ...(await a), context: 'other' }), sessions.configure(await b)]);
  const session = await sessions.own();
  assert.deepEqual([session.client.server, session.store.context], [B, 'default']);
});

test('who waits for the first lists of a session that is left gets those of the next', async () => {
  await sessions.configure(await write('a', A));
  const waiting = sessions.live();
  await sessions.configure(await write('b', B));
  assert.equal((await waiting).client.server, B);
});

test('what is pinned stays while another context is chosen, and ends with its pin', async () => {
  const settings = await write('a', A);
  await sessions.configure(settings);
  const first = await sessions.own();
  const pin = sessions.pin(first);
  await sessions.configure({ ...settings, context: 'other' });
  await sessions.own();
  assert.deepEqual(new Set(sessions.all.map((s) => s.store.context)), new Set(['default', 'other']));
  pin.dispose();
  assert.deepEqual(
    sessions.all.map((s) => s.store.context),
    ['other'],
  );
});

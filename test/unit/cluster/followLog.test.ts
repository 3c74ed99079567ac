import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { UserError } from '../../../src/base/errors.ts';
import { followLog } from '../../../src/cluster/followLog.ts';
import { FakeClock } from '../forward/fakeClock.ts';
import { answerStatus, clientFor, FakeApiServer, until } from './support.ts';

const pod = { context: '', namespace: 'n', name: 'p', uid: 'u' };

test('a container that waits to start is said so once, then followed; a finished pod ends the log', async () => {
  await using server = await new FakeApiServer().start();
  const clock = new FakeClock();
  let phase = 'Pending';
  let tries = 0;
  server.handle = (_request, response, url) => {
    if (!url.pathname.endsWith('/log')) {
      return void response.end(JSON.stringify({ metadata: { uid: 'u' }, status: { phase } }));
    }
    if (++tries < 4) {
      return answerStatus(
        response,
        400,
        'BadRequest',
        'container "c" in pod "p" is waiting to start: ContainerCreating',
      );
    }
    phase = 'Succeeded';
    response.end('2026-01-01T00:00:01.5Z one\n2026-01-01T00:00:02Z two\n');
  };
  const client = clientFor(server.url);
  let text = '';
  const ends: (UserError | undefined)[] = [];
  const done = followLog(
    client,
    pod,
    'c',
    { onText: (t) => (text += t), onEnd: (e) => ends.push(e) },
    new AbortController().signal,
    clock,
  );
  while (ends.length === 0) {
    clock.advance(10_000);
    await sleep(5);
  }
  await done;
  assert.equal(text, '[container "c" in pod "p" is waiting to start: ContainerCreating]\none\ntwo\n');
  assert.deepEqual(ends, [undefined]);
  const logs = server.requests.filter((r) => r.includes('/log'));
  assert.ok(logs[0]?.includes('tailLines=1000') && logs[0].includes('follow=true'));
  assert.ok(logs.at(-1)?.includes('sinceTime=2026-01-01T00%3A00%3A02Z'), logs.at(-1));
  client.dispose();
});

test('stopping during a wait leaves no timer and tells nothing', async () => {
  await using server = await new FakeApiServer().start();
  const clock = new FakeClock();
  server.handle = (_request, response) => answerStatus(response, 503, 'ServiceUnavailable');
  const client = clientFor(server.url);
  const controller = new AbortController();
  const ends: unknown[] = [];
  const listener = { onText: () => undefined, onEnd: (e: unknown) => ends.push(e) };
  const done = followLog(client, pod, undefined, listener, controller.signal, clock);
  await until('it waits', () => clock.pending === 1);
  controller.abort();
  await done;
  assert.equal(clock.pending, 0);
  assert.deepEqual(ends, []);
  client.dispose();
});

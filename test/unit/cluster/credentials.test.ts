import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../../src/base/errors.ts';
import { Credentials } from '../../../src/cluster/credentials.ts';
import { runExecPlugin } from '../../../src/cluster/execPlugin.ts';
import type { ExecEntry, UserEntry } from '../../../src/cluster/types.ts';
import { FakeClock } from '../forward/fakeClock.ts';
import { answerStatus, clientFor, FakeApiServer, targetFor, until } from './support.ts';

// Plugins are shell scripts here: what is tested is the same on Windows, how they are found is not.
const posix = { skip: process.platform === 'win32' ? 'needs a POSIX shell' : false };
const folder = await mkdtemp(join(tmpdir(), 'kubesets-credentials-'));
after(() => rm(folder, { recursive: true }));

let count = 0;
async function plugin(
  script: string,
  more: Partial<ExecEntry> = {},
): Promise<ExecEntry & { runs(): Promise<number> }> {
  const command = join(folder, `plugin-${++count}`);
  await writeFile(command, `#!/bin/sh\necho run >> '${command}.runs'\n${script}\n`);
  await chmod(command, 0o755);
  return {
    apiVersion: 'client.authentication.k8s.io/v1',
    command,
    args: [],
    env: {},
    provideClusterInfo: false,
    interactiveMode: 'IfAvailable',
    folder,
    ...more,
    runs: async () =>
      existsSync(`${command}.runs`) ? (await readFile(`${command}.runs`, 'utf8')).split('\n').length - 1 : 0,
  };
}

const prints = (status: object, apiVersion = 'client.authentication.k8s.io/v1'): string =>
  `cat <<'EOF'\n${JSON.stringify({ kind: 'ExecCredential', apiVersion, status })}\nEOF`;

function credentials(
  user: Partial<UserEntry>,
  clock = new FakeClock(),
  files: Record<string, string> = {},
): Credentials {
  return new Credentials(targetFor('https://h', user), {
    clock,
    env: { PATH: process.env['PATH'] },
    log: () => undefined,
    readFile: (path) => {
      const text = files[path];
      return text === undefined
        ? Promise.reject(Object.assign(new Error('none'), { code: 'ENOENT' }))
        : Promise.resolve(text);
    },
  });
}

const run = (entry: ExecEntry, timeout = 5000, signal = new AbortController().signal) =>
  runExecPlugin(
    entry,
    targetFor('https://h').cluster,
    { env: { PATH: process.env['PATH'] }, timeout, ca: 'CA' },
    signal,
  );

async function failure(entry: ExecEntry, timeout?: number): Promise<UserError> {
  const error: unknown = await run(entry, timeout).then(
    () => undefined,
    (e: unknown) => e,
  );
  assert.ok(error instanceof UserError, String(error));
  assert.equal(error.code, 'credentials');
  assert.ok(error.remedy);
  return error;
}

test('tokens, passwords and impersonation become headers', async () => {
  const header = async (user: Partial<UserEntry>) => (await credentials(user).current()).headers;
  assert.deepEqual(await header({ token: 't' }), { authorization: 'Bearer t' });
  assert.deepEqual(await header({ username: 'u', password: 'p' }), { authorization: 'Basic dTpw' });
  assert.deepEqual(
    await header({ token: 't', as: { user: 'x', uid: '1', groups: ['a', 'b'], extra: { 'Sc/o': ['y'] } } }),
    {
      authorization: 'Bearer t',
      'impersonate-user': 'x',
      'impersonate-uid': '1',
      'impersonate-group': ['a', 'b'],
      'impersonate-extra-sc%2Fo': ['y'],
    },
  );
});

test('a token file wins over a token and is read anew after a minute', async () => {
  const clock = new FakeClock();
  const files = { '/t': 'one\n' };
  const kept = credentials({ token: 'old', tokenFile: '/t' }, clock, files);
  const first = await kept.current();
  assert.deepEqual(first.headers, { authorization: 'Bearer one' });
  files['/t'] = 'two';
  clock.advance(59_000);
  assert.equal(await kept.current(), first, 'the same object as long as nothing changed');
  clock.advance(1_000);
  assert.deepEqual((await kept.current()).headers, { authorization: 'Bearer two' });
  const missing = credentials({ tokenFile: '/none' });
  await assert.rejects(
    missing.current(),
    (e: unknown) => e instanceof UserError && e.code === 'credentials' && e.message.includes('/none'),
  );
});

test('a plugin’s token and certificate are taken', posix, async () => {
  const token = await plugin(prints({ token: 'T', expirationTimestamp: '2030-01-01T00:00:00Z' }));
  assert.deepEqual(await run(token), { token: 'T', expires: Date.parse('2030-01-01T00:00:00Z') });
  const cert = await plugin(
    prints({ clientCertificateData: 'C', clientKeyData: 'K' }, 'client.authentication.k8s.io/v1beta1'),
    {
      apiVersion: 'client.authentication.k8s.io/v1beta1',
    },
  );
  assert.deepEqual(await run(cert), { cert: 'C', key: 'K' });
});

test(
  'a plugin gets its arguments, environment and KUBERNETES_EXEC_INFO, and no shell reads them',
  posix,
  async () => {
    const out = join(folder, 'got');
    const entry = await plugin(
      `printf '%s\\n' "$1" "$NAME" "$KUBERNETES_EXEC_INFO" > '${out}'\n${prints({ token: 'T' })}`,
      {
        args: ['$(touch /tmp/never); `x` "'],
        env: { NAME: 'v $HOME' },
        provideClusterInfo: true,
      },
    );
    await run(entry);
    const [arg, env, info] = (await readFile(out, 'utf8')).split('\n');
    assert.equal(arg, '$(touch /tmp/never); `x` "');
    assert.equal(env, 'v $HOME');
    assert.deepEqual(JSON.parse(info ?? ''), {
      kind: 'ExecCredential',
      apiVersion: 'client.authentication.k8s.io/v1',
      spec: {
        interactive: false,
        cluster: { server: 'https://h', 'certificate-authority-data': Buffer.from('CA').toString('base64') },
      },
    });
  },
);

test('a bare command is looked up on PATH, never in the current folder', posix, async () => {
  const entry = await plugin(prints({ token: 'T' }));
  const bare = { ...entry, command: entry.command.slice(folder.length + 1) };
  assert.ok((await failure(bare)).message.includes('not found'));
  assert.deepEqual(await run({ ...bare, env: { PATH: `${folder}:${process.env['PATH']}` } }), { token: 'T' });
});

test('a plugin that fails says why, without secrets, and how to install it', posix, async () => {
  const entry = await plugin('echo "\x1b[31mlogin first\x1b[0m token=abcdef123456" >&2; exit 3', {
    installHint: 'install X',
  });
  const error = await failure(entry);
  assert.match(error.message, /ended with 3.*\nlogin first token=\*\*\*$/s);
  assert.equal(error.remedy, 'install X');
  assert.match((await failure({ ...entry, command: join(folder, 'none') })).message, /not found/);
  assert.match((await failure({ ...entry, interactiveMode: 'Always' })).message, /terminal/);
  assert.match(
    (await failure({ ...entry, apiVersion: 'client.authentication.k8s.io/v1alpha1' })).message,
    /v1alpha1/,
  );
});

test('what a plugin prints must be a credential; it is never shown', posix, async () => {
  const garbage = [
    'echo secret-garbage',
    'echo "{}"',
    'true',
    prints({}),
    prints({ token: 'secret' }, 'v9'),
    'echo null',
  ];
  for (const script of garbage) {
    const error = await failure(await plugin(script));
    assert.ok(!error.message.includes('secret'), error.message);
  }
  assert.match((await failure(await plugin('yes | head -c 3000000'))).message, /too much/);
});

test('a plugin that hangs is ended with all its children', posix, async () => {
  const pids = join(folder, 'pids');
  const entry = await plugin(`sleep 600 & echo $! > '${pids}'; echo waiting >&2; wait`);
  const error = await failure(entry, 300);
  assert.match(error.message, /no answer within 0.3 s.*\nwaiting/s);
  const child = Number(await readFile(pids, 'utf8'));
  await until('the child is gone', () => !alive(child));
});

/** Running, and not only waiting to be reaped. */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return true;
  return !/\) [ZX] /.test(readFileSync(stat, 'utf8'));
}

test(
  'many requests at once run a plugin once; it runs again when the credential expires',
  posix,
  async () => {
    const clock = new FakeClock();
    const entry = await plugin(
      `sleep 0.2; ${prints({ token: 'T', expirationTimestamp: new Date(600_000).toISOString() })}`,
    );
    const kept = credentials({ exec: entry }, clock);
    const all = await Promise.all(Array.from({ length: 8 }, () => kept.current()));
    assert.equal(new Set(all).size, 1);
    assert.equal(await entry.runs(), 1);
    clock.advance(569_000);
    await kept.current();
    assert.equal(await entry.runs(), 1);
    clock.advance(2_000);
    await kept.current();
    assert.equal(await entry.runs(), 2);
  },
);

test('a failed plugin is not run again for some seconds', posix, async () => {
  const clock = new FakeClock();
  const entry = await plugin('exit 1');
  const kept = credentials({ exec: entry }, clock);
  await assert.rejects(kept.current());
  await assert.rejects(kept.current());
  assert.equal(await entry.runs(), 1);
  clock.advance(5_000);
  await assert.rejects(kept.current());
  assert.equal(await entry.runs(), 2);
});

test('many requests rejected with 401 run the plugin once more, and are then answered', posix, async () => {
  const entry = await plugin(
    `${'n=$(wc -l < "$0.runs"); '}echo "{\\"kind\\":\\"ExecCredential\\",\\"apiVersion\\":\\"client.authentication.k8s.io/v1\\",\\"status\\":{\\"token\\":\\"T$((n))\\"}}"`,
  );
  await using server = await new FakeApiServer().start();
  const seen: string[] = [];
  server.handle = (request, response) => {
    seen.push(request.headers.authorization ?? '');
    if (request.headers.authorization !== 'Bearer T2') return answerStatus(response, 401, 'Unauthorized');
    response.end('{"ok":true}');
  };
  const client = clientFor(server.url, { exec: entry });
  try {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => client.json<{ ok: boolean }>({ path: '/x' })),
    );
    assert.ok(answers.every((a) => a.ok));
    assert.equal(await entry.runs(), 2);
    assert.deepEqual([...new Set(seen)], ['Bearer T1', 'Bearer T2']);
    server.handle = (_request, response) => answerStatus(response, 401, 'Unauthorized');
    await assert.rejects(
      client.json({ path: '/x' }),
      (e: unknown) => e instanceof UserError && e.code === 'unauthorized',
    );
    assert.equal(await entry.runs(), 3, 'once, not for ever');
  } finally {
    client.dispose();
  }
});

test('who gave up is not held up by a plugin that hangs; dispose ends it', posix, async () => {
  const pids = join(folder, 'hanging');
  const entry = await plugin(`echo $$ > '${pids}'; sleep 600`);
  const client = clientFor('http://127.0.0.1:1', { exec: entry });
  const controller = new AbortController();
  const asked = client.json({ path: '/x', signal: controller.signal });
  await until('it runs', () => existsSync(pids) && readFileSync(pids, 'utf8') !== '');
  controller.abort();
  await assert.rejects(asked, (e: unknown) => e instanceof UserError && e.code === 'cancelled');
  // The time that a plugin takes is not the server's, and no request of it blames the server.
  const later = client.json({ path: '/x', timeout: 50 });
  assert.equal(await Promise.race([later, sleep(300, 'still waiting')]), 'still waiting');
  assert.equal(client.plugin, entry.command);
  client.dispose();
  await assert.rejects(later, (e: unknown) => e instanceof UserError && e.code === 'cancelled');
  const pid = Number(readFileSync(pids, 'utf8'));
  await until('the plugin is gone', () => !alive(pid));
  await sleep(10);
});

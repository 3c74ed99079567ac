import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { systemClock } from '../../src/base/timers.ts';
import { UserError } from '../../src/base/errors.ts';
import { Client } from '../../src/cluster/client.ts';
import { loadKubeconfig } from '../../src/cluster/kubeconfig.ts';
import type { ExecEntry } from '../../src/cluster/types.ts';
import { accessReview } from '../../src/cluster/verbs.ts';
import { watchResource } from '../../src/cluster/watch.ts';
import { ensureBinaries } from '../cluster/binaries.ts';
import { sharedCluster, testNamespace } from '../cluster/cluster.ts';
import { clientOf, eventually, targetOf, TestProxy } from './clusterSupport.ts';

const cluster = await sharedCluster();
const folder = await mkdtemp(join(tmpdir(), 'kubesets-access-'));
after(async () => {
  await rm(folder, { recursive: true });
  await cluster.stop();
});

const { kubectl } = await ensureBinaries(() => undefined);
const posix = { skip: process.platform === 'win32' ? 'needs a POSIX shell' : false };

/** Who the server takes the client for. */
async function whoAmI(client: Client): Promise<string> {
  const review = await client.json<{ status: { userInfo: { username: string } } }>({
    method: 'POST',
    path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
    body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
  });
  return review.status.userInfo.username;
}

async function failure(client: Client, path = '/api/v1/namespaces'): Promise<UserError> {
  try {
    await client.json({ path });
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    assert.ok(error.remedy, error.message);
    return error;
  } finally {
    client.dispose();
  }
  throw new Error('It was answered');
}

async function plugin(name: string, script: string): Promise<ExecEntry> {
  const command = join(folder, name);
  await writeFile(command, `#!/bin/sh\n${script}\n`);
  await chmod(command, 0o755);
  return {
    apiVersion: 'client.authentication.k8s.io/v1',
    command,
    args: [],
    env: {},
    provideClusterInfo: false,
    interactiveMode: 'Never',
    folder,
  };
}

const credential = (status: object): string =>
  JSON.stringify({ kind: 'ExecCredential', apiVersion: 'client.authentication.k8s.io/v1', status });

test('several kubeconfig files are merged as kubectl merges them', async () => {
  const files: Record<string, string> = {
    a: `
apiVersion: v1
kind: Config
clusters: [{name: red, cluster: {server: "https://a"}}, {name: blue, cluster: {server: "https://blue", certificate-authority: pki/ca}}]
users: [{name: u, user: {token: a}}]
contexts: [{name: one, context: {cluster: red, user: u}}]
`,
    b: `
apiVersion: v1
kind: Config
current-context: two
clusters: [{name: red, cluster: {server: "https://b", tls-server-name: x}}]
users: [{name: u, user: {username: b, password: c}}, {name: v, user: {tokenFile: ../tok}}]
contexts: [{name: two, context: {cluster: red, user: v, namespace: of-two}}, {name: one, context: {cluster: blue, user: v}}]
`,
    c: 'apiVersion: v1\nkind: Config\ncurrent-context: one\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  for (const order of [
    ['a', 'b', 'c'],
    ['c', 'b', 'a'],
    ['missing', 'b', 'a'],
    ['b', 'c', 'missing', 'a'],
  ]) {
    const paths = order.map((name) => join(folder, name));
    const ours = await loadKubeconfig(paths, { readFile: (p) => readFile(p, 'utf8') });
    const { stdout } = await promisify(execFile)(kubectl, ['config', 'view', '--raw', '-o', 'json'], {
      env: { KUBECONFIG: paths.join(delimiter) },
    });
    const theirs = JSON.parse(stdout) as {
      'current-context': string;
      contexts: { name: string; context: { cluster: string; user: string; namespace?: string } }[];
      clusters: { name: string; cluster: Record<string, string> }[];
      users: { name: string; user: Record<string, string> }[];
    };
    assert.equal(ours.currentContext, theirs['current-context'], order.join());
    for (const { name, context } of theirs.contexts) {
      const target = ours.target(name);
      const cluster = theirs.clusters.find((c) => c.name === context.cluster)?.cluster ?? {};
      const user = theirs.users.find((u) => u.name === context.user)?.user ?? {};
      assert.equal(target.context.namespace, context.namespace ?? 'default');
      assert.equal(target.cluster.server, cluster['server']);
      assert.equal(target.cluster.tlsServerName, cluster['tls-server-name']);
      assert.equal(target.cluster.caFile, cluster['certificate-authority'] && join(folder, 'pki/ca'));
      assert.equal(target.user.token, user['token']);
      assert.equal(target.user.username, user['username']);
      assert.equal(target.user.tokenFile, user['tokenFile'] && join(folder, '../tok'));
    }
    assert.equal(ours.contexts.length, theirs.contexts.length);
  }
});

test('a user with rights in one namespace: served there, told elsewhere what is missing', async () => {
  await using ns = await testNamespace(cluster, 'rights');
  const name = `user-${ns.name}`;
  await cluster.must([
    'create',
    'rolebinding',
    'view',
    '--clusterrole=view',
    `--user=${name}`,
    '-n',
    ns.name,
  ]);
  const client = await clientOf(await cluster.user(name, [], ns.name));
  assert.equal(client.target.context.namespace, ns.name);
  const pods = { verb: 'list', resource: 'pods' };
  await eventually(
    'the right is known',
    async () => (await accessReview(client, { ...pods, namespace: ns.name })).allowed,
  );
  assert.equal((await accessReview(client, pods)).allowed, false);
  const exec = {
    verb: 'create',
    resource: 'pods',
    subresource: 'portforward',
    namespace: ns.name,
    name: 'x',
  };
  assert.equal((await accessReview(client, exec)).allowed, false);
  await client.json({ path: `/api/v1/namespaces/${ns.name}/pods` });
  const watched = watchResource({
    client,
    path: '/api/v1/pods',
    trim: () => undefined,
    clock: systemClock,
    log: () => undefined,
    random: Math.random,
  });
  watched.start();
  await eventually('it is denied', () => watched.state.is === 'denied');
  const state = watched.state;
  assert.ok(
    state.is === 'denied' && state.what.code === 'forbidden' && state.what.message.includes(name),
    JSON.stringify(state),
  );
  watched.stop();
  await assert.rejects(
    client.connect(`/api/v1/namespaces/${ns.name}/pods/x/exec`, { command: 'sh' }, ['v4.channel.k8s.io']),
    (e: unknown) =>
      e instanceof UserError && e.code === 'forbidden' && e.message.includes(`User "${name}" cannot`),
  );
  assert.equal(client.counts().webSockets, 0);
  client.dispose();
  await eventually('nothing is open', () => client.counts().sockets === 0);
});

test('a server that is not there, an authority that is not its own, a name that is not its own', async () => {
  const dead = await failure(
    await clientOf(cluster.kubeconfig, undefined, { server: 'https://127.0.0.1:1' }),
  );
  assert.deepEqual([dead.code, dead.reason], ['unreachable', 'ECONNREFUSED']);
  const unknown = await failure(
    await clientOf(cluster.kubeconfig, undefined, { server: 'https://kube-sets.invalid' }),
  );
  assert.equal(unknown.code, 'unreachable');
  // A certificate that is one, but not of an authority that signed the server's.
  const { user } = await targetOf(await cluster.user('not-an-authority'));
  const foreign = user.certData ?? Buffer.from(await readFile(user.certFile ?? '')).toString('base64');
  const wrongCa = await failure(await clientOf(cluster.kubeconfig, undefined, { caData: foreign }));
  assert.equal(wrongCa.code, 'bad-certificate');
  const wrongName = await failure(
    await clientOf(cluster.kubeconfig, undefined, { tlsServerName: 'other.example' }),
  );
  assert.deepEqual([wrongName.code, wrongName.reason], ['bad-certificate', 'ERR_TLS_CERT_ALTNAME_INVALID']);
  const insecure = await clientOf(cluster.kubeconfig, undefined, {
    tlsServerName: 'other.example',
    insecure: true,
  });
  await insecure.json({ path: '/version' });
  insecure.dispose();
  const plain = await failure(
    await clientOf(cluster.kubeconfig, undefined, { server: cluster.server.replace('https', 'http') }),
  );
  assert.match(plain.message, /HTTP request to an HTTPS server/);
  // The same over a WebSocket.
  const socket = await clientOf(cluster.kubeconfig, undefined, { caData: foreign });
  await assert.rejects(socket.connect('/api/v1/x', {}, []), { code: 'bad-certificate' });
  socket.dispose();
});

test(
  'tokens: a good one is taken, a wrong one is told; a plugin’s is renewed after a 401',
  posix,
  async () => {
    await using ns = await testNamespace(cluster, 'token');
    await eventually('the account is there', () => cluster.get('serviceaccount', 'default', ns.name));
    const token = (await cluster.must(['create', 'token', 'default', '-n', ns.name])).trim();
    const account = `system:serviceaccount:${ns.name}:default`;
    const good = await clientOf(cluster.kubeconfig, { token });
    assert.equal(await whoAmI(good), account);
    good.dispose();
    const wrong = await failure(await clientOf(cluster.kubeconfig, { token: `${token}x` }));
    assert.equal(wrong.code, 'unauthorized');
    assert.ok(!JSON.stringify(wrong.toData()).includes(token.slice(0, 20)));

    // The first answer is a token that the server does not know any more.
    const file = join(folder, 'credential');
    await writeFile(file, credential({ token: 'stale' }));
    const exec = await plugin('renewing', `cat '${file}'; cat '${file}.next' > '${file}'`);
    await writeFile(`${file}.next`, credential({ token }));
    const renewing = await clientOf(cluster.kubeconfig, { exec });
    assert.equal(await whoAmI(renewing), account);
    renewing.dispose();
    const webSocket = join(folder, 'web-socket');
    await writeFile(webSocket, credential({ token: 'stale' }));
    const next = await plugin('renewing-too', `cat '${webSocket}'; cat '${file}.next' > '${webSocket}'`);
    const forSocket = await clientOf(cluster.kubeconfig, { exec: next });
    await assert.rejects(
      forSocket.connect(`/api/v1/namespaces/${ns.name}/pods/x/exec`, { command: 'sh' }, [
        'v4.channel.k8s.io',
      ]),
      (e: unknown) => e instanceof UserError && e.code === 'forbidden' && e.message.includes(account),
    );
    forSocket.dispose();
    const failing = await failure(
      await clientOf(cluster.kubeconfig, { exec: await plugin('failing', 'echo no session >&2; exit 1') }),
    );
    assert.equal(failing.code, 'credentials');
    assert.ok(failing.message.includes('no session'));
  },
);

test('a client certificate that a plugin rotates is used by new requests and WebSockets', posix, async () => {
  const file = join(folder, 'rotating');
  const write = async (name: string): Promise<void> => {
    const { user } = await targetOf(await cluster.user(name));
    const pem = async (data?: string, path?: string): Promise<string> =>
      data === undefined ? readFile(path ?? '', 'utf8') : Buffer.from(data, 'base64').toString();
    const status = {
      clientCertificateData: await pem(user.certData, user.certFile),
      clientKeyData: await pem(user.keyData, user.keyFile),
      // In the past: good for five seconds only.
      expirationTimestamp: new Date(0).toISOString(),
    };
    await writeFile(file, credential(status));
  };
  let now = 0;
  const target = await targetOf(cluster.kubeconfig);
  const exec = await plugin('rotating-plugin', `cat '${file}'`);
  const client = new Client(
    { ...target, user: { name: 'u', exec } },
    { env: { PATH: process.env['PATH'] }, log: () => undefined, clock: { ...systemClock, now: () => now } },
  );
  const refused = (name: string) => (e: unknown) =>
    e instanceof UserError && e.message.includes(`User "${name}" cannot`);
  const upgrade = () =>
    client.connect('/api/v1/namespaces/default/pods/x/exec', { command: 'sh' }, ['v4.channel.k8s.io']);
  for (const name of ['rotate-one', 'rotate-two']) {
    await write(name);
    now += 10_000;
    assert.equal(await whoAmI(client), name);
    await assert.rejects(upgrade(), refused(name));
  }
  client.dispose();
});

test('many requests share connections; a proxy is used for requests and WebSockets', async () => {
  const client = await clientOf(cluster.kubeconfig);
  for (let i = 0; i < 20; i++) await client.json({ path: '/version' });
  assert.ok(client.counts().sockets <= 2, `${client.counts().sockets} sockets`);
  client.dispose();

  await using proxy = await new TestProxy().start();
  const proxyUrl = proxy.url('me:se%20cret@');
  const proxied = await clientOf(cluster.kubeconfig, undefined, { proxyUrl });
  try {
    assert.notEqual(await whoAmI(proxied), 'system:anonymous');
    await assert.rejects(
      proxied.connect('/api/v1/namespaces/default/pods/none/exec', { command: 'sh' }, ['v4.channel.k8s.io']),
      { code: 'not-found' },
    );
    const basic = `Basic ${Buffer.from('me:se cret').toString('base64')}`;
    assert.deepEqual(proxy.tunnels, Array(2).fill(`${new URL(cluster.server).host} ${basic}`));
  } finally {
    proxied.dispose();
  }
  const refusing = createServer();
  refusing.on('connect', (_request, socket: Socket) =>
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'),
  );
  await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`;
  const refused = await failure(await clientOf(cluster.kubeconfig, undefined, { proxyUrl: url }));
  assert.ok(refused.code === 'unreachable' && refused.message.includes('407'));
  await new Promise((resolve) => refusing.close(resolve));
});

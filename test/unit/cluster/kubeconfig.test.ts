import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { UserError, type ErrorCode } from '../../../src/base/errors.ts';
import { defaultPaths, loadKubeconfig } from '../../../src/cluster/kubeconfig.ts';
import type { Kubeconfig } from '../../../src/cluster/types.ts';

const A = resolve('/home/me/.kube/a');
const B = resolve('/srv/b');

function load(files: Record<string, string>, paths = Object.keys(files)): Promise<Kubeconfig> {
  return loadKubeconfig(paths, {
    readFile: (path) => {
      const text = files[path];
      if (text === undefined) return Promise.reject(Object.assign(new Error('none'), { code: 'ENOENT' }));
      return Promise.resolve(text);
    },
  });
}

function fails(code: ErrorCode, ...parts: string[]) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof UserError, String(error));
    assert.equal(error.code, code);
    for (const part of parts) assert.ok(error.message.includes(part), `${error.message} lacks ${part}`);
    return true;
  };
}

const whole = (name: string, server: string): string => `
apiVersion: v1
kind: Config
current-context: ${name}
clusters: [{name: ${name}, cluster: {server: "${server}"}}]
users: [{name: ${name}, user: {token: secret-${name}}}]
contexts: [{name: ${name}, context: {cluster: ${name}, user: ${name}, namespace: ns-${name}}}]
`;

test('KUBECONFIG lists files; without it there is one default', () => {
  const separator = process.platform === 'win32' ? ';' : ':';
  assert.deepEqual(defaultPaths({ KUBECONFIG: ['/a', '', '/b'].join(separator) }, '/home/me'), ['/a', '/b']);
  assert.deepEqual(
    defaultPaths({}, '/home/me').map((p) => resolve(p)),
    [resolve('/home/me/.kube/config')],
  );
});

test('the first file that sets a value or names an entry wins, whole', async () => {
  const config = await load({
    [A]: `
clusters: [{name: red, cluster: {server: https://one}}]
users: [{name: red, user: {username: a}}]
`,
    [B]: `
current-context: ctx
clusters: [{name: red, cluster: {server: https://two, insecure-skip-tls-verify: true}}]
users: [{name: red, user: {token: t, client-certificate: c.pem}}]
contexts: [{name: ctx, context: {cluster: red, user: red}}]
`,
  });
  const target = config.target();
  assert.equal(config.currentContext, 'ctx');
  assert.equal(target.cluster.server, 'https://one');
  assert.equal(target.cluster.insecure, false);
  assert.deepEqual(target.user, { name: 'red', username: 'a' });
  assert.deepEqual(config.files, [A, B]);
});

test('the first current-context that is set wins', async () => {
  const config = await load({ [A]: whole('one', 'https://one'), [B]: whole('two', 'https://two') });
  assert.equal(config.currentContext, 'one');
  assert.deepEqual(
    config.contexts.map((c) => [c.name, c.namespace, c.server, c.current]),
    [
      ['one', 'ns-one', 'https://one', true],
      ['two', 'ns-two', 'https://two', false],
    ],
  );
  assert.equal(config.target('two').user.token, 'secret-two');
});

test('missing files are passed over as long as one is there', async () => {
  const config = await load({ [B]: whole('two', 'https://two') }, [A, B]);
  assert.deepEqual(config.files, [B]);
  await assert.rejects(load({}, [A, B]), fails('no-kubeconfig', A, 'does not exist'));
});

test('an empty file is named', async () => {
  for (const text of ['', '\n\n', '# only a comment\n', '---\n']) {
    await assert.rejects(load({ [A]: text }), fails('no-kubeconfig', A, 'empty'));
  }
});

test('a malformed file is named with its line, and never shown', async () => {
  const text = 'clusters:\n- name: x\n  cluster: {server: [1\nusers: secret-token-value\n';
  await assert.rejects(load({ [A]: text }), (error: unknown) => {
    fails('bad-kubeconfig', A, 'line 4')(error);
    assert.ok(!JSON.stringify((error as UserError).toData()).includes('secret'));
    return true;
  });
  await assert.rejects(load({ [A]: 'just words' }), fails('bad-kubeconfig', A));
  await assert.rejects(load({ [A]: 'clusters: {}' }), fails('bad-kubeconfig', '"clusters"'));
});

test('a name twice in one file is refused, as kubectl does', async () => {
  const text = `
contexts: [{name: c, context: {cluster: a, user: u}}, {name: c, context: {cluster: b, user: u}}]`;
  await assert.rejects(load({ [A]: text }), fails('bad-kubeconfig', '"c" twice'));
});

test('what a context names must be there', async () => {
  const text = whole('one', 'https://one');
  const without = (part: string): Promise<Kubeconfig> => load({ [A]: text.replace(part, '[]') });
  const clusters = '[{name: one, cluster: {server: "https://one"}}]';
  const users = '[{name: one, user: {token: secret-one}}]';
  const noCluster = await without(clusters);
  assert.throws(() => noCluster.target(), fails('bad-kubeconfig', 'cluster "one"'));
  const noUser = await without(users);
  assert.throws(() => noUser.target(), fails('bad-kubeconfig', 'user "one"'));
  const good = await load({ [A]: text });
  assert.throws(() => good.target('other'), fails('bad-kubeconfig', '"other"', A));
  const ftp = await load({ [A]: whole('one', 'ftp://one') });
  assert.throws(() => ftp.target(), fails('bad-kubeconfig', 'address'));
  const noCurrent = await load({ [A]: text.replace('current-context: one', '') });
  assert.throws(() => noCurrent.target(), fails('no-kubeconfig', 'current context'));
  const none = await load({ [A]: 'apiVersion: v1\nkind: Config\n' });
  assert.throws(() => none.target(), fails('no-kubeconfig', 'There is no context'));
});

test('paths are relative to the file that says them; digits stay text', async () => {
  const config = await load({
    [B]: `
current-context: c
clusters:
- {name: c, cluster: {server: "https://h", certificate-authority: pki/ca.pem, tls-server-name: n, proxy-url: "http://p:1"}}
users:
- name: 0123
  user:
    tokenFile: ../token
    client-certificate: /abs/cert.pem
    client-key: key.pem
    as: me
    as-uid: 77
    as-groups: [g1, g2]
    as-user-extra: {scope: [x, y]}
- name: digits
  user: {token: 12345678901234567890}
contexts:
- {name: c, context: {cluster: c, user: 0123}}
- {name: d, context: {cluster: c, user: digits}}
`,
  });
  const { user, cluster } = config.target();
  assert.equal(cluster.caFile, resolve('/srv/pki/ca.pem'));
  assert.equal(cluster.tlsServerName, 'n');
  assert.equal(cluster.proxyUrl, 'http://p:1');
  assert.equal(user.name, '0123');
  assert.equal(user.tokenFile, resolve('/token'));
  assert.equal(user.certFile, '/abs/cert.pem');
  assert.equal(user.keyFile, resolve('/srv/key.pem'));
  assert.deepEqual(user.as, { user: 'me', uid: '77', groups: ['g1', 'g2'], extra: { scope: ['x', 'y'] } });
  assert.equal(config.target('d').user.token, '12345678901234567890');
});

test('an exec command with a slash is relative to the file, a bare one is for PATH', async () => {
  const exec = (command: string): string => `
current-context: c
clusters: [{name: c, cluster: {server: "https://h", extensions: [{name: client.authentication.k8s.io/exec, extension: {audience: z}}]}}]
users:
- name: u
  user:
    exec: {apiVersion: client.authentication.k8s.io/v1, command: ${command}, args: [a, 1], env: [{name: N, value: v}], provideClusterInfo: true, installHint: get it}
contexts: [{name: c, context: {cluster: c, user: u}}]`;
  const relative = (await load({ [B]: exec('./bin/login') })).target();
  assert.deepEqual(relative.user.exec, {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: resolve('/srv/bin/login'),
    args: ['a', '1'],
    env: { N: 'v' },
    provideClusterInfo: true,
    interactiveMode: 'IfAvailable',
    installHint: 'get it',
    folder: resolve('/srv'),
  });
  assert.deepEqual(relative.cluster.execConfig, { audience: 'z' });
  assert.equal((await load({ [B]: exec('login') })).target().user.exec?.command, 'login');
});

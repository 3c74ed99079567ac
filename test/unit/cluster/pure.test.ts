import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { UserError } from '../../../src/base/errors.ts';
import { applyCauses, isDecodingFailure } from '../../../src/cluster/applyCauses.ts';
import { deleteOrder } from '../../../src/cluster/deleteOrder.ts';
import { LineSplitter } from '../../../src/cluster/lines.ts';
import { LogLines } from '../../../src/cluster/logLines.ts';
import { oidcToken } from '../../../src/cluster/oidc.ts';
import { proxyFor } from '../../../src/cluster/proxy.ts';
import { fromAnswer } from '../../../src/cluster/serverErrors.ts';

test('lines come out the same wherever the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', minLength: 1 }).filter((s) => !s.includes('\n'))),
      fc.array(fc.nat(40)),
      (lines, cuts) => {
        const bytes = Buffer.from(lines.map((l) => `${l}\n`).join(''));
        const splitter = new LineSplitter();
        const got: string[] = [];
        let at = 0;
        for (const cut of [...cuts, bytes.length]) {
          got.push(...splitter.push(bytes.subarray(at, at + cut)));
          at = Math.min(bytes.length, at + cut);
        }
        got.push(...splitter.push(bytes.subarray(at)));
        assert.deepEqual(got, lines);
        assert.equal(splitter.end(), '');
      },
    ),
  );
});

test('a last line without a line feed is not lost', () => {
  const splitter = new LineSplitter();
  assert.deepEqual(splitter.push(Buffer.from('a\n\nb')), ['a']);
  assert.equal(splitter.end(), 'b');
});

test('after a reconnect no line of the log is told twice, and none is left out', () => {
  const stamp = (s: number, n: string): string => `2026-01-01T00:00:0${s}.${n}Z`;
  const all = [
    `${stamp(1, '5')} one`,
    `${stamp(1, '500000001')} two`,
    `${stamp(1, '500000001')} two again`,
    `${stamp(2, '1')} three`,
  ];
  for (let cut = 0; cut <= all.length; cut++) {
    const lines = new LogLines();
    const told = all.slice(0, cut).map((l) => lines.take(l));
    lines.reconnected();
    const rest = all.map((l) => lines.take(l)).filter((l) => l !== undefined);
    assert.deepEqual([...told, ...rest], ['one', 'two', 'two again', 'three'], `cut at ${cut}`);
  }
  assert.equal(new LogLines().take('no stamp'), 'no stamp');
});

test('the proxy is chosen as kubectl chooses it', () => {
  const server = new URL('https://api.example.com:6443');
  const env = { HTTPS_PROXY: 'http://proxy:3128', HTTP_PROXY: 'http://plain:1' };
  assert.equal(proxyFor(server, undefined, {}), undefined);
  assert.equal(proxyFor(server, undefined, env)?.host, 'proxy:3128');
  assert.equal(proxyFor(server, 'socks5://s:1080', env)?.href, 'socks5://s:1080');
  assert.equal(proxyFor(new URL('http://api.example.com'), undefined, env)?.host, 'plain:1');
  assert.equal(proxyFor(server, undefined, { https_proxy: 'proxy:1' })?.host, 'proxy:1');
  assert.equal(proxyFor(new URL('https://127.0.0.1:6443'), undefined, env), undefined);
  assert.equal(proxyFor(new URL('https://localhost'), undefined, env), undefined);
  assert.equal(proxyFor(new URL('https://localhost'), 'http://p:1', env)?.host, 'p:1');
  const by = (noProxy: string, url = server.href): boolean =>
    proxyFor(new URL(url), undefined, { ...env, NO_PROXY: noProxy }) === undefined;
  assert.ok(by('*'));
  assert.ok(by('other, example.com'));
  assert.ok(by('.example.com'));
  assert.ok(by('*.example.com'));
  assert.ok(by('api.example.com:6443'));
  assert.ok(!by('api.example.com:443'));
  assert.ok(!by('ample.com'));
  assert.ok(by('10.0.0.0/8', 'https://10.1.2.3:6443'));
  assert.ok(!by('10.0.0.0/8', 'https://11.1.2.3:6443'));
  assert.ok(by('10.1.2.3', 'https://10.1.2.3:6443'));
  assert.ok(by('fd00::/8', 'https://[fd00::1]:6443'));
  assert.ok(!by('nonsense/99', 'https://10.1.2.3'));
  assert.throws(
    () => proxyFor(server, 'ftp://user:secret@p', {}),
    (e: unknown) => e instanceof UserError && e.code === 'bad-kubeconfig' && !e.message.includes('secret'),
  );
});

test('users go before what they use, the namespace last', () => {
  const kinds = [
    'Namespace',
    'Secret',
    'Service',
    'StatefulSet',
    'ConfigMap',
    'Widget',
    'ServiceAccount',
    'RoleBinding',
  ];
  const order = deleteOrder(kinds.map((kind) => ({ kind }))).map((o) => o.kind);
  assert.deepEqual(order, [
    'StatefulSet',
    'Widget',
    'Service',
    'ConfigMap',
    'Secret',
    'RoleBinding',
    'ServiceAccount',
    'Namespace',
  ]);
  const two = deleteOrder([
    { kind: 'StatefulSet', name: 'first' },
    { kind: 'StatefulSet', name: 'second' },
  ]);
  assert.deepEqual(
    two.map((o) => o.name),
    ['second', 'first'],
  );
});

test('the server’s complaints are taken apart, field by field', () => {
  const causes = (message: string, code = 500, details?: object): unknown => {
    const text = JSON.stringify({ kind: 'Status', message, code, details });
    return applyCauses(fromAnswer({ status: code, contentType: 'application/json', text }, 'https://x'));
  };
  const typed = 'failed to create typed patch object (a/x; apps/v1, Kind=StatefulSet): ';
  assert.deepEqual(
    causes(`${typed}.spec.template.spec.containers[name="a: b"].imagee: field not declared in schema`),
    [{ field: 'spec.template.spec.containers[name="a: b"].imagee', message: 'field not declared in schema' }],
  );
  assert.deepEqual(
    causes(
      `${typed}errors:\n  .data.a: expected string, got &value.valueUnstructured{Value:3}\n  .b: field not declared in schema`,
    ),
    [
      { field: 'data.a', message: 'expected string' },
      { field: 'b', message: 'field not declared in schema' },
    ],
  );
  assert.deepEqual(
    causes(`${typed}.stringData: expected map, got &{[hunter2\nhunter3]}`),
    [{ field: 'stringData', message: 'expected map' }],
    'what was got may be a password',
  );
  assert.deepEqual(
    causes('strict decoding error: unknown field "spec.foo", unknown field "spec.containers[0].bar"', 400),
    [
      { field: 'spec.foo', message: 'unknown field "spec.foo"' },
      { field: 'spec.containers[0].bar', message: 'unknown field "spec.containers[0].bar"' },
    ],
  );
  assert.deepEqual(
    causes('invalid', 422, { causes: [{ reason: 'x', message: 'must be more', field: '.spec.replicas' }] }),
    [{ field: 'spec.replicas', message: 'must be more' }],
  );
  const text = JSON.stringify({
    kind: 'Status',
    code: 500,
    message: `${typed}.a: field not declared in schema`,
  });
  const error = fromAnswer({ status: 500, contentType: 'application/json', text }, 'https://x');
  assert.ok(isDecodingFailure(error));
});

test('an OIDC token is used while it is valid; gcp and azure are refused', () => {
  const jwt = (exp: number): string =>
    `e30.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.sig`;
  const oidc = (config: Record<string, string>) => ({ name: 'oidc', config });
  assert.equal(oidcToken(oidc({ 'id-token': jwt(10) }), 'c', 9_999), jwt(10));
  const refused = (config: Record<string, string>, remedy: string, name = 'oidc'): void => {
    assert.throws(
      () => oidcToken({ name, config }, 'c', 10_000),
      (e: unknown) => e instanceof UserError && e.code === 'credentials' && !!e.remedy?.includes(remedy),
    );
  };
  refused({ 'id-token': jwt(10), 'refresh-token': 'r' }, 'kubectl --context "c" auth whoami');
  refused({ 'id-token': jwt(10) }, 'Log in anew');
  refused({}, 'gke-gcloud-auth-plugin', 'gcp');
  refused({}, 'kubelogin', 'azure');
});

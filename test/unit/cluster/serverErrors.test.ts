import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/base/errors.ts';
import { fromAnswer, fromFailure } from '../../../src/cluster/serverErrors.ts';

const SERVER = 'https://example.test:6443';
const status = (code: number, reason: string, message: string, more: object = {}): string =>
  JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message, code, ...more });

test('a Status becomes a code, and the server’s own words are kept', () => {
  const table = [
    [400, 'BadRequest', 'invalid'],
    [401, 'Unauthorized', 'unauthorized'],
    [403, 'Forbidden', 'forbidden'],
    [404, 'NotFound', 'not-found'],
    [409, 'Conflict', 'conflict'],
    [410, 'Expired', 'gone'],
    [422, 'Invalid', 'invalid'],
    [429, 'TooManyRequests', 'server'],
    [500, 'InternalError', 'server'],
    [503, 'ServiceUnavailable', 'server'],
    [504, 'Timeout', 'timeout'],
  ] as const;
  for (const [code, reason, expected] of table) {
    const text = status(code, reason, 'the very words');
    const error = fromAnswer({ status: code, contentType: 'application/json', text }, SERVER);
    assert.equal(error.code, expected, reason);
    assert.equal(error.reason, reason);
    assert.equal(error.status, code);
    if (code !== 401) assert.ok(error.message.includes('the very words'), error.message);
  }
});

test('401 names the server and a remedy', () => {
  const error = fromAnswer({ status: 401, contentType: 'text/plain', text: 'Unauthorized' }, SERVER);
  assert.equal(error.code, 'unauthorized');
  assert.ok(error.message.includes(SERVER));
  assert.ok(error.remedy);
});

test('Retry-After is kept, from the header or the Status', () => {
  const answer = { status: 429, contentType: 'application/json', text: status(429, 'TooManyRequests', 'x') };
  assert.equal(fromAnswer({ ...answer, retryAfter: '7' }, SERVER).retryAfter, 7000);
  const body = status(429, 'TooManyRequests', 'x', { details: { retryAfterSeconds: 3 } });
  assert.equal(fromAnswer({ ...answer, text: body }, SERVER).retryAfter, 3000);
  assert.equal(fromAnswer(answer, SERVER).retryAfter, undefined);
});

test('a page of HTML is not shown, plain words are', () => {
  const html = fromAnswer({ status: 403, contentType: 'text/html', text: '<html><h1>Login</h1>' }, SERVER);
  assert.equal(html.code, 'server');
  assert.ok(!html.message.includes('<'));
  assert.ok(html.message.includes('403'));
  const words = fromAnswer(
    { status: 500, contentType: 'text/plain', text: 'Debug endpoints are disabled.' },
    SERVER,
  );
  assert.ok(words.message.includes('Debug endpoints are disabled.'));
  assert.equal(fromAnswer({ status: 407, contentType: '', text: '' }, SERVER).code, 'unreachable');
});

test('failures of network and TLS are told apart', () => {
  const table = [
    ['ECONNREFUSED', 'unreachable', 'refused'],
    ['ETIMEDOUT', 'unreachable', 'in time'],
    ['ENOTFOUND', 'unreachable', 'DNS'],
    ['ECONNRESET', 'unreachable', 'cut'],
    ['UND_ERR_SOCKET', 'unreachable', 'cut'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'bad-certificate', 'authority'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'bad-certificate', 'authority'],
    ['CERT_HAS_EXPIRED', 'bad-certificate', 'expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'bad-certificate', 'names'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'unreachable', 'http'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'unauthorized', 'client certificate'],
  ] as const;
  for (const [code, expected, word] of table) {
    const inner = Object.assign(new Error('x'), { code });
    for (const error of [inner, new Error('outer', { cause: inner }), new AggregateError([inner], 'all')]) {
      const told = fromFailure(error, SERVER);
      assert.ok(told instanceof UserError, code);
      assert.equal(told.code, expected, code);
      assert.equal(told.reason, code);
      assert.ok(told.message.includes(word), told.message);
      assert.ok(told.message.includes(SERVER), told.message);
    }
  }
});

test('a bug stays a bug', () => {
  const bug = new TypeError('x is not a function');
  assert.equal(fromFailure(bug, SERVER), bug);
});

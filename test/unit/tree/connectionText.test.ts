import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ErrorData } from '../../../src/base/errors.ts';
import { connectionText } from '../../../src/tree/connectionText.ts';
import type { ConnectionState } from '../../../src/worker/protocol.ts';

const now = Date.UTC(2026, 0, 1, 12);

const state = (some: Partial<ConnectionState>): ConnectionState => ({
  context: 'prod',
  server: 'https://api:6443',
  namespaces: undefined,
  namespace: 'default',
  watch: { is: 'live' },
  error: undefined,
  empty: false,
  liveAt: undefined,
  ...some,
});

const refused: ErrorData = {
  code: 'unreachable',
  message: 'https://api:6443 can’t be reached: nothing listens there',
  remedy: 'Is it running?',
};

test('over an empty tree the message says cause and remedy whole, and what can be done stands below', () => {
  const retrying = { is: 'retrying', at: now + 5000, why: refused } as const;
  assert.deepEqual(connectionText(state({ watch: retrying }), false, now), {
    description: 'prod · not live',
    message: 'https://api:6443 can’t be reached: nothing listens there. Is it running? Trying again in 5 s.',
    problem: 'none',
    remedies: 'connection',
  });
  const error: ErrorData = { code: 'bad-kubeconfig', message: 'The file /x can’t be used: line 4.' };
  assert.deepEqual(connectionText(state({ context: undefined, watch: { is: 'idle' }, error }), false, now), {
    description: '',
    message: error.message,
    problem: 'none',
    remedies: 'kubeconfig',
  });
});

test('over rows the message says since when they are stale, and counts down', () => {
  const at = (ms: number): string | undefined => {
    const watch = { is: 'retrying', at: now + ms, why: refused } as const;
    return connectionText(state({ watch, liveAt: now - 1000 }), true, now).message;
  };
  assert.match(at(4200) ?? '', /^Not live since .*: .*nothing listens there\. Trying again in 5 s\.$/);
  assert.match(at(-1) ?? '', /Trying again now\.$/);
  const watch = { is: 'retrying', at: now, why: refused } as const;
  const text = connectionText(state({ watch }), true, now);
  assert.equal(text.description, 'prod · not live');
  assert.equal(text.problem, 'none', 'no welcome view over rows');
});

test('a wait is named: for the server, or for the plugin that asks for a login', () => {
  const connecting = state({ watch: { is: 'connecting' } });
  assert.equal(connectionText(connecting, false, now).message, 'Connecting to https://api:6443…');
  assert.equal(connectionText(connecting, true, now).message, undefined);
  const plugin = state({ watch: { is: 'connecting', plugin: '/bin/login-tool' } });
  assert.match(connectionText(plugin, true, now).message ?? '', /^Waiting for .* \/bin\/login-tool,/);
});

test('what has a welcome view gets no message, which would hide it', () => {
  const shown = (code: ErrorData['code'], reason?: string): readonly [string, boolean] => {
    const error: ErrorData = { code, message: code, ...(reason === undefined ? {} : { reason }) };
    const { problem, message } = connectionText(state({ error }), false, now);
    return [problem, message !== undefined];
  };
  assert.deepEqual(shown('no-kubeconfig'), ['noKubeconfig', false]);
  assert.deepEqual(shown('no-kubeconfig', 'NoCurrentContext'), ['noContext', false]);
  assert.deepEqual(shown('forbidden'), ['forbidden', false]);
  for (const code of ['bad-certificate', 'unauthorized', 'credentials', 'timeout', 'bug'] as const)
    assert.deepEqual(shown(code), ['none', true]);
  const empty = connectionText(state({ empty: true }), false, now);
  assert.deepEqual([empty.problem, empty.message], ['empty', undefined]);
});

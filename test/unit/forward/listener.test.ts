import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLoopback } from '../../../src/forward/listener.ts';

test('only addresses of this machine are loopback, not names that look like one', () => {
  for (const address of ['', 'localhost', '127.0.0.1', '127.0.0.2', '::1'])
    assert.ok(isLoopback(address), address);
  for (const address of ['0.0.0.0', '::', '10.0.0.1', '127.example.com', '127.0.0.1.example.com']) {
    assert.ok(!isLoopback(address), address);
  }
});

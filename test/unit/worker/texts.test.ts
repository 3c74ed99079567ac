import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { createMessageConnection, PortMessageReader, PortMessageWriter } from 'vscode-jsonrpc/node';
import type { ErrorData } from '../../../src/base/errors.ts';
import { requests, type WorkerSettings } from '../../../src/worker/protocol.ts';

/** What a real worker thread says of a kubeconfig that is not there. */
async function complaint(texts: Readonly<Record<string, string>> | undefined): Promise<string> {
  const thread = new Worker(new URL('../../../src/worker/main.ts', import.meta.url), {
    workerData: { texts },
    env: {},
  });
  const connection = createMessageConnection(new PortMessageReader(thread), new PortMessageWriter(thread));
  connection.listen();
  const settings: WorkerSettings = {
    kubeconfig: ['/no/such/kubeconfig'],
    context: undefined,
    namespaces: undefined,
    forwardAddress: '127.0.0.1',
  };
  try {
    await connection.sendRequest(requests.configure.method, settings);
    await connection.sendRequest(requests.contexts.method);
  } catch (error) {
    return (error as { readonly data: ErrorData }).data.message;
  } finally {
    connection.dispose();
    await thread.terminate();
  }
  return '';
}

test('the thread speaks the language that the main thread hands it', async () => {
  assert.match(await complaint(undefined), /^There is no kubeconfig: .*kubeconfig does not exist\.$/);
  const texts = { 'There is no kubeconfig: {0} does not exist.': 'Keine Kubeconfig: {0} fehlt.' };
  assert.match(await complaint(texts), /^Keine Kubeconfig: .*kubeconfig fehlt\.$/);
});

import { Worker, type WorkerOptions } from 'node:worker_threads';
import { createMessageConnection, PortMessageReader, PortMessageWriter } from 'vscode-jsonrpc/node';
import type { WorkerThread } from './host/workerClient.ts';

/** Starts a worker thread and speaks to it over its port. Loaded on demand: the connection is a quarter of the main bundle. */
export function startThread(
  script: URL,
  onError: (message: string) => void,
  options: WorkerOptions = {},
): WorkerThread {
  const thread = new Worker(script, { name: 'kube-sets', ...options });
  thread.on('error', (error) => onError(`worker: ${error.stack ?? error.message}`));
  return {
    connection: createMessageConnection(new PortMessageReader(thread), new PortMessageWriter(thread)),
    onExit: (listener) => void thread.once('exit', listener),
    terminate: () => void thread.terminate(),
  };
}

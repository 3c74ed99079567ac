import { parentPort } from 'node:worker_threads';
import { createMessageConnection, PortMessageReader, PortMessageWriter } from 'vscode-jsonrpc/node';
import { systemClock } from '../base/timers.ts';
import { serve } from './serve.ts';

// The thread's entry: everything else is told its surroundings.
if (!parentPort) throw new Error('This is a worker');
const connection = createMessageConnection(
  new PortMessageReader(parentPort),
  new PortMessageWriter(parentPort),
);
serve(connection, { env: process.env, clock: systemClock });
connection.listen();

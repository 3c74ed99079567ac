import { parentPort, workerData } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { createMessageConnection, PortMessageReader, PortMessageWriter } from 'vscode-jsonrpc/node';
import { systemClock } from '../base/timers.ts';
import { serve } from './serve.ts';

// The thread's entry: everything else is told its surroundings.
if (!parentPort) throw new Error('This is a worker');
// The main thread's translations; absent where VS Code speaks English.
const { texts } = (workerData ?? {}) as { readonly texts?: Readonly<Record<string, string>> };
if (texts) l10n.config({ contents: texts });
const connection = createMessageConnection(
  new PortMessageReader(parentPort),
  new PortMessageWriter(parentPort),
);
serve(connection, { env: process.env, clock: systemClock });
connection.listen();

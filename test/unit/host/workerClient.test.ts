import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MessageChannel } from 'node:worker_threads';
import {
  createMessageConnection,
  PortMessageReader,
  PortMessageWriter,
  ResponseError,
} from 'vscode-jsonrpc/node';
import { UserError } from '../../../src/base/errors.ts';
import { WorkerClient, type Restored, type WorkerThread } from '../../../src/host/workerClient.ts';
import { requests, type StartForward } from '../../../src/worker/protocol.ts';

/** A fake thread: answers over a real port, and ends when told to. */
class FakeThread implements WorkerThread {
  readonly connection;
  readonly shown: unknown[] = [];
  readonly started: number[] = [];
  #exit: (code: number) => void = () => undefined;

  constructor(refuses: (port: number) => boolean) {
    const { port1, port2 } = new MessageChannel();
    this.connection = createMessageConnection(new PortMessageReader(port1), new PortMessageWriter(port1));
    const far = createMessageConnection(new PortMessageReader(port2), new PortMessageWriter(port2));
    far.onRequest(requests.configure.method, () => null);
    far.onRequest(requests.show.method, (params) => {
      this.shown.push(params);
      return null;
    });
    far.onRequest(requests.where.method, () => new Promise(() => undefined));
    far.onRequest(requests.startForward.method, ({ localPort }: StartForward) => {
      this.started.push(localPort);
      if (refuses(localPort)) {
        return new ResponseError(-32_000, 'no', { code: 'forbidden', message: 'You may not' });
      }
      return { is: 'started', row: { id: `again-${localPort}`, localPort } };
    });
    far.listen();
    this.terminate = () => {
      far.dispose();
      port1.close();
    };
  }

  readonly terminate: () => void;

  onExit(listener: (code: number) => void): void {
    this.#exit = listener;
  }

  die(): void {
    this.terminate();
    this.#exit(1);
  }
}

const forwardOn = (localPort: number): StartForward => ({
  identity: { context: 'c', namespace: 'n', place: { kind: 'pod', name: 'p' }, remotePort: 1 },
  localPort,
});

function started(refuses: (port: number) => boolean = () => false): {
  client: WorkerClient;
  threads: FakeThread[];
} {
  const threads: FakeThread[] = [];
  const client = new WorkerClient({
    spawn: () => {
      const thread = new FakeThread(refuses);
      threads.push(thread);
      return Promise.resolve(thread);
    },
    settings: () => ({ kubeconfig: [], context: undefined, namespaces: undefined, forwardAddress: '' }),
    log: () => undefined,
  });
  return { client, threads };
}

test('a worker that dies is started again with its views and forwards; what could not be restored is told', async () => {
  const { client, threads } = started((port) => port === 2);
  await client.show('sets', true);
  for (const port of [1, 2, 3]) client.rememberForward(`first-${port}`, forwardOn(port));
  const restored = new Promise<Restored>((resolve) => client.onDidRestore(resolve));
  threads[0]?.die();
  const { forwards, lost } = await restored;
  assert.equal(forwards, 2);
  assert.deepEqual(
    lost.map((one) => [one.forward.localPort, (one.error as UserError).code]),
    [[2, 'forbidden']],
  );
  assert.deepEqual(threads[1]?.started, [1, 2, 3], 'one that fails does not keep the next from starting');
  assert.deepEqual(threads[1]?.shown, [{ view: 'sets', visible: true }]);
  client.dispose();
});

test('a request that the worker’s death interrupts says so', async () => {
  const { client, threads } = started();
  await client.show('sets', true);
  const asked = client.request(requests.where);
  await new Promise((resolve) => setImmediate(resolve));
  threads[0]?.die();
  await assert.rejects(asked, (error) => error instanceof UserError && error.code === 'server');
  client.dispose();
});

test('a worker that dies again and again is left alone; the next request starts it with its forwards', async () => {
  const { client, threads } = started();
  client.rememberForward('first', forwardOn(7));
  await client.show('sets', true);
  const deaths: boolean[] = [];
  client.onDidDie(({ gaveUp }) => deaths.push(gaveUp));
  for (let n = 0; n < 4; n++) {
    const restored = n < 3 && new Promise((resolve) => client.onDidRestore(resolve));
    threads.at(-1)?.die();
    await restored;
  }
  assert.deepEqual(deaths, [false, false, false, true]);
  assert.equal(client.running, false);
  const restored = new Promise<Restored>((resolve) => client.onDidRestore(resolve));
  await client.show('sets', true);
  assert.equal((await restored).forwards, 1);
  assert.deepEqual(threads.at(-1)?.started, [7]);
  client.dispose();
});

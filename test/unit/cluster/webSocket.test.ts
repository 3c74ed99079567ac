import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { openWebSocket } from '../../../src/cluster/webSocket.ts';
import { createHash } from 'node:crypto';

const TUNNEL = 'SPDY/3.1+portforward.k8s.io';

/** A server that upgrades by hand, so that the bytes themselves are seen. Chooses the subprotocol that `choose` says. */
async function open(
  scheme: 'http' | 'https',
  choose: string | undefined,
  subprotocols: readonly string[],
): Promise<{
  opened: Awaited<ReturnType<typeof openWebSocket>>;
  offered: string | undefined;
  received: () => Buffer;
  stop: () => void;
}> {
  let offered: string | undefined;
  let bytes: Buffer = Buffer.alloc(0);
  const server = createServer().listen(0, '127.0.0.1');
  server.on('upgrade', (request: IncomingMessage, socket) => {
    offered = request.headers['sec-websocket-protocol'];
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    const chosen = choose === undefined ? '' : `Sec-WebSocket-Protocol: ${choose}\r\n`;
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n${chosen}\r\n`,
    );
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => (bytes = Buffer.concat([bytes, data])));
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  // The connection is given: that it is not really TLS does not matter to what is written on it.
  const url = new URL(`${scheme}://127.0.0.1:${port}/`);
  const signal = new AbortController().signal;
  const opened = await openWebSocket({ socket, url, subprotocols, headers: { 'x-own': '1' }, signal });
  return {
    opened,
    offered,
    received: () => bytes,
    stop: () => {
      socket.destroy();
      server.close();
    },
  };
}

test('a subprotocol whose name is no HTTP token is offered, and must be chosen', async () => {
  const chosen = await open('https', TUNNEL, [TUNNEL]);
  assert.equal(chosen.offered, TUNNEL);
  assert.ok('open' in chosen.opened);
  chosen.opened.open.terminate();
  chosen.stop();
  for (const other of [undefined, 'v4.channel.k8s.io']) {
    const refused = await open('https', other, [TUNNEL]);
    assert.ok('refused' in refused.opened);
    assert.equal(refused.opened.refused.status, 400);
    refused.stop();
  }
});

for (const [scheme, clear] of [
  ['https', true],
  ['http', false],
] as const) {
  test(`frames over ${scheme} are ${clear ? 'masked with zeros' : 'masked'}`, async () => {
    const { opened, received, stop } = await open(scheme, 'v4.channel.k8s.io', ['v4.channel.k8s.io']);
    assert.ok('open' in opened);
    const payload = Buffer.alloc(100, 'x');
    opened.open.send(payload);
    while (received().length < 106) await new Promise((resolve) => setTimeout(resolve, 1));
    assert.equal((received()[1] as number) & 0x80, 0x80, 'the mask bit is set, as clients must');
    assert.equal(received().readUInt32BE(2) === 0, clear);
    assert.equal(received().subarray(6).equals(payload), clear);
    opened.open.terminate();
    stop();
  });
}

import assert from 'node:assert/strict';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { UserError } from '../../../src/base/errors.ts';
import { Client } from '../../../src/cluster/client.ts';
import { answerStatus, clientFor, FakeApiServer, targetFor, until } from './support.ts';

const isError = (code: string) => (e: unknown) => e instanceof UserError && e.code === code;

test('query, body, warnings and base path go as they must', async () => {
  await using server = await new FakeApiServer().start();
  const bodies: string[] = [];
  server.handle = (request, response) => {
    request
      .setEncoding('utf8')
      .on('data', (t: string) => bodies.push(`${request.headers['content-type']} ${t}`));
    request.on('end', () => {
      response.setHeader('warning', ['299 - "say \\"no\\""', '299 - "two", 299 - "three"']);
      response.end('{"a":1}');
    });
  };
  const client = clientFor(`${server.url}/k8s/clusters/c-1/`);
  const answer = await client.request<{ a: number }>({
    method: 'PATCH',
    path: '/api/v1/x',
    query: { a: 'b c', none: undefined, list: ['1', '2'], flag: true },
    body: 'raw: text',
    contentType: 'application/apply-patch+yaml',
  });
  assert.deepEqual(answer, { status: 200, body: { a: 1 }, warnings: ['say "no"', 'two', 'three'] });
  assert.deepEqual(server.requests, ['/k8s/clusters/c-1/api/v1/x?a=b+c&list=1&list=2&flag=true']);
  assert.deepEqual(bodies, ['application/apply-patch+yaml raw: text']);
  client.dispose();
});

test('a packed answer is unpacked, whether asked for or not', async () => {
  await using server = await new FakeApiServer().start();
  server.handle = (_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"packed":true}'));
  };
  const client = clientFor(server.url);
  assert.deepEqual(await client.json({ path: '/' }), { packed: true });
  client.dispose();
});

test('an answer that is not JSON, one that never comes, a caller who gives up, a client that is closed', async () => {
  await using server = await new FakeApiServer().start();
  const client = clientFor(server.url);
  server.handle = (_request, response) => response.end('<html>hello</html>');
  await assert.rejects(client.json({ path: '/' }), isError('server'));
  server.handle = () => undefined;
  await assert.rejects(client.json({ path: '/', timeout: 50 }), isError('timeout'));
  const controller = new AbortController();
  const given = client.json({ path: '/', signal: controller.signal });
  controller.abort();
  await assert.rejects(given, isError('cancelled'));
  const closed = client.json({ path: '/' });
  const socket = client.connect('/', {}, []);
  client.dispose();
  await assert.rejects(closed, isError('cancelled'));
  await assert.rejects(socket, isError('cancelled'));
  await assert.rejects(client.json({ path: '/' }), isError('cancelled'));
  await until('nothing is open', () => client.counts().sockets === 0 && server.open === 0);
});

test('leaving a stream ends its connection; a refusal is told before the first chunk', async () => {
  await using server = await new FakeApiServer().start();
  const client = clientFor(server.url);
  server.handle = (_request, response) => void response.write('one\ntwo\nthr');
  const got: string[] = [];
  for await (const line of client.lines({ path: '/' })) {
    got.push(line);
    if (got.length === 2) break;
  }
  assert.deepEqual(got, ['one', 'two']);
  await until('nothing is open', () => client.counts().streams === 0 && server.open === 0);
  server.handle = (_request, response) => answerStatus(response, 403, 'Forbidden', 'no');
  await assert.rejects(client.stream({ path: '/' }), isError('forbidden'));
  client.dispose();
});

test('a SOCKS proxy is used', async () => {
  await using server = await new FakeApiServer().start();
  server.handle = (_request, response) => response.end('{"through":true}');
  const asked: number[] = [];
  const open = new Set<Socket>();
  // A fake one: as much of RFC 1928 as a CONNECT to an IPv4 address takes.
  const socks = createServer((socket) => {
    open.add(socket.on('error', () => undefined));
    socket.once('data', () => {
      socket.write(Buffer.of(5, 0));
      socket.once('data', (request) => {
        const port = request.readUInt16BE(request.length - 2);
        asked.push(port);
        const up = connect(port, '127.0.0.1', () => {
          socket.write(Buffer.of(5, 0, 0, 1, 127, 0, 0, 1, 0, 0));
          up.pipe(socket).pipe(up);
        });
        open.add(up.on('error', () => undefined));
      });
    });
  });
  await new Promise<void>((resolve) => socks.listen(0, '127.0.0.1', resolve));
  const proxyUrl = `socks5://127.0.0.1:${(socks.address() as AddressInfo).port}`;
  const client = new Client(targetFor(server.url, {}, { proxyUrl }), { env: {}, log: () => undefined });
  assert.deepEqual(await client.json({ path: '/' }), { through: true });
  assert.deepEqual(asked, [Number(new URL(server.url).port)]);
  client.dispose();
  for (const socket of open) socket.destroy();
  await new Promise((resolve) => socks.close(resolve));
});

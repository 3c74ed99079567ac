import { createServer, type AddressInfo, type Socket } from 'node:net';

// The pod's side of the forward bench, a process of its own: greets each client with one byte, then obeys one line:
// `down N` sends N bytes, `up N` takes N bytes and answers with one byte. Tells its parent the port.

const block = Buffer.alloc(256 * 1024, 'x');

function send(socket: Socket, left: number): void {
  while (left > 0) {
    const part = left < block.length ? block.subarray(0, left) : block;
    left -= part.length;
    if (!socket.write(part)) return void socket.once('drain', () => send(socket, left));
  }
}

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => undefined);
  socket.write('>');
  let line = '';
  let left = 0;
  socket.on('data', (data) => {
    let bytes = data.length;
    if (left === 0) {
      line += data.toString('latin1');
      const end = line.indexOf('\n');
      if (end < 0) return;
      const [verb, size] = line.slice(0, end).split(' ');
      bytes = line.length - end - 1;
      line = '';
      if (verb === 'down') return send(socket, Number(size));
      left = Number(size);
    }
    left -= bytes;
    if (left <= 0) socket.write('.');
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit(0));

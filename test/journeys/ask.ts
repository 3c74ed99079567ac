import { connect } from 'node:net';

/** What a local port answers to a line; undefined where it can't be reached or ends the connection without an answer. */
export function ask(port: number, line: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(line));
    socket.on('error', () => undefined); // Its `close` follows.
    socket.once('close', () => resolve(undefined));
    socket.once('data', (data) => {
      resolve(data.toString());
      socket.destroy();
    });
  });
}

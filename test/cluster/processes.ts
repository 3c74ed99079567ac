import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** As many different free TCP ports of 127.0.0.1 as asked for. Free now: somebody may take them before they are used. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', resolve);
      });
      return server;
    }),
  );
  return Promise.all(
    servers.map(async (server) => {
      const address = server.address();
      await new Promise((resolve) => server.close(resolve));
      if (address === null || typeof address === 'string') throw new Error('A TCP server without a port');
      return address.port;
    }),
  );
}

/** The arguments of a running process, or undefined where there is none. Linux reads /proc, others ask `ps`. */
export async function commandLine(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    try {
      // A zombie has an empty command line: it is nothing that could still be ended.
      return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim() || undefined;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT' || code === 'ESRCH') return undefined;
      throw error;
    }
  }
  return new Promise((resolve) => {
    execFile('ps', ['-ww', '-o', 'command=', '-p', String(pid)], (error, stdout) => {
      resolve(error ? undefined : stdout.trim() || undefined);
    });
  });
}

/**
 * Is `pid` a process of the run whose data folder is `dir`? Each of them names that folder, whose name is random, among its
 * arguments; so a process number that was reused is never mistaken for ours.
 */
export async function belongsTo(pid: number, dir: string): Promise<boolean> {
  return (await commandLine(pid))?.includes(dir) ?? false;
}

/** Sends a signal; a process that is gone is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Waits until `done` gives something else than undefined or false; throws `what` after `ms`. */
export async function until<T>(
  what: string,
  ms: number,
  done: () => Promise<T | undefined | false> | T | undefined | false,
  every = 50,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const value = await done();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`Gave up after ${Math.round(ms / 1000)} s: ${what}`);
    await sleep(every);
  }
}

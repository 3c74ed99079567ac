import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

// VS Code as a server (npm's code-server), installed into this folder when it is first needed.

const folder = import.meta.dirname;
const modules = join(folder, 'node_modules');
const vscode = join(modules, 'code-server/lib/vscode');

/** What makes a window quiet and its terminals readable for a test; the desktop and the server read the same file. */
const quiet = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'terminal.integrated.gpuAcceleration': 'off',
  // Without a graphics card every frame costs processor time.
  'workbench.reduceMotion': 'on',
  'editor.cursorBlinking': 'solid',
  'terminal.integrated.cursorBlinking': false,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'remote.autoForwardPorts': false,
};

/** Whether the server can run on this machine, and if not, why and what to do instead. */
export function hostSupport(): { ok: true } | { ok: false; why: string; remedy: string } {
  if (process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)) return { ok: true };
  return {
    ok: false,
    why: `VS Code as a server runs on Linux (x64, arm64), not on ${process.platform} ${process.arch}.`,
    remedy: 'Run this layer on Linux.',
  };
}

/** Installs the server (about 520 MB) where it is missing or its lockfile has changed. npm reports on standard error. */
export async function installHost(log: (line: string) => void): Promise<void> {
  const lock = await readFile(join(folder, 'package-lock.json'), 'utf8');
  const stamp = join(modules, '.installed');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === lock) return;
  log('Installing VS Code as a server (about 520 MB, once; 15 s where npm is fast)…');
  const child = spawn('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
  });
  const code = await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
  if (code !== 0) throw new Error(`npm ci failed in ${folder}: see above.`);
  await symlink('../../..', join(vscode, 'node_modules')); // its dependencies are this folder's
  await writeFile(stamp, lock);
}

export interface Server {
  /** `127.0.0.1:port` */
  readonly authority: string;
  /** Without it the server answers 403: a window is a shell. */
  readonly token: string;
  readonly exited: Promise<unknown>;
  stop(): Promise<void>;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Resolves with the port once the server listens; its output is kept in `log`. */
function listening(child: ChildProcess, log: string): Promise<string> {
  const file = createWriteStream(log);
  let output = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (data: Buffer) => {
      file.write(data);
      output += data.toString();
      const port = /agent listening on (\d+)/.exec(output)?.[1];
      if (port) resolve(port);
    });
    child.stderr?.on('data', (data: Buffer) => {
      file.write(data);
      output += data.toString();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`VS Code's server exited with ${code}:\n${output}`)));
  });
}

/**
 * Starts the server on loopback, in a process group of its own. `temp` takes its data, sockets and log (`server.log`) and is
 * the caller's to remove. `port` 0 is any free one. `env` is what extensions see beside this process's own.
 */
export async function startServer(wish: {
  temp: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv | undefined;
  port?: number;
}): Promise<Server> {
  await installHost((line) => console.error(line));
  const token = randomUUID();
  const bundled = join(modules, `node-linux-${process.arch}/bin/node`);
  const args = [
    ...['--require', join(folder, 'guard.cjs'), join(vscode, 'out/server-main.js')],
    ...['--host', '127.0.0.1', '--port', String(wish.port ?? 0), '--connection-token', token],
    ...['--accept-server-license-terms', '--telemetry-level', 'off', '--disable-update-check'],
    ...['--disable-getting-started-override', '--server-data-dir', join(wish.temp, 'server'), ...wish.args],
  ];
  // Its sockets lie in the temporary folder; `{}` means no extension gallery, so no look-ups.
  const own = { EXTENSIONS_GALLERY: '{}', TMPDIR: wish.temp, XDG_RUNTIME_DIR: wish.temp };
  const child = spawn(existsSync(bundled) ? bundled : process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, ...own, ...wish.env },
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const stop = async (): Promise<void> => {
    signalGroup(child, 'SIGTERM');
    await Promise.race([exited, new Promise((resolve) => setTimeout(resolve, 2000))]);
    signalGroup(child, 'SIGKILL');
  };
  try {
    const port = await listening(child, join(wish.temp, 'server.log'));
    return { authority: `127.0.0.1:${port}`, token, exited, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Installs an extension in development by a link, under the name that VS Code expects of an installed one. */
export async function linkExtension(extension: string, extensionsDir: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(extension, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  const link = join(extensionsDir, `${manifest['publisher']}.${manifest['name']}-${manifest['version']}`);
  await mkdir(dirname(link), { recursive: true });
  await rm(link, { force: true });
  await symlink(extension, link, 'junction');
}

/** Makes `userDataDir` with our quiet settings and the given ones. Returns it. */
export async function profile(userDataDir: string, settings: Record<string, unknown> = {}): Promise<string> {
  await mkdir(join(userDataDir, 'User'), { recursive: true });
  await writeFile(
    join(userDataDir, 'User/settings.json'),
    JSON.stringify({ ...quiet, ...settings }, undefined, 2),
  );
  return userDataDir;
}

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Output } from './output.ts';

const running = new Set<ChildProcess>();

/** Passes a signal on to every child that still runs. */
export function endChildren(signal: NodeJS.Signals): void {
  for (const child of running) child.kill(signal);
}

export interface ChildOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the child after so many ms: its code is then undefined. */
  readonly limit?: number;
  /** Computes when nobody else wants to: beside tests that look at the time. */
  readonly patient?: boolean;
  /** Takes what the child printed, once it has ended; the child then reads nothing. By default our own outputs are its own. */
  readonly output?: Output | undefined;
  /** Where its standard output goes: our own by default. */
  readonly stdout?: 'inherit' | 'stderr';
  /** Windows finds `.cmd` files only by way of a shell. Never with arguments that are not our own. */
  readonly shell?: boolean;
}

/** How long a child that is asked to end may take over it, in ms. */
const grace = 5000;

/** Runs a program. Resolves with its exit code, or undefined when a signal ended it. */
export async function runChild(
  command: string,
  args: readonly string[],
  options: ChildOptions = {},
): Promise<number | undefined> {
  if (!options.output)
    return run(command, args, options, ['inherit', options.stdout === 'stderr' ? 2 : 1, 2]);
  // A file, not a pipe: whatever the child leaves running can't hold it open, and a child that is killed loses nothing.
  const temp = await mkdtemp(join(tmpdir(), 'kube-sets-output-'));
  try {
    const path = join(temp, 'output');
    const file = await open(path, 'a');
    try {
      return await run(command, args, options, ['ignore', file.fd, file.fd]);
    } finally {
      await file.close();
      options.output.write(await readFile(path, 'utf8'));
    }
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
}

async function run(
  command: string,
  args: readonly string[],
  options: ChildOptions,
  stdio: readonly ['inherit' | 'ignore', number, number],
): Promise<number | undefined> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    shell: options.shell ?? false,
    env: { ...process.env, ...options.env },
    stdio: [...stdio],
  });
  running.add(child);
  if (options.patient && child.pid !== undefined)
    setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  const timers =
    options.limit === undefined
      ? []
      : [
          setTimeout(() => child.kill('SIGTERM'), options.limit),
          setTimeout(() => child.kill('SIGKILL'), options.limit + grace),
        ];
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? undefined));
    });
  } finally {
    for (const timer of timers) clearTimeout(timer);
    running.delete(child);
  }
}

/** Runs a JavaScript or TypeScript file with this Node. */
export function runNode(args: readonly string[], options: ChildOptions = {}): Promise<number | undefined> {
  return runChild(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], options);
}

import { spawn, type ChildProcess } from 'node:child_process';

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
  /** Where its standard output goes: our own by default. */
  readonly stdout?: 'inherit' | 'stderr';
  /** Windows finds `.cmd` files only by way of a shell. Never with arguments that are not our own. */
  readonly shell?: boolean;
}

/** Runs a program with our input and outputs. Resolves with its exit code, or undefined when a signal ended it. */
export async function runChild(
  command: string,
  args: readonly string[],
  options: ChildOptions = {},
): Promise<number | undefined> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    shell: options.shell ?? false,
    env: { ...process.env, ...options.env },
    stdio: ['inherit', options.stdout === 'stderr' ? 2 : 'inherit', 'inherit'],
  });
  running.add(child);
  const timer =
    options.limit === undefined ? undefined : setTimeout(() => child.kill('SIGTERM'), options.limit);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? undefined));
    });
  } finally {
    clearTimeout(timer);
    running.delete(child);
  }
}

/** Runs a JavaScript or TypeScript file with this Node. */
export function runNode(args: readonly string[], options: ChildOptions = {}): Promise<number | undefined> {
  return runChild(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], options);
}

import { spawn, type ChildProcess } from 'node:child_process';
import { openSync, closeSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pidsFile, writeWhole } from './state.ts';
import { signal, until } from './processes.ts';

/** A process to run; `again` starts it anew when it ends by itself. */
export interface Kept {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Variables beside this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  readonly again?: boolean;
}

/** Runs the processes of one cluster, each with a log file of its own, and ends them all. */
export class Keeper {
  readonly #dir: string;
  readonly #specs = new Map<string, Kept>();
  readonly #children = new Map<string, ChildProcess>();
  readonly #stopped = new Set<string>();
  #ending = false;

  constructor(dir: string) {
    this.#dir = dir;
  }

  async start(kept: Kept): Promise<void> {
    this.#specs.set(kept.name, kept);
    this.#stopped.delete(kept.name);
    if (this.#ending || this.#children.has(kept.name)) return;
    const log = openSync(this.logFile(kept.name), 'a');
    const child = spawn(kept.command, kept.args, {
      cwd: this.#dir,
      stdio: ['ignore', log, log],
      // Collecting garbage less often takes memory instead of processor time.
      env: { GOGC: '400', ...process.env, ...kept.env },
    });
    closeSync(log);
    this.#children.set(kept.name, child);
    child.once('error', (error) => console.error(`${kept.name}: ${error.message}`));
    child.once('exit', (code, reason) => {
      if (this.#children.get(kept.name) === child) this.#children.delete(kept.name);
      if (this.#ending) return;
      console.error(`${kept.name} ended: ${reason ?? code}`);
      if (!kept.again || this.#stopped.has(kept.name)) return;
      setTimeout(() => {
        if (!this.#stopped.has(kept.name)) void this.start(kept);
      }, 500);
    });
    await this.#remember();
  }

  /** Starts again what was started under this name before. */
  async restart(name: string): Promise<void> {
    const spec = this.#specs.get(name);
    if (!spec) throw new Error(`${name} was never started`);
    await this.start(spec);
  }

  /** Kills one process at once and for good, until it is started again. */
  async kill(name: string): Promise<void> {
    this.#stopped.add(name);
    this.#children.get(name)?.kill('SIGKILL');
    await until(`${name} to end`, 10_000, () => !this.#children.has(name));
  }

  runs(name: string): boolean {
    return this.#children.has(name);
  }

  /** Ends everything, the last started first. */
  async end(): Promise<void> {
    this.#ending = true;
    for (const child of [...this.#children.values()].reverse()) {
      if (child.pid !== undefined) signal(child.pid, 'SIGKILL');
    }
    await until('the processes to end', 10_000, () => this.#children.size === 0);
  }

  logFile(name: string): string {
    return join(this.#dir, 'log', `${name}.log`);
  }

  /** The end of a process's log, to say why it did not start. */
  tail(name: string): string {
    return readFileSync(this.logFile(name), 'utf8').split('\n').slice(-15).join('\n');
  }

  async #remember(): Promise<void> {
    const pids = [process.pid, ...[...this.#children.values()].map((child) => child.pid)];
    await writeWhole(pidsFile(this.#dir), JSON.stringify(pids));
  }
}

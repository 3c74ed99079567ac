import { toDisposable, type Disposable } from '../../../src/base/disposable.ts';
import type { Clock } from '../../../src/base/timers.ts';

/** Time that passes when told to. */
export class FakeClock implements Clock {
  #now = 0;
  readonly #timers = new Map<{ readonly at: number }, () => void>();

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): Disposable {
    const timer = { at: this.#now + ms };
    this.#timers.set(timer, run);
    return toDisposable(() => this.#timers.delete(timer));
  }

  get pending(): number {
    return this.#timers.size;
  }

  /** Runs what falls due, in order. Only what is due: what these start is not run in the same call unless due too. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const due = [...this.#timers.keys()].filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#now = Math.max(this.#now, due.at);
      const run = this.#timers.get(due);
      this.#timers.delete(due);
      run?.();
    }
    this.#now = end;
  }
}

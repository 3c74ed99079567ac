import type { Disposable } from './disposable.ts';

/** Time as a port, so that tests can run it. Milliseconds everywhere. */
export interface Clock {
  now(): number;
  /** Calls `run` once after `ms`; dispose the result to prevent it. */
  after(ms: number, run: () => void): Disposable;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return { dispose: () => clearTimeout(timer) };
  },
};

/** Resolves after `ms`, or rejects with the signal's reason as soon as it aborts. */
export function delay(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const onAbort = (): void => {
      timer.dispose();
      reject(signal?.reason as Error);
    };
    const timer = clock.after(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/**
 * Runs `run` for bursts of `request()`: the first of a burst at once, the rest together, never more often than every `interval` ms.
 */
export class Coalescer implements Disposable {
  readonly #clock: Clock;
  readonly #interval: number;
  readonly #run: () => void;
  #last = -Infinity;
  #pending: Disposable | undefined;

  constructor(clock: Clock, interval: number, run: () => void) {
    this.#clock = clock;
    this.#interval = interval;
    this.#run = run;
  }

  request(): void {
    if (this.#pending) return;
    const wait = Math.max(0, this.#last + this.#interval - this.#clock.now());
    this.#pending = this.#clock.after(wait, () => {
      this.#pending = undefined;
      this.#last = this.#clock.now();
      this.#run();
    });
  }

  dispose(): void {
    this.#pending?.dispose();
    this.#pending = undefined;
  }
}

/** Waits between tries: doubles from `first` to `most` ms, each with full jitter above half. `reset()` after a success. */
export class Backoff {
  readonly #first: number;
  readonly #most: number;
  readonly #random: () => number;
  #next: number;

  constructor(first: number, most: number, random: () => number = Math.random) {
    this.#first = first;
    this.#most = most;
    this.#random = random;
    this.#next = first;
  }

  next(): number {
    const base = this.#next;
    this.#next = Math.min(this.#most, base * 2);
    return Math.round(base / 2 + (this.#random() * base) / 2);
  }

  reset(): void {
    this.#next = this.#first;
  }
}

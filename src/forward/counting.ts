import { toDisposable } from '../base/disposable.ts';
import type { Clock } from '../base/timers.ts';

/** A clock that knows how many of its timers are pending. */
export interface CountingClock extends Clock {
  readonly pending: number;
}

export function countingClock(clock: Clock): CountingClock {
  let pending = 0;
  return {
    get pending() {
      return pending;
    },
    now: () => clock.now(),
    after(ms, run) {
      pending++;
      const count = toDisposable(() => pending--);
      const timer = clock.after(ms, () => {
        count.dispose();
        run();
      });
      return toDisposable(() => {
        count.dispose();
        timer.dispose();
      });
    },
  };
}

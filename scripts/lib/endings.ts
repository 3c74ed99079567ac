/** What must happen before this process ends, however it is asked to. */
export type CleanUp = () => Promise<void> | void;

const cleanUps: CleanUp[] = [];
let ending: Promise<void> | undefined;

/** Adds something to do at the end; the last added is done first. */
export function atEnd(cleanUp: CleanUp): void {
  cleanUps.push(cleanUp);
}

/** Does all that was added, once, and exits with `code`. What fails is told, and does not keep the rest from being done. */
export function end(code: number): Promise<void> {
  ending ??= (async () => {
    for (const cleanUp of cleanUps.reverse()) {
      try {
        await cleanUp();
      } catch (error) {
        console.error('While cleaning up:', error);
      }
    }
    process.exit(code);
  })();
  return ending;
}

/** Ends in order at Ctrl-C, TERM and HUP, and when the process that started this one is gone. A second Ctrl-C changes nothing. */
export function endInOrder(onSignal: (signal: NodeJS.Signals) => void): void {
  const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
  for (const [signal, number] of Object.entries(numbers) as [keyof typeof numbers, number][]) {
    process.on(signal, () => {
      onSignal(signal);
      void end(128 + number);
    });
  }
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid === parent) return;
    onSignal('SIGTERM');
    void end(129);
  }, 1000).unref();
}

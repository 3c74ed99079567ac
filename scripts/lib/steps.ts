/** Runs one step of a longer way, saying on standard error what is done and how long it took. */
export async function step<T>(what: string, run: () => Promise<T>): Promise<T> {
  const began = performance.now();
  console.error(`… ${what}`);
  const result = await run();
  console.error(`✓ ${what} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  return result;
}

/** The candidate that `word` is most likely a slip of: at most a third of its letters differ. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const distance = distanceOf(word, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** Whether one name is written for another: nearly the same letters, or one with a part behind it (`web`, `web-client`). */
export function isSlip(written: string, meant: string | undefined): boolean {
  // `web-1` beside `web-2` is another one, not a slip.
  if (meant === undefined || meant === '' || written.replace(/\d/g, '') === meant.replace(/\d/g, ''))
    return false;
  return (
    nearest(written.toLowerCase(), [meant.toLowerCase()]) !== undefined ||
    meant.startsWith(`${written}-`) ||
    written.startsWith(`${meant}-`)
  );
}

/** Letters to insert, delete or replace (Levenshtein). */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

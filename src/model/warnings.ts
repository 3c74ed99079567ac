import type { Warning } from './objects.ts';
import type { Reason } from './rows.ts';

/** The Warning events about one object, by its uid. */
export type WarningsOf = (uid: string) => readonly Warning[];

/**
 * How long an event about a set still explains something that is missing (ms). The controllers try again at the latest
 * after 1,000 s (client-go's default rate limiter), and say so again.
 */
const STILL_TRUE = 20 * 60_000;

/** The newest warning that `about` holds for, as a reason; those that a retry would have renewed by now are left out. */
export function latestReason(
  warnings: readonly Warning[],
  now: number,
  about: (warning: Warning) => boolean,
): readonly Reason[] {
  let latest: Warning | undefined;
  for (const warning of warnings) {
    if (now - warning.last > STILL_TRUE || !about(warning)) continue;
    if (!latest || warning.last > latest.last) latest = warning;
  }
  return latest ? [{ code: 'event', reason: latest.reason, message: latest.message }] : [];
}

/** Newest first, at most `most`. */
export function newestWarnings(warnings: readonly Warning[], most: number): readonly Warning[] {
  return [...warnings].sort((a, b) => b.last - a.last).slice(0, most);
}

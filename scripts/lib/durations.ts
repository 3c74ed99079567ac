import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from './paths.ts';

// How long each file of tests took the last time it passed on this machine: what is slow begins early, so that nothing long
// is left when all else is done. Only an order comes of it; without the file it is the alphabet's.

const path = join(cache, 'durations.json');

let known: Record<string, number> | undefined;

function durations(): Record<string, number> {
  if (known) return known;
  try {
    known = JSON.parse(readFileSync(path, 'utf8')) as Record<string, number>;
  } catch {
    known = {}; // None yet, or one that was half written.
  }
  return known;
}

/** The files in the order in which they should begin; those that never ran come first. */
export function slowestFirst(files: readonly string[]): string[] {
  const seconds = (file: string): number => durations()[file] ?? Infinity;
  return files.toSorted((a, b) => seconds(b) - seconds(a) || a.localeCompare(b));
}

/** Remembers a file's time. */
export function tookSeconds(file: string, seconds: number): void {
  durations()[file] = Math.round(seconds * 10) / 10;
  mkdirSync(cache, { recursive: true });
  writeFileSync(path, JSON.stringify(known, undefined, 2));
}

import { lint } from '../../src/lint/lint.ts';
import { parse } from '../../src/manifest/parse.ts';
import { catalogue } from '../../src/scaffold/catalogue.ts';
import { scaffold } from '../../src/scaffold/scaffold.ts';
import { percentile, round } from './statistics.ts';
import type { BenchResult } from './types.ts';

const LINES = 1_000;
const KEYSTROKES = 300;

/** Parse and lint after each of many keystrokes in a manifest of 1,000 lines. */
export async function run(): Promise<BenchResult[]> {
  const text = manifest();
  const times: number[] = [];
  for (let n = 0; n < KEYSTROKES + 50; n++) {
    const at = Math.floor((text.length * (n % 97)) / 97);
    const typed = `${text.slice(0, at)}x${text.slice(at)}`;
    const began = process.cpuUsage();
    lint({ uri: 'file:///typed.yaml', manifest: parse(typed) }, [], {});
    // The first ones warm the compiler up, as the first keystrokes of a session do.
    if (n >= 50) times.push(milliseconds(process.cpuUsage(began)));
  }
  const note = `${KEYSTROKES} keystrokes, each at another place of a manifest of ${LINES} lines (scaffolds, repeated); the whole file parsed and linted anew; processor time, garbage collection included`;
  return Promise.resolve(
    [0.5, 0.95].map((share) => ({
      name: `keystroke, p${share * 100}`,
      unit: 'ms',
      ours: round(percentile(times, share)),
      note,
    })),
  );
}

const milliseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000;

function manifest(): string {
  const parts: string[] = [];
  for (let n = 0; parts.join('\n').split('\n').length < LINES; n++) {
    for (const system of catalogue()) {
      parts.push(
        scaffold(
          system,
          { name: `${system.id}-${n}`, namespace: `space-${n}` },
          (count) => new Uint8Array(count),
        ).text,
      );
    }
  }
  return parts.join('\n---\n').split('\n').slice(0, LINES).join('\n');
}

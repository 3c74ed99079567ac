import { complete } from '../../src/language/complete.ts';
import docs from '../../src/language/fieldDocs.json' with { type: 'json' };
import { hoverAt } from '../../src/language/hover.ts';
import { Scope } from '../../src/lint/scope.ts';
import { parse } from '../../src/manifest/parse.ts';
import { manifest } from './manifest.ts';
import { percentile, round } from './statistics.ts';
import type { BenchResult } from './types.ts';

const LINES = 1_000;
const WARM_UP = 50;
const TIMES = 500;
const uri = 'file:///typed.yaml';

/** A letter typed at many places of a manifest, and what is offered there; the mouse over as many. */
export async function run(): Promise<BenchResult[]> {
  const text = manifest(LINES);
  const others = Array.from({ length: 20 }, (_, i) => ({
    uri: `file:///other${i}.yaml`,
    manifest: parse(manifest(200)),
  }));
  const beginnings = [...text.matchAll(/^ *(?:- )?(?=[a-z])|(?<=: )(?=[\w])/gm)].map(
    (one) => one.index + one[0].length,
  );
  let now = parse(text);
  let offers = 0;
  const completion = await measured(async (n) => {
    const at = beginnings[(n * 37) % beginnings.length] ?? 0;
    // As the editor does: the version with the letter is parsed from the one before.
    now = parse(`${text.slice(0, at)}s${text.slice(at)}`, now);
    const file = { uri, manifest: now };
    offers += (await complete({ file, scope: new Scope(file, others), offset: at + 1, fields: true })).length;
  });
  const still = parse(text);
  let hovers = 0;
  const hover = await measured(async (n) => {
    if (hoverAt(still, (beginnings[(n * 37) % beginnings.length] ?? 0) + 1, docs)) hovers++;
  });
  // A figure of answers that say nothing would be worth nothing.
  if (offers < TIMES || hovers < TIMES / 2) throw new Error(`${offers} offers, ${hovers} hovers`);
  return [
    ...figures('completion', completion, 'parse and offers after a letter, beside 20 other files'),
    ...figures('hover', hover, 'the documentation is loaded'),
  ];
}

/** Processor time of each, in ms. */
async function measured(once: (n: number) => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < TIMES + WARM_UP; n++) {
    const began = process.cpuUsage();
    await once(n);
    const { user, system } = process.cpuUsage(began);
    if (n >= WARM_UP) times.push((user + system) / 1000);
  }
  return times;
}

function figures(what: string, times: readonly number[], note: string): BenchResult[] {
  return [0.5, 0.95].map((share) => ({
    name: `${what}, ${LINES.toLocaleString('en')} lines, p${share * 100}`,
    unit: 'ms',
    ours: round(percentile(times, share)),
    note: `${TIMES} places of a manifest of scaffolds; ${note}; processor time, garbage collection included`,
  }));
}

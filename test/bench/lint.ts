import { lint } from '../../src/lint/lint.ts';
import { LintMemory } from '../../src/lint/memory.ts';
import { parse } from '../../src/manifest/parse.ts';
import { installPeer, kubernetesSchema, peerValidator, type Validate } from './lintPeer.ts';
import { manifest } from './manifest.ts';
import { percentile, round } from './statistics.ts';
import type { BenchResult } from './types.ts';

/** The lines of a manifest, and how many keystrokes of each side are measured in it. */
const sizes = [
  { lines: 100, keystrokes: 300, peers: 60 },
  { lines: 1_000, keystrokes: 300, peers: 30 },
  { lines: 10_000, keystrokes: 100, peers: 6 },
] as const;
const WARM_UP = 50;
const uri = 'file:///typed.yaml';

const misspelt = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec: {replicaz: 1, serviceName: web, selector: {}, template: {}}
`;

/** Parse and lint after each of many keystrokes, and when a file is opened, beside yaml-language-server on the same texts. */
export async function run(): Promise<BenchResult[]> {
  const library = await installPeer();
  const schema = await kubernetesSchema();
  // A figure of a side that does not look would be worth nothing.
  for (const look of [scratch(), typing(), peerValidator(library, schema)]) {
    if ((await look(misspelt)).length === 0) throw new Error('A misspelt field is not found');
  }
  const results: BenchResult[] = [];
  for (const { lines, keystrokes, peers } of sizes) {
    const text = manifest(lines);
    const opened = await measured(text, Math.min(keystrokes, 60), scratch());
    const ours = await measured(text, keystrokes, typing());
    const theirs = await measured(text, peers, peerValidator(library, schema));
    for (const share of [0.5, 0.95]) {
      const name = (what: string): string => `${what}, ${lines.toLocaleString('en')} lines, p${share * 100}`;
      const [mine, peer] = [percentile(ours, share), percentile(theirs, share)];
      results.push({
        name: name('keystroke: parse and lint'),
        unit: 'ms',
        ours: round(mine),
        peer: round(peer),
        peerName: 'yaml-language-server',
        ratio: round(mine / peer),
        note: `${keystrokes} keystrokes of ours and ${peers} of the peer's, each at another place of a manifest of scaffolds; processor time, garbage collection included`,
      });
      results.push({
        name: name('opening: parse and lint'),
        unit: 'ms',
        ours: round(percentile(opened, share)),
        note: 'the whole file from scratch',
      });
    }
  }
  return results;
}

/** Processor time of each keystroke, in ms. The first ones warm the compiler up, as the first keystrokes of a session do. */
async function measured(text: string, keystrokes: number, look: Validate): Promise<number[]> {
  const times: number[] = [];
  const warm = Math.min(WARM_UP, keystrokes);
  await look(text);
  for (let n = 0; n < keystrokes + warm; n++) {
    const at = Math.floor((text.length * (n % 97)) / 97);
    const typed = `${text.slice(0, at)}x${text.slice(at)}`;
    const began = process.cpuUsage();
    await look(typed);
    const { user, system } = process.cpuUsage(began);
    if (n >= warm) times.push((user + system) / 1000);
  }
  return times;
}

/** As the editor does: what is known of the last version is used for the next. */
function typing(): Validate {
  const memory = new LintMemory();
  let manifest = parse('');
  return (text) => {
    manifest = parse(text, manifest);
    return lint({ uri, manifest }, [], { memory });
  };
}

function scratch(): Validate {
  return (text) => lint({ uri, manifest: parse(text) }, [], {});
}

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as activation from './activation.ts';
import * as assist from './assist.ts';
import * as bundles from './bundles.ts';
import * as forward from './forward.ts';
import * as lint from './lint.ts';
import * as rows from './rows.ts';
import type { BenchResult } from './types.ts';

// `npm run bench [-- name…]`: every figure, or those of the benches named.

const benches: Readonly<Record<string, () => Promise<BenchResult[]>>> = {
  bundles: bundles.run,
  lint: lint.run,
  assist: assist.run,
  activation: activation.run,
  rows: rows.run,
  forward: forward.run,
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`No such bench: ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}

// A table that can stand in a document as it is.
const number = (value: number | undefined): string => (value === undefined ? '' : String(value));
const all: BenchResult[] = [];
console.log('| what | unit | ours | peer | ratio | method |\n| --- | --- | --: | --: | --: | --- |');
for (const [name, run] of Object.entries(benches)) {
  if (names.length > 0 && !names.includes(name)) continue;
  for (const result of await run()) {
    all.push(result);
    const { name: what, unit, ours, peer, peerName, ratio, note } = result;
    const beside = peerName === undefined ? '' : ` (${peerName})`;
    console.log(
      `| ${what} | ${unit} | ${number(ours)} | ${number(peer)}${beside} | ${number(ratio)} | ${note} |`,
    );
  }
}
const artifacts = join(import.meta.dirname, '../artifacts');
await mkdir(artifacts, { recursive: true });
await writeFile(join(artifacts, 'bench.json'), `${JSON.stringify(all, null, 2)}\n`);

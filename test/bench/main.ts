import * as forward from './forward.ts';
import type { BenchResult } from './types.ts';

// `npm run bench [-- name…]`: every figure, or those of the benches named.

const benches: Readonly<Record<string, () => Promise<BenchResult[]>>> = { forward: forward.run };

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`No such bench: ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}

const number = (value: number | undefined): string => (value === undefined ? '-' : value.toPrecision(4));
for (const [name, run] of Object.entries(benches)) {
  if (names.length > 0 && !names.includes(name)) continue;
  console.log(`\n── ${name}`);
  for (const { name: what, unit, ours, peer, peerName, ratio, note } of await run()) {
    const beside = peerName === undefined ? '' : `, ${peerName} ${number(peer)}, ratio ${number(ratio)}`;
    console.log(`${what}: ${number(ours)} ${unit}${beside}\n  ${note}`);
  }
}

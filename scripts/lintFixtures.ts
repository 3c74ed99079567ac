// Compares what the linter says of test/fixtures/manifests with what stands beside them: `node scripts/lintFixtures.ts`. With --update it
// writes that anew; look at the difference before it is committed.
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { besideOf, folder, lintFixtures } from '../test/support/lintFixtures.ts';

const update = process.argv.includes('--update');
const fixtures = lintFixtures();
const beside = new Map(fixtures.flatMap((fixture) => [...besideOf(fixture)]));
let different = 0;
for (const [file, text] of beside) {
  const path = join(folder, file);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  different++;
  process.stdout.write(`${update ? 'Written' : 'Different'}: ${file}\n`);
  if (update) writeFileSync(path, text);
}
// What is left of a fixture that is gone.
const known = new Set([...beside.keys(), ...fixtures.map(({ name }) => `${name}.yaml`)]);
for (const file of readdirSync(folder).filter((name) => !known.has(name))) {
  different++;
  process.stdout.write(`${update ? 'Removed' : 'Left over'}: ${file}\n`);
  if (update) rmSync(join(folder, file));
}
if (different > 0 && !update) process.exitCode = 1;

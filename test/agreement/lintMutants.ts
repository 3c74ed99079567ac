// Where do the linter and a real API server differ? `node test/agreement/lintMutants.ts [--count N] [--seed N] [--show N] <file or folder>…`
// draws changes of the documents in the files that the server accepts, and prints those on which the two differ.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sharedCluster, testNamespace } from '../cluster/cluster.ts';
import { Agreement, documentsOf, mutants, type Difference } from '../support/agreement.ts';
import { Judge } from '../support/judge.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string' }, seed: { type: 'string' }, show: { type: 'string' } },
});
const count = Number(values.count ?? 2000);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const show = Number(values.show ?? 20);

const files = positionals.flatMap((path) =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => /\.ya?ml$/.test(name))
        .map((name) => join(path, name))
    : [path],
);
const documents = files.flatMap((file) => documentsOf(readFileSync(file, 'utf8')));

const cluster = await sharedCluster();
try {
  await using namespace = await testNamespace(cluster, 'mutants');
  const judge = new Judge(cluster.kubeconfig, namespace.name);
  const bases: string[] = [];
  const whole = new Agreement();
  for (const text of documents) {
    await whole.add(judge, text, 'as it is');
    if ((await judge.verdict(text))?.accepted) bases.push(text);
  }
  console.log(`as they are: ${String(whole)}`);
  const agreement = new Agreement();
  for (const { text, operator, path } of mutants(bases, seed, count)) {
    await agreement.add(judge, text, `${operator} ${path}`);
  }
  judge.close();
  for (const one of [whole, agreement]) {
    print('FALSE ALARM', one.falseAlarms);
    print('MISSED', one.missed);
    print('ELSEWHERE', one.elsewhere);
  }
  console.log(`seed ${seed}, ${bases.length} documents: ${String(agreement)}`);
} finally {
  await cluster.stop();
}

function print(title: string, differences: readonly Difference[]): void {
  for (const { what, server, linter } of differences.slice(0, show)) {
    console.log(
      `${title} ${what}\n  server: ${server.slice(0, 400)}\n  linter: ${linter.join(' | ').slice(0, 300)}`,
    );
  }
}

import { parseArgs } from 'node:util';
import { catalogue } from '../src/scaffold/catalogue.ts';
import type { Answers, System } from '../src/scaffold/system.ts';
import { sharedCluster } from '../test/cluster/cluster.ts';
import { allAnswers, podAnswers } from '../test/support/answers.ts';
import { ScaffoldChecks } from '../test/support/scaffoldChecks.ts';

// `npm run scaffolds [-- system…]`: makes every scaffold in every combination of answers, asks the linter, the API server (strict dry
// run) and, where the answers change pods, the controllers, and prints a table. Ends with 1 where something is wrong.

interface Row {
  readonly scaffold: string;
  readonly linter: string;
  readonly server: string;
  readonly controllers: string;
}

const { positionals } = parseArgs({ allowPositionals: true, options: {} });
const systems = catalogue().filter(({ id }) => positionals.length === 0 || positionals.includes(id));
if (systems.length === 0) {
  console.error(
    `No such system. There are: ${catalogue()
      .map(({ id }) => id)
      .join(', ')}.`,
  );
  process.exit(2);
}

let wrong = 0;

/** What `work` says; a failure is counted and becomes words. */
async function said(work: () => Promise<string>): Promise<string> {
  try {
    return await work();
  } catch (error) {
    wrong++;
    return `✗ ${(error as Error).message.replaceAll(/\s+/g, ' ').slice(0, 200)}`;
  }
}

const cluster = await sharedCluster();
try {
  const checks = await ScaffoldChecks.open(cluster);
  const same = (one: Answers, other: Answers): boolean => JSON.stringify(one) === JSON.stringify(other);
  const row = async (system: System, answers: Answers, namespace: string): Promise<Row> => {
    const { layout, password, ...pods } = answers;
    const live = layout === 'one' && password !== 'existing' && podAnswers(system).some((a) => same(a, pods));
    return {
      scaffold: [system.id, ...Object.values(answers)].join(' '),
      linter: await said(async () => {
        const found = checks.linted(system, answers);
        if (found.length > 0) throw new Error(found.join(', '));
        return 'clean';
      }),
      server: await said(async () => `${await checks.dryRun(system, answers, namespace)} objects accepted`),
      controllers: live ? await said(() => checks.run(system, answers)) : 'the same pods',
    };
  };
  const rows = await checks.inNamespace((namespace) =>
    Promise.all(
      systems.map(async (system) => {
        const own: Row[] = [];
        for (const answers of allAnswers(system)) own.push(await row(system, answers, namespace));
        console.error(`${system.id}: ${own.length} combinations`);
        return own;
      }),
    ),
  );
  const all: readonly Row[] = rows.flat();
  const columns = ['scaffold', 'linter', 'server', 'controllers'] as const;
  const widths = columns.map((c) => Math.max(c.length, ...all.map((r) => r[c].length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  console.log([line(columns), ...all.map((r) => line(columns.map((c) => r[c])))].join('\n'));
  console.log(`\n${all.length} scaffolds, ${wrong} wrong`);
} finally {
  await cluster.stop();
}
process.exitCode = wrong > 0 ? 1 : 0;

import { existsSync, globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Cluster } from '../test/cluster/cluster.ts';
import { ensureImages } from '../test/cluster/realNode/images.ts';
import { realNodePackages, realNodeSupport } from '../test/cluster/realNode/support.ts';
import { runIntegration } from '../test/integration/run.ts';
import { endChildren, runNode } from './lib/child.ts';
import { atEnd, end, endInOrder } from './lib/endings.ts';
import { nodeTests } from './lib/nodeTests.ts';
import { check, type LayerResult, type Outcome, skip, sum, summary } from './lib/outcome.ts';
import { Kept, type Output, screen } from './lib/output.ts';
import { cache, root } from './lib/paths.ts';
import {
  begin,
  type Need,
  prepareBinaries,
  prepareHost,
  prepareWindow,
  raiseCluster,
} from './lib/prepare.ts';
import { ensurePackages } from './lib/systemPackages.ts';

// `npm test [-- layer…] [-- --grep text]`: every layer, or those named, with all the set-up they need. Most tests wait, for a
// cluster or a window: so some layers run side by side.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { grep: { type: 'string' } },
});
const { grep } = values;

const names = [
  'lint',
  'types',
  'package',
  'unit',
  'agreement',
  'real-node',
  'integration',
  'journeys',
] as const;
type LayerName = (typeof names)[number];

/** The order in which layers begin: what others wait for, then the longest. */
const order: readonly LayerName[] = [
  ...(['package', 'journeys', 'agreement', 'lint', 'real-node', 'integration', 'unit', 'types'] as const),
];

/** How many layers run side by side, each with up to two files at once. More would only take the cores from tests that look at the time. */
const atOnce = Math.min(3, availableParallelism());

const unknown = positionals.filter((name) => !names.includes(name as LayerName));
if (unknown.length > 0) {
  console.error(`No such layer: ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
  process.exit(2);
}
const wanted = names.filter((name) => positionals.length === 0 || positionals.includes(name));
const wants = (...some: readonly LayerName[]): boolean => some.some((name) => wanted.includes(name));

endInOrder(endChildren);

// What the many processes of a run load is compiled once.
process.env['NODE_COMPILE_CACHE'] ??= join(cache, 'compiled');

// The longest waits begin at once, beside the layers that need none of them.
const log = (line: string): void => console.error(`[set-up] ${line}`);
const nothing = <T>(): Promise<Need<T>> =>
  Promise.resolve({ is: 'missing', why: 'it was not asked for', remedy: '' });
const cluster = begin<Need<Cluster>>(() => (wants('agreement') ? raiseCluster(log) : nothing()));
// Made once, though two layers want them at the same time.
const images = begin(async () => {
  if (!wants('real-node', 'journeys')) return;
  if (process.platform === 'linux') await ensurePackages(realNodePackages);
  if ((await realNodeSupport()).ok) await ensureImages(log);
});
const host = begin(() =>
  wants('integration') ? prepareHost(log) : nothing<{ executable: string; restricts: boolean }>(),
);

// Each window has a cluster to itself: what others do in a cluster moves the rows under the mouse. One after the other, since
// the first start of all may have to build what the others only run.
const windowClusters = begin<Need<readonly Cluster[]>>(async () => {
  if (!wants('journeys')) return nothing();
  await cluster();
  const raised: Cluster[] = [];
  while (raised.length < 2) {
    const one = await raiseCluster(log, { databases: false });
    if (one.is === 'missing') return one;
    raised.push(one.value);
  }
  return { is: 'there', value: raised };
});

/** Joins a cluster of the run's; and never the person's own. */
const joining = (raised: Cluster): NodeJS.ProcessEnv => ({ KUBESETS_CLUSTER: raised.stateFile });

type Say = (line: string) => void;

interface Stage {
  readonly output: Output;
  /** Hears how a long layer goes on. */
  readonly progress: Say;
}

const begun = performance.now();
const ran: Say = (line) => {
  const seconds = Math.round((performance.now() - begun) / 1000);
  console.error(`[${String(seconds).padStart(3)} s] ${line}`);
};

async function script(output: Output, file: string, ...args: readonly string[]): Promise<boolean> {
  return (await runNode([join(root, file), ...args], { cwd: root, output })) === 0;
}

async function tool(output: Output, file: string, ...args: readonly string[]): Promise<boolean> {
  return (
    (await runNode([join(root, 'node_modules', file), ...args], { cwd: root, output, patient: true })) === 0
  );
}

// What has not changed since the last run is not looked at again; CI looks at everything.
const remembers = process.env['CI'] !== 'true';
const cached = (name: string): string => join(root, '.cache/checks', name);

async function lint({ output }: Stage): Promise<Outcome> {
  const eslint = remembers
    ? ['--cache', '--cache-strategy', 'content', '--cache-location', cached('eslint.json')]
    : [];
  const prettier = remembers ? ['--cache', '--cache-location', cached('prettier.json')] : [];
  const all = [
    await tool(output, 'eslint/bin/eslint.js', '.', ...eslint),
    await tool(output, 'prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.', ...prettier),
    await tool(output, 'knip/bin/knip.js'),
  ];
  return check(all.every(Boolean));
}

// What integration and journeys run is what is shipped: it is built once, by the layer that packages it if that runs.
const builds = begin(() => {
  const output = new Kept();
  const run = wants('package')
    ? script(output, 'scripts/package.ts')
    : wants('integration', 'journeys')
      ? script(output, 'scripts/build.ts')
      : Promise.resolve(true);
  return run.then((built) => ({ built, output }));
});

/** Whether there is a build to test: also one that the package layer found too large. */
async function built({ output }: Stage): Promise<boolean> {
  await builds();
  const there = existsSync(join(root, 'dist/extension.js'));
  if (!there) output.write('There is no build to test.\n');
  return there;
}

const tests = (pattern: string): string[] => globSync(pattern, { cwd: root }).sort();
/** Those that need a node whose pods really run. */
const realNodeTests = ['realNode.test.ts', 'forwardRealNode.test.ts'].map((name) =>
  join('test', 'agreement', name),
);

async function agreement(stage: Stage): Promise<Outcome> {
  const raised = await cluster();
  if (raised.is === 'missing') return skip(raised.why, raised.remedy);
  const files = tests('test/agreement/**/*.test.ts').filter((file) => !realNodeTests.includes(file));
  const env = joining(raised.value);
  return nodeTests(files, { grep, slots: [env, env], ...stage });
}

/** Pods that really run, on a node of this machine: in a cluster of its own. */
async function realNode(stage: Stage): Promise<Outcome> {
  await images();
  const support = await realNodeSupport();
  if (!support.ok) return skip(`${support.why}.`, support.remedy);
  await cluster();
  const binaries = await prepareBinaries(log);
  if (binaries.is === 'missing') return skip(binaries.why, binaries.remedy);
  return nodeTests(realNodeTests, { grep, slots: [{}, {}], ...stage });
}

async function integration(stage: Stage): Promise<Outcome> {
  const found = await host();
  if (found.is === 'missing') return skip(found.why, found.remedy);
  if (!(await built(stage))) return check(false);
  const { executable, restricts } = found.value;
  const say = (text: string): void => stage.output.write(text);
  const trusted = await runIntegration({ executable, restricted: false, grep, env: {}, say });
  if (!restricts) {
    say('Restricted Mode was NOT tested: test-electron trusts every folder on the desktop.\n');
    return { is: 'ran', counts: sum([trusted, { passed: 0, failed: 0, skipped: 1 }]) };
  }
  const restricted = await runIntegration({ executable, restricted: true, grep, env: {}, say });
  return { is: 'ran', counts: sum([trusted, restricted]) };
}

async function journeys(stage: Stage): Promise<Outcome> {
  const raised = await windowClusters();
  if (raised.is === 'missing') return skip(raised.why, raised.remedy);
  const window = await prepareWindow(log);
  if (window.is === 'missing') return skip(window.why, window.remedy);
  await images();
  if (!(await built(stage))) return check(false);
  const files = tests('test/journeys/**/*.journey.ts');
  return nodeTests(files, { grep, slots: raised.value.map(joining), ...stage });
}

const layers: Readonly<Record<LayerName, (stage: Stage) => Promise<Outcome>>> = {
  lint,
  types: async ({ output }) => {
    const incremental = remembers ? ['--incremental', '--tsBuildInfoFile', cached('types.json')] : [];
    return check(await tool(output, 'typescript/bin/tsc', '-p', '.', ...incremental));
  },
  // Also builds what integration and journeys run: the very files that are shipped.
  package: async ({ output }) => {
    const made = await builds();
    made.output.moveTo(output);
    return check(made.built);
  },
  unit: ({ output }) => nodeTests(tests('test/unit/**/*.test.ts'), { grep, slots: 'one process', output }),
  agreement,
  'real-node': realNode,
  integration,
  journeys,
};

const results = new Map<LayerName, LayerResult>();
const alone = wanted.length === 1;

/** What was kept of layers that have not ended: shown also when the run is broken off. */
const unseen = new Set<() => void>();
atEnd(() => {
  for (const show of unseen) show();
});

async function runLayer(name: LayerName): Promise<void> {
  const title = `\n── ${name} ${'─'.repeat(76 - name.length)}\n`;
  const kept = new Kept();
  const output = alone ? screen : kept;
  const show = (): void => {
    unseen.delete(show);
    screen.write(title);
    kept.moveTo(screen);
  };
  if (alone) screen.write(title);
  else {
    unseen.add(show);
    ran(`${name} begins`);
  }
  const began = performance.now();
  let outcome: Outcome;
  try {
    outcome = await layers[name]({ output, progress: (line) => ran(`${name}: ${line}`) });
  } catch (error) {
    output.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    outcome = check(false);
  }
  if (outcome.is === 'skipped') output.write(`skipped: ${outcome.why} ${outcome.remedy}\n`);
  const seconds = (performance.now() - began) / 1000;
  results.set(name, { name, outcome, seconds });
  if (alone) return;
  show();
  ran(`${name} ended after ${Math.round(seconds)} s`);
}

const waiting = order.filter((name) => wanted.includes(name));
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await runLayer(name);
  }),
);

const inOrder = wanted.flatMap((name) => results.get(name) ?? []);
const { text, code } = summary(inOrder, process.env['CI'] === 'true');
console.log(`\n${text}`);
await end(code);

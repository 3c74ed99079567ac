import { globSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Cluster } from '../test/cluster/cluster.ts';
import { realNodePackages, realNodeSupport } from '../test/cluster/realNode/support.ts';
import { runIntegration } from '../test/integration/run.ts';
import { endChildren, runNode } from './lib/child.ts';
import { end, endInOrder } from './lib/endings.ts';
import { nodeTests } from './lib/nodeTests.ts';
import { check, type Counts, type LayerResult, type Outcome, skip, summary } from './lib/outcome.ts';
import { root } from './lib/paths.ts';
import { begin, type Need, prepareHost, prepareWindow, raiseCluster } from './lib/prepare.ts';
import { ensurePackages } from './lib/systemPackages.ts';

// `npm test [-- layer…] [-- --grep text]`: every layer, or those named, with all the set-up they need.

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

const unknown = positionals.filter((name) => !names.includes(name as LayerName));
if (unknown.length > 0) {
  console.error(`No such layer: ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
  process.exit(2);
}
const wanted = names.filter((name) => positionals.length === 0 || positionals.includes(name));
const wants = (...some: readonly LayerName[]): boolean => some.some((name) => wanted.includes(name));

endInOrder(endChildren);

// The longest waits begin at once, beside the layers that need none of them.
const log = (line: string): void => console.error(`[set-up] ${line}`);
const nothing = <T>(): Promise<Need<T>> =>
  Promise.resolve({ is: 'missing', why: 'it was not asked for', remedy: '' });
const cluster = begin<Need<Cluster>>(() =>
  wants('agreement', 'real-node', 'integration', 'journeys') ? raiseCluster(log) : nothing(),
);
const host = begin(() =>
  wants('integration') ? prepareHost(log) : nothing<{ executable: string; restricts: boolean }>(),
);

/** Joins the run's cluster; and never the person's own. */
async function clusterEnv(): Promise<NodeJS.ProcessEnv> {
  const raised = await cluster();
  return raised.is === 'there' ? { KUBESETS_CLUSTER: raised.value.stateFile } : {};
}

async function tool(file: string, ...args: readonly string[]): Promise<boolean> {
  return (await runNode([join(root, 'node_modules', file), ...args], { cwd: root })) === 0;
}

async function lint(): Promise<Outcome> {
  const all = [
    await tool('eslint/bin/eslint.js', '.'),
    await tool('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'),
    await tool('knip/bin/knip.js'),
  ];
  return check(all.every(Boolean));
}

const tests = (pattern: string): string[] => globSync(pattern, { cwd: root }).sort();
/** Those that need a node whose pods really run. */
const realNodeTests = ['realNode.test.ts', 'forwardRealNode.test.ts'].map((name) =>
  join('test', 'agreement', name),
);

async function agreement(): Promise<Outcome> {
  const raised = await cluster();
  if (raised.is === 'missing') return skip(raised.why, raised.remedy);
  const files = tests('test/agreement/**/*.test.ts').filter((file) => !realNodeTests.includes(file));
  return nodeTests(files, { grep, env: await clusterEnv(), inOrder: true });
}

/** Pods that really run, on a node of this machine: in a cluster of its own. */
async function realNode(): Promise<Outcome> {
  if (process.platform === 'linux') await ensurePackages(realNodePackages);
  const support = await realNodeSupport();
  if (!support.ok) return skip(`${support.why}.`, support.remedy);
  const raised = await cluster();
  if (raised.is === 'missing') return skip(raised.why, raised.remedy);
  return nodeTests(realNodeTests, { grep, env: {}, inOrder: true });
}

async function integration(): Promise<Outcome> {
  const found = await host();
  if (found.is === 'missing') return skip(found.why, found.remedy);
  const { executable, restricts } = found.value;
  const env = await clusterEnv();
  const trusted = await runIntegration({ executable, restricted: false, grep, env });
  const restricted = restricts
    ? await runIntegration({ executable, restricted: true, grep, env })
    : { passed: 0, failed: 0, skipped: 1 };
  if (!restricts)
    console.error('Restricted Mode was NOT tested: test-electron trusts every folder on the desktop.');
  const sum = (key: keyof Counts): number => trusted[key] + restricted[key];
  return { is: 'ran', counts: { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') } };
}

async function journeys(): Promise<Outcome> {
  const raised = await cluster();
  if (raised.is === 'missing') return skip(raised.why, raised.remedy);
  const window = await prepareWindow(log);
  if (window.is === 'missing') return skip(window.why, window.remedy);
  return nodeTests(tests('test/journeys/**/*.journey.ts'), { grep, env: await clusterEnv(), inOrder: true });
}

const layers: Readonly<Record<LayerName, () => Promise<Outcome>>> = {
  lint,
  types: async () => check(await tool('typescript/bin/tsc', '-p', '.')),
  // Also builds what integration and journeys run: the very files that are shipped.
  package: async () => check((await runNode([join(root, 'scripts/package.ts')], { cwd: root })) === 0),
  unit: () => nodeTests(tests('test/unit/**/*.test.ts'), { grep, env: {} }),
  agreement,
  'real-node': realNode,
  integration,
  journeys,
};

if (wants('integration', 'journeys') && !wants('package')) {
  if ((await runNode([join(root, 'scripts/build.ts')], { cwd: root })) !== 0) await end(1);
}

const results: LayerResult[] = [];
for (const name of wanted) {
  console.log(`\n── ${name} ${'─'.repeat(76 - name.length)}`);
  const began = performance.now();
  let outcome: Outcome;
  try {
    outcome = await layers[name]();
  } catch (error) {
    console.error(error);
    outcome = check(false);
  }
  if (outcome.is === 'skipped') console.log(`skipped: ${outcome.why} ${outcome.remedy}`);
  results.push({ name, outcome, seconds: (performance.now() - began) / 1000 });
}

const { text, code } = summary(results, process.env['CI'] === 'true');
console.log(`\n${text}`);
await end(code);

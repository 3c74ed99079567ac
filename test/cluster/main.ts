// The command for people:  npm run cluster -- up [--nodes 6] [--real-node] | down | status
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '../../src/base/errors.ts';
import { joinCluster, sendOrder, startCluster, type Cluster } from './cluster.ts';
import { upFile } from './paths.ts';
import { belongsTo, until } from './processes.ts';
import { readJson, stateFile, writeWhole, type ClusterState } from './state.ts';

const usage = `usage: npm run cluster -- up [--nodes N] [--real-node]    start a Kubernetes control plane with N simulated nodes
                                                      (default 6), and one node whose pods really run
       npm run cluster -- status                      say what runs
       npm run cluster -- down                        end it and remove its data`;

const say = (line: string): void => console.log(line);

/** The state of the cluster that `up` started, if it still runs. */
async function running(): Promise<ClusterState | undefined> {
  const up = await readJson<{ dir: string }>(upFile);
  const state = up && (await readJson<ClusterState>(stateFile(up.dir)));
  return state && (await belongsTo(state.supervisor, state.dir)) ? state : undefined;
}

async function describe(cluster: Cluster): Promise<void> {
  say((await cluster.must(['get', 'nodes'])).trimEnd());
  say('');
  say(`kubeconfig  ${cluster.kubeconfig}`);
  say(`API server  ${cluster.server}`);
  say(`data, logs  ${cluster.dir}`);
  say('');
  say(`Use it:     export KUBECONFIG=${cluster.kubeconfig}`);
  say('End it:     npm run cluster -- down');
}

async function up(nodes: number, realNode: boolean): Promise<void> {
  const state = await running();
  if (state) {
    say('A cluster runs already; `npm run cluster -- down` ends it.');
    const cluster = await joinCluster(stateFile(state.dir));
    if (cluster) await describe(cluster);
    return;
  }
  const cluster = await startCluster({
    nodes,
    realNode,
    databases: true,
    keep: true,
    log: (line) => console.error(line),
  });
  await mkdir(dirname(upFile), { recursive: true });
  await writeWhole(upFile, JSON.stringify({ dir: cluster.dir }));
  await describe(cluster);
}

async function down(): Promise<void> {
  const state = await running();
  if (state) {
    await sendOrder(state, 'end');
    await until('the cluster to end', 30_000, async () => !(await belongsTo(state.supervisor, state.dir)));
  }
  await rm(upFile, { force: true });
  say(state ? 'The cluster is gone.' : 'No cluster runs.');
}

async function status(): Promise<void> {
  const state = await running();
  const cluster = state && (await joinCluster(stateFile(state.dir)));
  if (cluster) return describe(cluster);
  say('No cluster runs. Start one: npm run cluster -- up');
  process.exitCode = 3;
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 2;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { nodes: { type: 'string', default: '6' }, 'real-node': { type: 'boolean', default: false } },
  });
  const nodes = Number(values.nodes);
  if (!Number.isInteger(nodes) || nodes < 1)
    return fail(`--nodes ${values.nodes}: a whole number from 1 is needed`);
  switch (positionals[0]) {
    case 'up':
      return up(nodes, values['real-node']);
    case 'down':
      return down();
    case 'status':
      return status();
    default:
      return fail(usage);
  }
}

try {
  await main();
} catch (error) {
  if (error instanceof UserError) fail([error.message, error.remedy].filter(Boolean).join('\n'));
  else if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    fail(`${error.message}\n${usage}`);
  } else throw error;
}

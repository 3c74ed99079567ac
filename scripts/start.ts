import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '../src/base/errors.ts';
import { startCluster } from '../test/cluster/cluster.ts';
import { realNodePackages } from '../test/cluster/realNode/support.ts';
import { hostSupport, installHost, linkExtension, profile, startServer } from '../test/vscode/host.ts';
import { endChildren, runChild, runNode } from './lib/child.ts';
import { atEnd, end, endInOrder } from './lib/endings.ts';
import { ownKubeconfig } from './lib/ownCluster.ts';
import { root } from './lib/paths.ts';
import { step } from './lib/steps.ts';
import { ensurePackages } from './lib/systemPackages.ts';
import { thingsToTry, tutorialFolder } from './lib/tutorial.ts';

// `npm start`: the extension in a VS Code window, beside a Kubernetes cluster on this machine. Ctrl-C ends all of it.

const { values } = parseArgs({
  options: {
    kubeconfig: { type: 'string' },
    context: { type: 'string' },
    nodes: { type: 'string', default: '6' },
    'real-node': { type: 'boolean', default: false },
    web: { type: 'boolean', default: false },
    port: { type: 'string', default: '0' },
  },
});

const say = (line: string): void => console.error(`  ${line}`);

async function demoKubeconfig(): Promise<string> {
  const nodes = Number(values.nodes);
  const realNode = values['real-node'];
  if (realNode && process.platform === 'linux') await ensurePackages(realNodePackages);
  const cluster = await step(`Kubernetes control plane with ${nodes} simulated nodes`, () =>
    startCluster({ nodes, realNode, databases: true, log: say }),
  );
  atEnd(() => cluster.stop());
  return cluster.kubeconfig;
}

/** Whether `code` opens a desktop window here: inside a remote terminal it is another program of that name. */
function hasDesktop(): boolean {
  if (values.web || process.env['VSCODE_IPC_HOOK_CLI'] !== undefined) return false;
  return spawnSync('code', ['--version'], { shell: process.platform === 'win32' }).status === 0;
}

async function openDesktop(folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, folder];
  const code = await runChild('code', args, { env, shell: process.platform === 'win32' });
  if (code !== 0) throw new Error(`code ended with ${code ?? 'a signal'}`);
  return 'VS Code opens a window of its own. The cluster runs until Ctrl-C here.';
}

async function openWeb(folder: string, env: NodeJS.ProcessEnv, temp: string): Promise<string> {
  await installHost(say);
  await linkExtension(root, join(temp, 'extensions'));
  const userDataDir = await profile(join(temp, 'user'), { 'workbench.startupEditor': 'readme' });
  const server = await startServer({
    temp,
    env,
    port: Number(values.port),
    args: [
      ...['--user-data-dir', userDataDir, '--extensions-dir', join(temp, 'extensions')],
      ...['--disable-workspace-trust', '--default-folder', folder],
    ],
  });
  atEnd(() => server.stop());
  void server.exited.then(() => end(1));
  return `Open this in a browser on this machine:\n\n  http://${server.authority}/?tkn=${server.token}`;
}

async function start(): Promise<void> {
  const temp = await mkdtemp(join(tmpdir(), 'kube-sets-start-'));
  atEnd(() => rm(temp, { recursive: true, force: true, maxRetries: 5 }));
  const desktop = hasDesktop();
  const support = hostSupport();
  if (!desktop && !support.ok) {
    const remedy =
      'Install VS Code and its `code` command (in VS Code: "Shell Command: Install code command").';
    throw new UserError({
      code: 'not-found',
      message: `There is no \`code\` on PATH. ${support.why}`,
      remedy,
    });
  }
  await step('Extension built', async () => {
    if ((await runNode([join(root, 'scripts/build.ts')], { cwd: root })) !== 0)
      throw new Error('The build failed.');
  });
  const kubeconfig =
    values.kubeconfig === undefined
      ? await demoKubeconfig()
      : await ownKubeconfig(values.kubeconfig, values.context, temp);
  const folder = await tutorialFolder();
  const env = { KUBECONFIG: kubeconfig };
  const where = await step('VS Code', () =>
    desktop ? openDesktop(folder, env) : openWeb(folder, env, temp),
  );
  console.log(`\n${where}\n\nThen try:`);
  thingsToTry.forEach((thing, i) => console.log(`  ${i + 1}. ${thing}`));
  console.log(`\nFrom a shell: export KUBECONFIG=${kubeconfig}\nCtrl-C ends everything.`);
}

endInOrder(endChildren);
const staying = setInterval(() => {}, 60_000);
try {
  await start();
} catch (error) {
  clearInterval(staying);
  if (error instanceof UserError)
    console.error([`\n${error.message}`, error.remedy].filter(Boolean).join('\n'));
  else console.error(error);
  await end(1);
}

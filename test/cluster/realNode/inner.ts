// Runs inside the private namespaces of the real node (see start.ts): mounts, network, containerd, kubelet. All of it is invisible
// outside and goes with the namespaces.
//
//   node inner.ts <the run's data folder>
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { openSync } from 'node:fs';
import { appendFile, copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { kubeconfigFile, pkiFolder } from '../components.ts';
import { realNodeName } from '../nodes.ts';
import { until } from '../processes.ts';
import { readJson } from '../state.ts';
import { bridge } from './bridge.ts';
import {
  containerdConfiguration,
  containerdSocket,
  kubeletConfiguration,
  networkConfiguration,
} from './configuration.ts';
import { kubeletPort, layout, nodeAddress, type NodeOptions } from './layout.ts';

process.env['PATH'] += ':/usr/sbin:/sbin';
const run = promisify(execFile);
const [dir] = process.argv.slice(2);
if (dir === undefined) throw new Error('usage: inner.ts <data folder>');
const at = layout(dir);
const bridgeName = 'pods0';

/** Puts a folder of the run over one that a program has fixed in its source. */
async function cover(path: string, name: string): Promise<void> {
  const own = join(at.folder, name);
  await mkdir(own, { recursive: true });
  const made = await mkdir(path, { recursive: true });
  if (made !== undefined) await appendFile(at.madeFolders, `${made}\n`);
  await run('mount', ['--bind', own, path]);
}

/** The kubelet writes these for the whole machine: let it write to copies. */
const sysctls = [
  'vm/overcommit_memory',
  'vm/panic_on_oom',
  'kernel/panic',
  'kernel/panic_on_oops',
  'kernel/keys/root_maxkeys',
  'kernel/keys/root_maxbytes',
];

async function mounts(): Promise<void> {
  // Private to the host already; shared inside, since kubelet and containerd pass mounts on to each other.
  await run('mount', ['--make-rshared', '/']);
  await run('mount', ['-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', '/run']);
  await mkdir('/run/netns', { recursive: true });
  await mkdir('/run/lock', { recursive: true });
  await cover('/var/lib/cni', 'cni-cache');
  await cover('/var/lib/fluentd', 'fluentd');
  await cover('/var/log', 'log');
  await mkdir('/var/log/pods');
  await mkdir('/var/log/containers');
  await mkdir(join(at.folder, 'sysctl'));
  for (const name of sysctls) {
    const copy = join(at.folder, 'sysctl', name.replaceAll('/', '.'));
    await writeFile(copy, await readFile(join('/proc/sys', name)));
    await run('mount', ['--bind', copy, join('/proc/sys', name)]);
  }
}

async function network(): Promise<void> {
  await run('ip', ['link', 'set', 'lo', 'up']);
  await run('ip', ['link', 'add', bridgeName, 'type', 'bridge']);
  await run('ip', ['addr', 'add', `${nodeAddress}/24`, 'dev', bridgeName]);
  await run('ip', ['link', 'set', bridgeName, 'up']);
  await mkdir(join(at.folder, 'cni'));
  const text = JSON.stringify(networkConfiguration(at.folder, bridgeName));
  await writeFile(join(at.folder, 'cni', '10-pods.conflist'), text);
  await writeFile(join(at.folder, 'resolv.conf'), `nameserver ${nodeAddress}\n`);
}

/** A control group of this run's own, in each hierarchy of version 1 or in the one of version 2. */
async function controlGroups(): Promise<void> {
  const root = '/sys/fs/cgroup';
  const controllers = await readFile(join(root, 'cgroup.controllers'), 'utf8').catch(() => undefined);
  if (controllers === undefined) {
    for (const hierarchy of await readdir(root)) {
      const path = join(root, hierarchy);
      if ((await stat(path)).isDirectory()) await mkdir(join(path, at.controlGroup), { recursive: true });
    }
    return;
  }
  await mkdir(join(root, at.controlGroup), { recursive: true });
  for (const controller of controllers.trim().split(' ')) {
    for (const group of [root, join(root, at.controlGroup)]) {
      // Some controllers can't be handed on, on some machines; the kubelet says so if it needs one of them.
      await writeFile(join(group, 'cgroup.subtree_control'), `+${controller}`).catch((error: unknown) => {
        console.error(`cgroup ${group}, ${controller}: ${String(error)}`);
      });
    }
  }
}

function start(command: string, args: readonly string[], name: string): ChildProcess {
  const log = openSync(join(at.folder, '..', 'log', `${name}.log`), 'a');
  const child = spawn(command, args, { stdio: ['ignore', log, log] });
  child.once('error', (error) => console.error(`${name}: ${error.message}`));
  child.once('exit', (code, signal) => {
    console.error(`${name} ended: ${signal ?? code}`);
    process.exit(1);
  });
  return child;
}

async function containerd(images: string): Promise<void> {
  const { stdout } = await run('containerd', ['--version']);
  const version = Number(/ v?(\d+)\./.exec(stdout)?.[1] ?? 1);
  const file = join(at.folder, 'containerd.toml');
  await writeFile(file, containerdConfiguration(at.folder, version));
  start('containerd', ['--config', file], 'containerd');
  const ctr = (...args: string[]): Promise<unknown> => run('ctr', ['--address', containerdSocket, ...args]);
  await until(
    'containerd to answer',
    30_000,
    () =>
      ctr('version').then(
        () => true,
        () => false,
      ),
    100,
  );
  for (const image of await readdir(images)) {
    if (!image.endsWith('.tar')) continue;
    await ctr('--namespace', 'k8s.io', 'images', 'import', '--snapshotter', 'overlayfs', join(images, image));
  }
}

const options = await readJson<NodeOptions>(join(at.folder, 'options.json'));
if (!options) throw new Error('no options');
await mounts();
await network();
await controlGroups();
await bridge({ host: '127.0.0.1', port: options.serverPort }, { path: at.apiSocket });
await bridge({ path: at.kubeletSocket }, { host: nodeAddress, port: kubeletPort });
await containerd(options.images);
const configuration = join(at.folder, 'kubelet.json');
await writeFile(configuration, JSON.stringify(kubeletConfiguration(at, pkiFolder(dir))));
// Its own copy: the host's may lie where a mount covers it.
const kubelet = join(at.folder, 'kubelet-binary');
await copyFile(options.kubelet, kubelet);
start(
  kubelet,
  [
    ...['--kubeconfig', kubeconfigFile(dir, 'kubelet'), '--config', configuration],
    ...[
      '--root-dir',
      join(at.folder, 'kubelet'),
      '--hostname-override',
      realNodeName,
      '--node-ip',
      nodeAddress,
    ],
  ],
  'kubelet',
);

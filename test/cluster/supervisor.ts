// The process that owns one cluster: it starts the control plane, obeys orders on a socket, and when its owner is gone (its
// standard input ends, which happens however the owner ended) it ends every process and removes the data folder.
//
//   node supervisor.ts <data folder> [--keep]      --keep: lives until it is told to end
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Api } from './api.ts';
import { removeRun } from './cleanUp.ts';
import * as components from './components.ts';
import { prepareEgress, startRealNode } from './realNode/start.ts';
import { Keeper } from './keeper.ts';
import { kwokConfiguration, kwokDefinitions, kwokObject } from './kwok.ts';
import { LocalDatabases } from './localDatabase.ts';
import { nodeObjects } from './nodes.ts';
import {
  createAuthority,
  createServiceAccountKey,
  certificateFiles,
  issueCertificate,
  kubeconfigText,
} from './pki.ts';
import { freePorts, until } from './processes.ts';
import { runKubectl } from './kubectl.ts';
import { followVolumes } from './volumes.ts';
import {
  failureFile,
  optionsFile,
  readJson,
  stateFile,
  writeWhole,
  type ClusterState,
  type SupervisorOptions,
} from './state.ts';

const [dir, mode] = process.argv.slice(2);
if (dir === undefined) throw new Error('usage: supervisor.ts <data folder> [--keep]');
const keeper = new Keeper(dir);
const pki = components.pkiFolder(dir);

async function makeCredentials(server: string): Promise<void> {
  await mkdir(pki, { recursive: true });
  await createAuthority(pki);
  await createServiceAccountKey(pki);
  await issueCertificate(pki, 'server', {
    name: 'kube-apiserver',
    dnsNames: ['localhost', 'kubernetes.default.svc'],
    addresses: ['127.0.0.1', '::1', '10.0.0.1'],
  });
  const users = {
    admin: { name: 'admin', groups: ['system:masters'] },
    kwok: { name: 'kwok', groups: ['system:masters'] },
    'controller-manager': { name: 'system:kube-controller-manager' },
    scheduler: { name: 'system:kube-scheduler' },
  };
  for (const [user, subject] of Object.entries(users)) {
    const client = await issueCertificate(pki, user, subject);
    const caFile = certificateFiles(pki, 'ca').cert;
    const text = kubeconfigText({ server, caFile, user, client, context: 'kube-sets' });
    await writeFile(components.kubeconfigFile(dir as string, user), text, { mode: 0o600 });
  }
}

async function isReady(server: string): Promise<boolean> {
  const ca = await readFile(certificateFiles(pki, 'ca').cert);
  const admin = certificateFiles(pki, 'admin');
  const [cert, key] = await Promise.all([readFile(admin.cert), readFile(admin.key)]);
  return new Promise((resolve) => {
    const request = get(`${server}/readyz`, { ca, cert, key, agent: false, timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(false));
  });
}

async function serverReady(server: string): Promise<void> {
  await until('the API server to be ready', 60_000, async () => {
    for (const name of ['etcd', 'kube-apiserver']) {
      if (!keeper.runs(name)) throw new Error(`${name} ended while starting:\n${keeper.tail(name)}`);
    }
    return isReady(server);
  });
}

/** A log in the format of the container runtimes that grows by a line a second: what `kubectl logs` of a simulated pod shows. */
async function growLog(file: string): Promise<void> {
  let line = 0;
  const write = (): Promise<void> =>
    appendFile(file, `${new Date().toISOString()} stdout F simulated container, line ${++line}\n`);
  await write();
  setInterval(() => void write(), 1000).unref();
}

/**
 * With a real node beside them, simulated nodes have less memory than a database asks for (1Gi in the scaffolds): so the scheduler
 * itself puts databases on the real one, while a DaemonSet's agents still fit everywhere.
 */
const small = '768Mi';

async function fill(state: ClusterState, options: SupervisorOptions): Promise<void> {
  const apply = async (objects: readonly object[]): Promise<void> => {
    const input = objects.map((object) => JSON.stringify(object)).join('\n---\n');
    const { code, stderr } = await runKubectl(state, ['create', '-f', '-'], { input });
    if (code !== 0) throw new Error(stderr);
  };
  await apply([
    ...kwokDefinitions(),
    ...nodeObjects(options.nodes, options.realNode === undefined ? {} : { capacity: { memory: small } }),
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'kubernetes.io/host-path',
      reclaimPolicy: 'Delete',
    },
  ]);
  const established = ['wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s'];
  const { code, stderr } = await runKubectl(state, established);
  if (code !== 0) throw new Error(stderr);
  const podLog = join(state.dir, 'pod.log');
  const work = join(state.dir, 'exec');
  await mkdir(work);
  // A simulated pod has no container: its shell is one of this machine. Whoever opens it must see that before typing.
  const notice = 'Simulated pod: this shell runs on your own machine, as you. Its files are your files.';
  const greeting = `printf '\\n%s\\n\\n' '${notice}'\nPS1='simulated \\w \\$ '\n`;
  await Promise.all(['.bashrc', '.shrc'].map((name) => writeFile(join(work, name), greeting)));
  await growLog(podLog);
  await apply([
    kwokObject('ClusterLogs', { name: 'every-pod' }, { logs: [{ logsFile: podLog, follow: true }] }),
    kwokObject(
      'ClusterExec',
      { name: 'every-pod' },
      {
        execs: [
          {
            local: {
              workDir: work,
              envs: [
                { name: 'HOME', value: work },
                { name: 'ENV', value: join(work, '.shrc') },
              ],
            },
          },
        ],
      },
    ),
  ]);
}

async function startAll(options: SupervisorOptions): Promise<ClusterState> {
  const folder = dir as string;
  const [server = 0, etcd = 0, etcdPeer = 0, controllerManager = 0, scheduler = 0, kwok = 0] =
    await freePorts(6);
  const url = `https://127.0.0.1:${server}`;
  const state: ClusterState = {
    dir: folder,
    server: url,
    kubeconfig: components.kubeconfigFile(folder, 'admin'),
    kubectl: options.binaries.kubectl,
    control:
      process.platform === 'win32'
        ? `\\\\.\\pipe\\${folder.replaceAll(/\W/g, '-')}`
        : join(folder, 'control'),
    supervisor: process.pid,
  };
  await mkdir(join(folder, 'log'), { recursive: true });
  const egress = options.realNode === undefined ? [] : await prepareEgress(folder);
  const made = {
    ...options,
    apiServerFlags: [...egress, ...options.apiServerFlags],
    dir: folder,
    ports: { server, etcd, etcdPeer, controllerManager, scheduler, kwok },
  };
  await keeper.start(components.etcd(made));
  await makeCredentials(url);
  await writeFile(join(folder, 'kwok.yaml'), kwokConfiguration({ databases: options.mongo !== undefined }));
  await keeper.start(components.apiServer(made));
  await serverReady(url);
  await keeper.start({ ...components.controllerManager(made), again: true });
  await keeper.start({ ...components.scheduler(made), again: true });
  await fill(state, options);
  await keeper.start({ ...components.kwok(made), again: true });
  const api = await Api.open(url, pki);
  void followVolumes(api, folder);
  if (options.realNode !== undefined) {
    const { kubelet } = options.binaries;
    await startRealNode(keeper, { dir: folder, serverPort: server, kubelet, images: options.realNode });
  }
  if (options.mongo !== undefined) {
    void new LocalDatabases({ api, keeper, binary: options.mongo, dir: folder }).run();
  }
  await until('the nodes to be ready', 60_000, async () => {
    const query = '{.items[*].status.conditions[?(@.type=="Ready")].status}';
    const { stdout } = await runKubectl(state, ['get', 'nodes', '-o', `jsonpath=${query}`]);
    if (options.realNode !== undefined && !keeper.runs('real-node')) {
      throw new Error(`The real node did not start:\n${keeper.tail('real-node')}`);
    }
    const wanted = options.nodes + (options.realNode === undefined ? 0 : 1);
    return stdout.split(' ').filter((status) => status === 'True').length >= wanted;
  });
  return state;
}

async function obey(state: ClusterState, order: string): Promise<string> {
  const [verb, name = ''] = order.split(' ');
  switch (verb) {
    case 'kill':
      await keeper.kill(name);
      return 'ok';
    case 'start':
      await keeper.restart(name);
      if (name === 'kube-apiserver') await serverReady(state.server);
      return 'ok';
    case 'end':
      setImmediate(() => void end(0));
      return 'ok';
    default:
      return `error unknown order ${order}`;
  }
}

function listen(state: ClusterState): Promise<void> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    createInterface({ input: socket }).on('line', (order) => {
      void obey(state, order)
        .catch((error: unknown) => `error ${String(error).replaceAll('\n', ' ')}`)
        .then((answer) => socket.end(`${answer}\n`));
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(state.control, resolve);
  });
}

let ending = false;
async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  await keeper.end();
  if (code === 0) await removeRun(dir as string);
  process.exit(code);
}

if (mode !== '--keep') process.stdin.resume().once('close', () => void end(0));
// A Ctrl-C reaches the whole foreground group; the owner decides, and its end is noticed.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => void end(0));
process.on('uncaughtException', (error) => {
  console.error(error);
  void end(1);
});

try {
  const options = await readJson<SupervisorOptions>(optionsFile(dir));
  if (!options) throw new Error(`${optionsFile(dir)} is missing`);
  const state = await startAll(options);
  await listen(state);
  await writeWhole(stateFile(dir), JSON.stringify(state));
} catch (error) {
  await writeWhole(failureFile(dir), error instanceof Error ? error.message : String(error));
  await end(1);
}

import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kubeconfigFile, pkiFolder } from '../components.ts';
import type { Keeper } from '../keeper.ts';
import { realNodeName } from '../nodes.ts';
import { certificateFiles, issueCertificate, kubeconfigText } from '../pki.ts';
import { bridge, egressProxy } from './bridge.ts';
import { kubeletPort, layout, nodeAddress, type NodeOptions } from './layout.ts';

/**
 * What the API server needs to reach a kubelet in another network namespace: its connections to nodes go through a proxy of the
 * supervisor. Returns the API server's flags.
 */
export async function prepareEgress(dir: string): Promise<readonly string[]> {
  const at = layout(dir);
  await mkdir(at.folder, { recursive: true });
  await egressProxy(at.egressSocket, `${nodeAddress}:${kubeletPort}`, at.kubeletSocket);
  const configuration = {
    apiVersion: 'apiserver.k8s.io/v1beta1',
    kind: 'EgressSelectorConfiguration',
    egressSelections: [
      {
        name: 'cluster',
        connection: { proxyProtocol: 'HTTPConnect', transport: { uds: { udsName: at.egressSocket } } },
      },
    ],
  };
  await writeFile(at.egressConfig, JSON.stringify(configuration));
  return ['--egress-selector-config-file', at.egressConfig];
}

/**
 * Starts the node in network, mount and process namespaces of its own. Ending the one process that made them ends all of it.
 */
export async function startRealNode(keeper: Keeper, options: NodeOptions): Promise<void> {
  const { dir, serverPort } = options;
  const at = layout(dir);
  const pki = pkiFolder(dir);
  const client = await issueCertificate(pki, 'kubelet', {
    name: `system:node:${realNodeName}`,
    groups: ['system:nodes'],
    dnsNames: [realNodeName],
    addresses: [nodeAddress],
  });
  const text = kubeconfigText({
    server: `https://127.0.0.1:${serverPort}`,
    caFile: certificateFiles(pki, 'ca').cert,
    user: 'kubelet',
    client,
    context: 'kube-sets',
  });
  await writeFile(kubeconfigFile(dir, 'kubelet'), text, { mode: 0o600 });
  await writeFile(join(at.folder, 'options.json'), JSON.stringify(options));
  await bridge({ path: at.apiSocket }, { host: '127.0.0.1', port: serverPort });
  const namespaces = [
    '--net',
    '--mount',
    '--pid',
    '--fork',
    '--kill-child',
    '--mount-proc',
    '--propagation',
    'private',
  ];
  // The shell is the namespaces' first process: it reaps what the container runtime leaves behind.
  const first = [
    '/bin/sh',
    '-c',
    '"$0" "$@" & wait',
    process.execPath,
    join(import.meta.dirname, 'inner.ts'),
    dir,
  ];
  await keeper.start({ name: 'real-node', command: 'unshare', args: [...namespaces, ...first] });
}

/** Removes what a run's node leaves on the host once its processes are gone: control groups, and empty folders it had to make. */
export async function removeTraces(dir: string): Promise<void> {
  const root = '/sys/fs/cgroup';
  const { controlGroup, madeFolders } = layout(dir);
  const made = await readFile(madeFolders, 'utf8').catch(() => '');
  for (const path of made.split('\n').filter(Boolean)) {
    // Only what is empty: another program may use it by now.
    await rmdir(path).catch((error: unknown) => console.error(`${path}: ${String(error)}`));
  }
  const hierarchies = await readdir(root).catch(() => []);
  for (const path of [root, ...hierarchies.map((name) => join(root, name))])
    await removeGroup(join(path, controlGroup));
}

async function removeGroup(path: string): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  if (!entries) return;
  for (const entry of entries) if (entry.isDirectory()) await removeGroup(join(path, entry.name));
  for (let tries = 0; tries < 50; tries++) {
    const done = await rmdir(path).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
    );
    if (done) return;
    // The kernel lets go of a group a moment after its last process.
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

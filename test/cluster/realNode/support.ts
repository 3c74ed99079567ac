import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The Debian and Ubuntu packages of the real node. Installing them starts nothing on a machine without systemd. */
export const realNodePackages: readonly string[] = [
  'containerd',
  'runc',
  'containernetworking-plugins',
  'busybox-static',
  'iproute2',
  'util-linux',
];

/** The folder of the network plug-ins in those packages. */
export const networkPlugins = '/usr/lib/cni';

export type RealNodeSupport =
  { readonly ok: true } | { readonly ok: false; readonly why: string; readonly remedy: string };

const install = `apt-get install --no-install-recommends ${realNodePackages.join(' ')}`;

async function there(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function onPath(command: string): Promise<boolean> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  const found = await Promise.all(folders.map((folder) => there(join(folder, command))));
  return found.includes(true);
}

/** Can this machine run the real node? Where not, why, and what to do about it. */
export async function realNodeSupport(): Promise<RealNodeSupport> {
  if (process.platform !== 'linux') {
    return {
      ok: false,
      why: 'a node whose pods really run needs Linux',
      remedy: 'Run it in a Linux machine, virtual or not, as root.',
    };
  }
  if (process.getuid?.() !== 0) {
    return {
      ok: false,
      why: 'a node whose pods really run needs root (namespaces, mounts, control groups)',
      remedy: 'Run the same command as root.',
    };
  }
  const commands = ['containerd', 'ctr', 'runc', 'busybox', 'ip', 'unshare', 'nsenter', 'mount'];
  const missing: string[] = [];
  for (const command of commands) if (!(await onPath(command))) missing.push(command);
  if (!(await there(join(networkPlugins, 'bridge')))) missing.push(`${networkPlugins}/bridge`);
  if (missing.length > 0) {
    return {
      ok: false,
      why: `missing: ${missing.join(', ')}`,
      remedy: `As root: apt-get update && ${install}`,
    };
  }
  const filesystems = await readFile('/proc/filesystems', 'utf8');
  const modules = await there('/sbin/modprobe');
  if (!/\boverlay\b/.test(filesystems) && !modules) {
    return {
      ok: false,
      why: 'the kernel has no overlay file system',
      remedy: 'Use a kernel with overlayfs, bridge and veth.',
    };
  }
  return { ok: true };
}

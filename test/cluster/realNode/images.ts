import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { goBuild, type Log } from '../binaries.ts';
import { ensureMongo } from '../mongo.ts';
import { buildKey, cacheFolder } from '../paths.ts';
import { installPostgres, postgresPrograms } from './postgres.ts';

const run = promisify(execFile);

/** The image that holds a pod's namespaces. */
export const pauseImage = 'localhost/kube-sets/pause:1';

/** The stand-ins' names: those of the scaffolds' images, so that a scaffold's own text is what runs. */
export const standIns = {
  mongo: 'docker.io/library/mongo:8.0.29',
  postgres: 'docker.io/library/postgres:18.6',
  fluentd: 'docker.io/fluent/fluentd-kubernetes-daemonset:v1.19.3-debian-elasticsearch9-1.1',
} as const;

const architecture = process.arch === 'x64' ? 'amd64' : process.arch;

/** A folder as a one-layer image in Docker's archive format, which containerd imports without a registry. */
async function archive(options: {
  root: string;
  name: string;
  entrypoint: readonly string[];
  env?: readonly string[];
  stopSignal?: string;
  out: string;
}): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'kubesets-image-'));
  try {
    const layer = join(work, 'layer.tar');
    const same = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
    await run('tar', [...same, '-C', options.root, '-cf', layer, '.']);
    const digest = createHash('sha256')
      .update(await readFile(layer))
      .digest('hex');
    const config = {
      architecture,
      os: 'linux',
      config: {
        Env: ['PATH=/usr/local/bin:/usr/bin:/bin', ...(options.env ?? [])],
        Entrypoint: options.entrypoint,
        ...(options.stopSignal === undefined ? {} : { StopSignal: options.stopSignal }),
        WorkingDir: '/',
      },
      rootfs: { type: 'layers', diff_ids: [`sha256:${digest}`] },
    };
    const manifest = [{ Config: 'config.json', RepoTags: [options.name], Layers: ['layer.tar'] }];
    await writeFile(join(work, 'config.json'), JSON.stringify(config));
    await writeFile(join(work, 'manifest.json'), JSON.stringify(manifest));
    await run('tar', ['-C', work, '-cf', options.out, 'manifest.json', 'config.json', 'layer.tar']);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** A root folder with a shell and its tools, for `kubectl exec` as well. */
async function withShell(root: string): Promise<void> {
  for (const folder of ['bin', 'etc', 'proc', 'sys', 'dev', 'var/log', 'usr/local/bin']) {
    await mkdir(join(root, folder), { recursive: true });
  }
  await mkdir(join(root, 'tmp'));
  await chmod(join(root, 'tmp'), 0o1777);
  await copyFile('/bin/busybox', join(root, 'bin/busybox'));
  const { stdout } = await run('/bin/busybox', ['--list']);
  for (const applet of stdout.split('\n')) {
    if (applet && applet !== 'busybox') await symlink('busybox', join(root, 'bin', applet));
  }
  await writeFile(join(root, 'etc/passwd'), 'root:x:0:0::/:/bin/sh\nmongodb:x:999:999::/data/db:/bin/sh\n');
  await writeFile(join(root, 'etc/group'), 'root:x:0:\nmongodb:x:999:\n');
}

const agent = `#!/bin/sh
# Plays fluentd: shows the containers' new log lines, answers on the port of its metrics, and ends when it is asked to.
trap 'exit 0' TERM INT
mkdir -p /tmp/metrics
echo 'fluentd_stand_in 1' > /tmp/metrics/metrics
httpd -p 24231 -h /tmp/metrics
echo "agent on $K8S_NODE_NAME"
while ! ls /var/log/containers/*.log >/dev/null 2>&1; do sleep 1; done
tail -n 1 -F $(ls /var/log/containers/*.log | grep -v fluentd) &
wait
`;

/** Builds the images' archives, once for what goes into them, and returns their folder. */
export async function ensureImages(log: Log): Promise<string> {
  const mongod = await ensureMongo(log);
  const pauseSource = join(import.meta.dirname, 'pause');
  const key = buildKey(
    ...[import.meta.filename, join(import.meta.dirname, 'postgres.ts'), join(pauseSource, 'main.go')],
    ...[mongod, '/bin/busybox', join(postgresPrograms, 'bin/postgres')],
  );
  const folder = join(cacheFolder, 'images', key);
  const done = await readFile(join(folder, 'done'), 'utf8').catch(() => undefined);
  if (done !== undefined) return folder;
  log('Making the images of the real node (stand-ins; nothing is downloaded).');
  // Whole or not at all, also when two want them at the same time.
  const partial = `${folder}.partial-${process.pid}`;
  await mkdir(partial, { recursive: true });
  const work = await mkdtemp(join(tmpdir(), 'kubesets-images-'));
  try {
    const pause = join(work, 'pause');
    await mkdir(pause);
    const args = ['-ldflags', '-s -w', '-o', join(pause, 'pause'), '.'];
    await goBuild({ folder: pauseSource, args, what: 'The pause container', log });
    await archive({ root: pause, name: pauseImage, entrypoint: ['/pause'], out: join(partial, 'pause.tar') });

    const mongo = join(work, 'mongo');
    await withShell(mongo);
    await mkdir(join(mongo, 'data/db'), { recursive: true });
    await chmod(join(mongo, 'data/db'), 0o777);
    await copyFile(mongod, join(mongo, 'usr/local/bin/mongod'));
    const entrypoint = ['/usr/local/bin/mongod'];
    await archive({ root: mongo, name: standIns.mongo, entrypoint, out: join(partial, 'mongo.tar') });

    const postgres = join(work, 'postgres');
    await withShell(postgres);
    await installPostgres(postgres);
    await archive({
      root: postgres,
      name: standIns.postgres,
      entrypoint: ['/usr/local/bin/docker-entrypoint.sh'],
      env: ['PGDATA=/var/lib/postgresql/18/docker'],
      stopSignal: 'SIGINT',
      out: join(partial, 'postgres.tar'),
    });

    const fluentd = join(work, 'fluentd');
    await withShell(fluentd);
    await writeFile(join(fluentd, 'usr/local/bin/agent'), agent, { mode: 0o755 });
    const start = ['/usr/local/bin/agent'];
    await archive({
      root: fluentd,
      name: standIns.fluentd,
      entrypoint: start,
      out: join(partial, 'fluentd.tar'),
    });
    await writeFile(join(partial, 'done'), '');
    await rename(partial, folder).catch((error: NodeJS.ErrnoException) => {
      if (!existsSync(join(folder, 'done'))) throw error; // Else another was faster.
    });
  } finally {
    await rm(work, { recursive: true, force: true });
    await rm(partial, { recursive: true, force: true });
  }
  return folder;
}

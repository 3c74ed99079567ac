import { execFile, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '../../src/base/errors.ts';
import { buildKey, cacheFolder, clusterSource } from './paths.ts';

const run = promisify(execFile);

/** The version that is built, and whose minor the binaries found on the machine must have. */
export const kubernetesVersion = 'v1.36.3';

/** Full paths. */
export interface Binaries {
  readonly etcd: string;
  readonly apiServer: string;
  readonly controllerManager: string;
  readonly scheduler: string;
  readonly kubectl: string;
  readonly kwok: string;
  /** Empty where it was not asked for and is not at hand. */
  readonly kubelet: string;
}

/** Lines for the person who waits. */
export type Log = (line: string) => void;

const executable = process.platform === 'win32' ? '.exe' : '';

const files: Readonly<Record<keyof Binaries, string>> = {
  etcd: 'etcd',
  apiServer: 'kube-apiserver',
  controllerManager: 'kube-controller-manager',
  scheduler: 'kube-scheduler',
  kubectl: 'kubectl',
  kwok: 'kwok',
  kubelet: 'kubelet',
};

const names = Object.keys(files) as (keyof Binaries)[];

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

const [major, minor] = kubernetesVersion.slice(1).split('.');

/** What each binary must print to be taken: KWOK and etcd have versions of their own. */
const wanted: Readonly<
  Record<keyof Binaries, { readonly args: readonly string[]; readonly version: RegExp }>
> = {
  etcd: { args: ['--version'], version: /etcd Version: 3\.6\./ },
  apiServer: { args: ['--version'], version: new RegExp(`v${major}\\.${minor}\\.`) },
  controllerManager: { args: ['--version'], version: new RegExp(`v${major}\\.${minor}\\.`) },
  scheduler: { args: ['--version'], version: new RegExp(`v${major}\\.${minor}\\.`) },
  kubectl: { args: ['version', '--client'], version: new RegExp(`v${major}\\.${minor}\\.`) },
  kwok: { args: ['--version'], version: /v?0\.8\./ },
  kubelet: { args: ['--version'], version: new RegExp(`v${major}\\.${minor}\\.`) },
};

/** A binary in one of the usual places (`KUBEBUILDER_ASSETS`, then `PATH`), if its version is the right one. */
async function installed(name: keyof Binaries): Promise<string | undefined> {
  const places = [process.env['KUBEBUILDER_ASSETS'], ...(process.env['PATH'] ?? '').split(delimiter)];
  for (const place of places) {
    if (!place) continue;
    const path = join(place, files[name] + executable);
    if (!(await isExecutable(path))) continue;
    const { args, version } = wanted[name];
    const output = await run(path, args, { timeout: 10_000 }).catch(() => undefined);
    if (output && version.test(output.stdout + output.stderr)) return path;
  }
  return undefined;
}

/** The Go command, if it is there and new enough; otherwise an error that says what to install. */
export async function requireGo(why: string): Promise<string> {
  const found = await run('go', ['env', 'GOVERSION'], {
    cwd: '/',
    env: { ...process.env, GOTOOLCHAIN: 'local' },
  }).catch(() => undefined);
  const version = /^go(\d+)\.(\d+)/.exec(found?.stdout ?? '');
  if (version && (Number(version[1]) > 1 || Number(version[2]) >= 26)) return 'go';
  throw new UserError({
    code: 'not-found',
    message: found
      ? `${why} needs Go 1.26 or newer, and this machine has ${found.stdout.trim()}.`
      : `${why} needs Go 1.26 or newer, and there is no \`go\` on the PATH.`,
    remedy:
      'Install Go from https://go.dev/dl/, or set KUBEBUILDER_ASSETS to a folder with etcd 3.6, kwok 0.8 and the ' +
      `Kubernetes ${major}.${minor} binaries (${Object.values(files).slice(1, 5).join(', ')}).`,
  });
}

/** Runs `go build`, passing on what it says, and a sign of life every half minute. */
export async function goBuild(options: {
  readonly folder: string;
  readonly args: readonly string[];
  readonly what: string;
  readonly log: Log;
}): Promise<void> {
  const go = await requireGo(options.what);
  const begin = Date.now();
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' };
  const child = spawn(go, ['build', ...options.args], {
    cwd: options.folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // A build of minutes must not go on for nobody. (KILL can't be heard: then it ends by itself, and its cache is of use.)
  const stop = (): void => void child.kill();
  process.once('exit', stop);
  const seconds = (): number => Math.round((Date.now() - begin) / 1000);
  const timer = setInterval(() => options.log(`  … ${options.what}: ${seconds()} s`), 30_000);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
    const downloads = text.split('\n').filter((line) => line.startsWith('go: downloading')).length;
    if (downloads === 0) for (const line of text.split('\n')) if (line.trim()) options.log(`  ${line}`);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => {
    clearInterval(timer);
    process.off('exit', stop);
  });
  if (code !== 0) {
    throw new UserError({
      code: 'not-found',
      message: `${options.what} could not be built: ${said.trim() || `go build ended with ${code}`}`,
      remedy:
        'Check that the Go module proxy can be reached (`go env GOPROXY`) and that there is disk space (about 5 GB).',
    });
  }
  options.log(`  ${options.what}: built in ${seconds()} s`);
}

async function build(folder: string, log: Log): Promise<void> {
  log(
    `Building Kubernetes ${kubernetesVersion}, etcd and KWOK from their Go modules, once. This is the longest wait of a`,
  );
  log(
    'fresh machine: 6 to 10 minutes on two cores (modules are downloaded first, about 1 GB; 0.5 GB stays).',
  );
  const version = 'k8s.io/component-base/version';
  const stamp = `-X ${version}.gitVersion=${kubernetesVersion} -X ${version}.gitMajor=${major} -X ${version}.gitMinor=${minor}`;
  const partial = `${folder}.partial-${process.pid}`;
  await mkdir(partial, { recursive: true });
  try {
    await goBuild({
      folder: clusterSource,
      args: ['-ldflags', `-s -w ${stamp}`, '-o', partial + '/', 'tool'],
      what: 'The control plane',
      log,
    });
    await rename(join(partial, `server${executable}`), join(partial, `etcd${executable}`));
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/**
 * The control plane's binaries: those of `KUBEBUILDER_ASSETS` or the PATH where all are there in the right version, else built
 * from this folder's go.mod, once for each go.sum. Throws a {@link UserError} that says what to install where it can't.
 * The kubelet counts only where a real node needs it.
 */
export async function ensureBinaries(log: Log, kubelet = false): Promise<Binaries> {
  const folder = join(
    cacheFolder,
    'cluster',
    buildKey(join(clusterSource, 'go.mod'), join(clusterSource, 'go.sum')),
  );
  const built = Object.fromEntries(names.map((name) => [name, join(folder, files[name] + executable)]));
  const complete = await Promise.all(names.map((name) => isExecutable(built[name] as string)));
  if (complete.every(Boolean)) return built as unknown as Binaries;

  const usual = await Promise.all(names.map(async (name) => [name, await installed(name)] as const));
  const missing = usual.filter(([name, path]) => path === undefined && (name !== 'kubelet' || kubelet));
  if (missing.length === 0) {
    log('Using the Kubernetes binaries installed on this machine.');
    return { kubelet: '', ...(Object.fromEntries(usual.filter(([, path]) => path)) as object) } as Binaries;
  }
  await build(folder, log);
  return built as unknown as Binaries;
}

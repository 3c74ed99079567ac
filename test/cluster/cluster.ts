import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../src/base/errors.ts';
import { ensureBinaries, type Log } from './binaries.ts';
import { cleanUp } from './cleanUp.ts';
import { kubeconfigFile, pkiFolder } from './components.ts';
import { runKubectl, type Answer, type KubectlOptions } from './kubectl.ts';
import { kwokObject, notReadyLabel } from './kwok.ts';
import { ensureMongo } from './mongo.ts';
import { nodeObject, type NodeOptions } from './nodes.ts';
import { clusterSource, runPrefix, runsFolder } from './paths.ts';
import { certificateFiles, issueCertificate, kubeconfigText } from './pki.ts';
import { until } from './processes.ts';
import { ensureImages } from './realNode/images.ts';
import { realNodeSupport } from './realNode/support.ts';
import {
  failureFile,
  optionsFile,
  readJson,
  stateFile,
  writeWhole,
  type ClusterState,
  type SupervisorOptions,
} from './state.ts';

export interface ClusterOptions {
  /** Simulated nodes; the kinds are those of `nodeObjects`. Default 4: one of each. */
  readonly nodes?: number;
  /** Simulated pods of the image `mongo` get a real server each, on their own volume (see `LocalDatabases`). */
  readonly databases?: boolean;
  /** A node `real-1` as well, whose pods really run. Needs root on Linux: see `realNodeSupport`. */
  readonly realNode?: boolean;
  /** Further flags of kube-apiserver. */
  readonly apiServerFlags?: readonly string[];
  /** Progress; by default lines on standard error. */
  readonly log?: Log;
  /** The cluster outlives this process until it is told to stop. */
  readonly keep?: boolean;
}

/** Where a port of simulated pods leads. */
export interface PortMapping {
  readonly namespace: string;
  /** One pod; without it every pod of the namespace that has no mapping of its own. */
  readonly name?: string;
  readonly port: number;
  /** A TCP server on 127.0.0.1. */
  readonly targetPort: number;
}

const toStandardError: Log = (line) => process.stderr.write(`${line}\n`);

/** A running control plane with simulated nodes. */
export class Cluster {
  readonly dir: string;
  /** The administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** `https://127.0.0.1:port` */
  readonly server: string;
  /** What `KUBESETS_CLUSTER` must be for another process to join. */
  readonly stateFile: string;
  readonly #state: ClusterState;
  readonly #release: () => Promise<void>;

  constructor(state: ClusterState, release: () => Promise<void>) {
    this.dir = state.dir;
    this.kubeconfig = state.kubeconfig;
    this.server = state.server;
    this.stateFile = stateFile(state.dir);
    this.#state = state;
    this.#release = release;
  }

  /** Runs kubectl; a failing command is an answer, not an exception. */
  kubectl(args: readonly string[], options?: KubectlOptions): Promise<Answer> {
    return runKubectl(this.#state, args, options);
  }

  /** Runs kubectl and returns what it printed; throws what it complained about. */
  async must(args: readonly string[], options?: KubectlOptions): Promise<string> {
    const { stdout, stderr, code } = await this.kubectl(args, options);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr.trim() || stdout.trim()}`);
    return stdout;
  }

  /** Creates or changes objects, server-side, as this library's own field manager. */
  async apply(...objects: readonly object[]): Promise<void> {
    const input = objects.map((object) => JSON.stringify(object)).join('\n---\n');
    await this.must(
      ['apply', '--server-side', '--force-conflicts', '--field-manager=test-cluster', '-f', '-'],
      { input },
    );
  }

  /** An object as the server has it, or undefined. */
  async get<T = Record<string, unknown>>(
    kind: string,
    name: string,
    namespace?: string,
  ): Promise<T | undefined> {
    const where = namespace === undefined ? [] : ['-n', namespace];
    const text = await this.must(['get', kind, name, ...where, '--ignore-not-found', '-o', 'json']);
    return text.trim() === '' ? undefined : (JSON.parse(text) as T);
  }

  /** Adds a simulated node and waits until it is ready. */
  async addNode(name: string, options: NodeOptions = {}): Promise<void> {
    await this.must(['create', '-f', '-'], { input: JSON.stringify(nodeObject(name, options)) });
    await this.must(['wait', '--for=condition=Ready', `node/${name}`, '--timeout=30s']);
  }

  /**
   * Removes a simulated node, and its pods at once: the pod garbage collector does that too, but only after a minute, and until
   * then a DaemonSet's status still counts them. With `leavePods` it is left to that.
   */
  async removeNode(
    name: string,
    { leavePods = false }: { readonly leavePods?: boolean } = {},
  ): Promise<void> {
    await this.must(['delete', 'node', name, '--wait=true']);
    if (leavePods) return;
    const pods = ['delete', 'pods', '--all-namespaces', `--field-selector=spec.nodeName=${name}`];
    await this.must([...pods, '--grace-period=0', '--force']);
  }

  /** Lets a simulated node's kubelet say that it is (not) ready, and waits until the server knows. */
  async setNodeReady(name: string, ready: boolean): Promise<void> {
    await this.must([
      'label',
      'node',
      name,
      ready ? `${notReadyLabel}-` : `${notReadyLabel}=true`,
      '--overwrite',
    ]);
    await this.must(['wait', `--for=condition=Ready=${ready}`, `node/${name}`, '--timeout=30s']);
  }

  /** Ends the API server as a crash would. */
  killApiServer(): Promise<void> {
    return this.#order('kill kube-apiserver');
  }

  /** Starts it again, at the same address, and waits until it is ready. */
  startApiServer(): Promise<void> {
    return this.#order('start kube-apiserver');
  }

  /** Kills the API server and starts it again after `downFor` milliseconds. */
  async restartApiServer({ downFor }: { readonly downFor: number }): Promise<void> {
    await this.killApiServer();
    await sleep(downFor);
    await this.startApiServer();
  }

  /** The path of a kubeconfig for a new user with a client certificate and no rights but those bound to name or groups. */
  async user(name: string, groups: readonly string[] = [], namespace?: string): Promise<string> {
    const pki = pkiFolder(this.dir);
    const file = `user-${name.replaceAll(/[^\w.-]/g, '_')}`;
    const client = await issueCertificate(pki, file, { name, groups });
    const caFile = certificateFiles(pki, 'ca').cert;
    const path = kubeconfigFile(this.dir, file);
    const text = kubeconfigText({
      server: this.server,
      caFile,
      user: name,
      client,
      context: `kube-sets-${name}`,
      ...(namespace === undefined ? {} : { namespace }),
    });
    await writeFile(path, text, { mode: 0o600 });
    return path;
  }

  /**
   * Lets port-forwards of simulated pods reach a TCP server on this machine. A port without a mapping gives the kubelet's error.
   * Returns what removes the mapping. A pod with a mapping of its own does not see the namespace's.
   */
  async mapPort({ namespace, name, port, targetPort }: PortMapping): Promise<() => Promise<void>> {
    const forward = { ports: [port], target: { address: '127.0.0.1', port: targetPort } };
    if (name === undefined) {
      const mapping = `${namespace}-${port}`;
      const spec = { selector: { matchNamespaces: [namespace] }, forwards: [forward] };
      await this.apply(kwokObject('ClusterPortForward', { name: mapping }, spec));
      return () => this.#delete('clusterportforwards.kwok.x-k8s.io', mapping);
    }
    const kind = 'portforwards.kwok.x-k8s.io';
    interface Mapped {
      readonly spec: { readonly forwards: readonly (typeof forward)[] };
    }
    const others = async (): Promise<readonly (typeof forward)[]> =>
      ((await this.get<Mapped>(kind, name, namespace))?.spec.forwards ?? []).filter(
        (f) => !f.ports.includes(port),
      );
    await this.apply(
      kwokObject('PortForward', { name, namespace }, { forwards: [...(await others()), forward] }),
    );
    return async () => {
      const forwards = await others();
      if (forwards.length === 0) await this.#delete(kind, name, namespace);
      else await this.apply(kwokObject('PortForward', { name, namespace }, { forwards }));
    };
  }

  /** Lets the logs of one simulated pod, or of a namespace's pods, come from a file in the container runtimes' format. */
  async mapLogs({
    namespace,
    name,
    file,
  }: {
    namespace: string;
    name?: string;
    file: string;
  }): Promise<void> {
    const logs = [{ logsFile: file, follow: true }];
    await (name === undefined
      ? this.apply(
          kwokObject(
            'ClusterLogs',
            { name: namespace },
            { selector: { matchNamespaces: [namespace] }, logs },
          ),
        )
      : this.apply(kwokObject('Logs', { name, namespace }, { logs })));
  }

  /** Ends every process and removes the data folder; on a joined cluster it does nothing. */
  async stop(): Promise<void> {
    await this.#release();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #delete(kind: string, name: string, namespace?: string): Promise<void> {
    const where = namespace === undefined ? [] : ['-n', namespace];
    await this.must(['delete', kind, name, ...where, '--ignore-not-found']);
  }

  async #order(order: string): Promise<void> {
    await sendOrder(this.#state, order);
  }
}

/** Tells a cluster's supervisor to do something, and waits until it is done. */
export async function sendOrder(state: ClusterState, order: string): Promise<void> {
  const socket = connect(state.control);
  socket.write(`${order}\n`);
  let answer = '';
  for await (const text of socket.setEncoding('utf8')) answer += text as string;
  if (answer.trim() !== 'ok')
    throw new Error(`${order}: ${answer.trim() || 'the supervisor did not answer'}`);
}

/** The folder of the real node's images; an error with the remedy where this machine can't run such a node. */
async function prepareRealNode(log: Log): Promise<string> {
  const support = await realNodeSupport();
  if (support.ok) return ensureImages(log);
  throw new UserError({
    code: 'invalid',
    message: `No real node here: ${support.why}.`,
    remedy: support.remedy,
  });
}

async function launch(
  options: SupervisorOptions,
  keep: boolean,
): Promise<{ state: ClusterState; stop: () => Promise<void> }> {
  const dir = await mkdtemp(join(runsFolder, runPrefix));
  await writeWhole(optionsFile(dir), JSON.stringify(options));
  const said = join(dir, 'supervisor.log');
  const log = openSync(said, 'a');
  // A session of its own, so that a Ctrl-C in the owner's terminal does not take the supervisor first.
  const child = spawn(
    process.execPath,
    [join(clusterSource, 'supervisor.ts'), dir, ...(keep ? ['--keep'] : [])],
    {
      stdio: [keep ? 'ignore' : 'pipe', log, log],
      detached: true,
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  closeSync(log);
  const state = await until('the control plane to be ready', 120_000, async () => {
    const ready = await readJson<ClusterState>(stateFile(dir));
    if (ready) return ready;
    if (child.exitCode === null) return undefined;
    const why = await readFile(failureFile(dir), 'utf8').catch(() => readFile(said, 'utf8'));
    throw new Error(`The control plane did not start (logs in ${dir}):\n${why}`);
  });
  child.unref();
  (child.stdin as { unref?: () => void } | null)?.unref?.();
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    child.ref();
    const ended = once(child, 'exit');
    await sendOrder(state, 'end');
    await ended;
  };
  return { state, stop };
}

/**
 * Starts a control plane of its own for this process: etcd, kube-apiserver, kube-controller-manager, kube-scheduler and KWOK with
 * simulated nodes, all on 127.0.0.1. It ends with this process, however that ends. About 6 s once the binaries are there.
 */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const log = options.log ?? toStandardError;
  const binaries = await ensureBinaries(log, options.realNode);
  const realNode = options.realNode ? { realNode: await prepareRealNode(log) } : {};
  const mongo = options.databases ? { mongo: await ensureMongo(log) } : {};
  for (const dir of await cleanUp()) log(`Removed what an earlier run left behind: ${dir}`);
  const { nodes = 4, apiServerFlags = [] } = options;
  const { state, stop } = await launch(
    { binaries, ...mongo, ...realNode, nodes, apiServerFlags },
    options.keep ?? false,
  );
  return new Cluster(state, stop);
}

/** The cluster whose state file is given, not owned: stopping it does nothing. Undefined if it does not run. */
export async function joinCluster(file: string): Promise<Cluster | undefined> {
  const state = await readJson<ClusterState>(file);
  if (!state) return undefined;
  return new Cluster(state, () => Promise.resolve());
}

let shared: Promise<Cluster> | undefined;

/** The test run's cluster (`KUBESETS_CLUSTER` names its state file), or else one for this process, started once. */
export function sharedCluster(options: ClusterOptions = {}): Promise<Cluster> {
  shared ??= (async () => {
    const file = process.env['KUBESETS_CLUSTER'];
    if (!file) return startCluster(options);
    const joined = await joinCluster(file);
    if (!joined) throw new Error(`KUBESETS_CLUSTER names ${file}, where no cluster is`);
    return joined;
  })();
  return shared;
}

/** A namespace of a test's own. */
export interface TestNamespace extends AsyncDisposable {
  readonly name: string;
  /** Deletes the namespace and what is in it; does not wait until it is gone. */
  remove(): Promise<void>;
}

/** Makes a new namespace `<prefix>-<random>`. Remove it in the test's end, or bind it with `await using`. */
export async function testNamespace(cluster: Cluster, prefix: string): Promise<TestNamespace> {
  const name = `${prefix}-${crypto.randomUUID().slice(0, 6)}`;
  await cluster.must(['create', 'namespace', name]);
  const remove = async (): Promise<void> => {
    await cluster.must(['delete', 'namespace', name, '--wait=false', '--ignore-not-found']);
  };
  return { name, remove, [Symbol.asyncDispose]: remove };
}

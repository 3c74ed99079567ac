import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from './api.ts';
import type { Keeper } from './keeper.ts';
import { kwokObject, listensAnnotation, isDatabaseImage } from './kwok.ts';
import { realNodeName } from './nodes.ts';
import { freePorts, until } from './processes.ts';

interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string; readonly key: string } };
}

interface Container {
  readonly image: string;
  readonly args?: readonly string[];
  readonly env?: readonly EnvVar[];
  readonly ports?: readonly { readonly containerPort: number }[];
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly subPath?: string;
  }[];
}

interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly deletionTimestamp?: string;
  };
  readonly spec: {
    readonly nodeName?: string;
    readonly containers: readonly Container[];
    readonly volumes?: readonly {
      readonly name: string;
      readonly persistentVolumeClaim?: { readonly claimName: string };
    }[];
  };
  readonly status: { readonly phase: string };
}

interface PodList {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly Pod[];
}

const dataFolder = '/data/db';

/**
 * Gives simulated pods of the image `mongo` a real server each: started as a local process on the folder of the pod's own volume
 * once the pod has a node, mapped behind the pod's port 27017, and only then is the pod said to be ready. It is killed with the
 * pod, so what is read after a re-creation comes from the volume.
 */
export class LocalDatabases {
  readonly #api: Api;
  readonly #keeper: Keeper;
  readonly #binary: string;
  readonly #dir: string;
  /** By namespace/name: the uid of the pod that a server runs for. */
  readonly #served = new Map<string, string>();
  /** By namespace/name: the last order, since one must be done before the next begins. */
  readonly #queue = new Map<string, Promise<void>>();

  constructor(options: { api: Api; keeper: Keeper; binary: string; dir: string }) {
    this.#api = options.api;
    this.#keeper = options.keeper;
    this.#binary = options.binary;
    this.#dir = options.dir;
  }

  /** Runs until the process ends; an API server that is away is waited for. */
  async run(): Promise<never> {
    for (;;) {
      try {
        const list = await this.#api.get<PodList>('/api/v1/pods');
        const names = new Set(list.items.map(keyOf));
        for (const key of this.#served.keys()) if (!names.has(key)) this.#then(key, () => this.#end(key));
        for (const pod of list.items) this.#see('MODIFIED', pod);
        const from = `watch=1&allowWatchBookmarks=true&resourceVersion=${list.metadata.resourceVersion}`;
        await this.#api.watch<Pod>(`/api/v1/pods?${from}`, (type, pod) => this.#see(type, pod));
      } catch (error) {
        console.error(`databases: ${String(error)}`);
      }
      await sleep(500);
    }
  }

  #see(type: string, pod: Pod): void {
    if (type !== 'ADDED' && type !== 'MODIFIED' && type !== 'DELETED') return;
    const container = pod.spec.containers.find(({ image }) => isDatabaseImage(image));
    if (!container || !pod.spec.nodeName || pod.spec.nodeName === realNodeName) return;
    const key = keyOf(pod);
    const dying = type === 'DELETED' || pod.metadata.deletionTimestamp !== undefined;
    const served = this.#served.get(key);
    if (dying) {
      if (served === pod.metadata.uid) this.#then(key, () => this.#end(key));
    } else if (served !== pod.metadata.uid) {
      this.#served.set(key, pod.metadata.uid);
      this.#then(key, () => this.#begin(key, pod, container));
    }
  }

  #then(key: string, work: () => Promise<void>): void {
    const before = this.#queue.get(key) ?? Promise.resolve();
    const next = before
      .then(work)
      .catch((error: unknown) => console.error(`database of ${key}: ${String(error)}`));
    this.#queue.set(key, next);
  }

  async #begin(key: string, pod: Pod, container: Container): Promise<void> {
    const { namespace, name, uid } = pod.metadata;
    if (this.#served.get(key) !== uid) return;
    const folder = await this.#volume(pod, container);
    const env = await this.#environment(namespace, container.env ?? []);
    await mkdir(folder, { recursive: true });
    const [port = 0] = await freePorts(1);
    await this.#keeper.kill(processName(key));
    await this.#keeper.start({
      name: processName(key),
      command: this.#binary,
      // The run's folder among the arguments marks the process as ours; the server does not know the option.
      args: [
        '--dbpath',
        folder,
        '--port',
        String(port),
        '--bind_ip',
        '127.0.0.1',
        '--pidfilepath',
        this.#dir,
      ],
      env,
      again: true,
    });
    await until(`the database of ${key} to listen`, 30_000, () => listens(port));
    const forwards = [
      { ports: [container.ports?.[0]?.containerPort ?? 27017], target: { address: '127.0.0.1', port } },
    ];
    await this.#api.apply(
      forwardPath(namespace, name),
      kwokObject('PortForward', { name, namespace }, { forwards }),
    );
    const annotations = { [listensAnnotation]: String(port) };
    await this.#api.mergePatch(`/api/v1/namespaces/${namespace}/pods/${name}`, {
      metadata: { uid, annotations },
    });
  }

  async #end(key: string): Promise<void> {
    this.#served.delete(key);
    await this.#keeper.kill(processName(key));
    const [namespace = '', name = ''] = key.split('/');
    await this.#api.delete(forwardPath(namespace, name));
  }

  /** The folder of the claim that is mounted where the image keeps its data, or one that goes with the pod. */
  async #volume(pod: Pod, container: Container): Promise<string> {
    const { namespace, uid } = pod.metadata;
    const mount = container.volumeMounts?.find(({ mountPath }) => mountPath === dataFolder);
    const volume = pod.spec.volumes?.find(({ name }) => name === mount?.name);
    const claimName = volume?.persistentVolumeClaim?.claimName;
    if (claimName === undefined) return join(this.#dir, 'volumes', uid);
    interface Claim {
      readonly spec: { readonly volumeName: string };
    }
    interface Volume {
      readonly spec: { readonly hostPath?: { readonly path: string } };
    }
    const claim = await this.#api.get<Claim>(
      `/api/v1/namespaces/${namespace}/persistentvolumeclaims/${claimName}`,
    );
    const { spec } = await this.#api.get<Volume>(`/api/v1/persistentvolumes/${claim.spec.volumeName}`);
    if (!spec.hostPath) throw new Error(`the volume of ${claimName} is not a folder of this machine`);
    return join(spec.hostPath.path, mount?.subPath ?? '');
  }

  async #environment(namespace: string, variables: readonly EnvVar[]): Promise<Record<string, string>> {
    const env: Record<string, string> = {};
    for (const { name, value, valueFrom } of variables) {
      const from = valueFrom?.secretKeyRef;
      if (value !== undefined) env[name] = value;
      else if (from) {
        const path = `/api/v1/namespaces/${namespace}/secrets/${from.name}`;
        const { data } = await this.#api.get<{ data?: Record<string, string> }>(path);
        env[name] = Buffer.from(data?.[from.key] ?? '', 'base64').toString();
      }
    }
    return env;
  }
}

function keyOf(pod: Pod): string {
  return `${pod.metadata.namespace}/${pod.metadata.name}`;
}

function processName(key: string): string {
  return `database-${key.replace('/', '-')}`;
}

function forwardPath(namespace: string, name: string): string {
  return `/apis/kwok.x-k8s.io/v1alpha1/namespaces/${namespace}/portforwards/${name}`;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
}

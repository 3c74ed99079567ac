import { basename, join } from 'node:path';

/** The node's address and its kubelet's port, both in a network namespace of its own: they can't meet another node's. */
export const nodeAddress = '10.244.0.1';
export const kubeletPort = 10250;

/** Where the real node of a run keeps what. */
export interface Layout {
  /** The node's folder; its parent is the run's. */
  readonly folder: string;
  /** The API server, seen from the node. */
  readonly apiSocket: string;
  /** The kubelet, seen from the API server. */
  readonly kubeletSocket: string;
  readonly egressSocket: string;
  readonly egressConfig: string;
  /** The paths of the folders, a line each, that had to be made on the host to mount something over them. */
  readonly madeFolders: string;
  /** The name of the node's control group, in every hierarchy: never another kubelet's. */
  readonly controlGroup: string;
}

export function layout(dir: string): Layout {
  const folder = join(dir, 'node');
  return {
    folder,
    apiSocket: join(folder, 'api.sock'),
    kubeletSocket: join(folder, 'kubelet.sock'),
    egressSocket: join(folder, 'egress.sock'),
    egressConfig: join(folder, 'egress.json'),
    madeFolders: join(folder, 'made-folders'),
    controlGroup: basename(dir),
  };
}

/** What the process inside the namespaces has to know. Written for it as JSON. */
export interface NodeOptions {
  readonly dir: string;
  readonly serverPort: number;
  readonly kubelet: string;
  readonly images: string;
}

import { readFile } from 'node:fs/promises';
import { systemClock } from '../../src/base/timers.ts';
import { Client } from '../../src/cluster/client.ts';
import { loadKubeconfig } from '../../src/cluster/kubeconfig.ts';
import { reachThrough } from '../../src/forward/clusterReach.ts';
import { Forward } from '../../src/forward/forward.ts';

// Our forward in a process of its own, as kubectl is one. Arguments: kubeconfig, namespace, pod, port. Tells its parent the local port.

const [kubeconfig = '', namespace = '', name = '', port = ''] = process.argv.slice(2);
const config = await loadKubeconfig([kubeconfig], { readFile: (path) => readFile(path, 'utf8') });
const client = new Client(config.target(), { env: {}, log: () => undefined });
const forward = new Forward({
  identity: { context: 'bench', namespace, place: { kind: 'pod', name }, remotePort: Number(port) },
  localPort: 0,
  place: {
    occupant: { is: 'ready', name, uid: 'bench', ports: [] },
    onDidChange: () => ({ dispose: () => undefined }),
    dispose: () => undefined,
  },
  reach: reachThrough(client),
  clock: systemClock,
});
await forward.start();
process.send?.(forward.localPort);
process.on('disconnect', () => process.exit(0));

import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '../../src/cluster/client.ts';
import { loadKubeconfig } from '../../src/cluster/kubeconfig.ts';
import type { ClusterEntry, Target, UserEntry } from '../../src/cluster/types.ts';

export async function targetOf(kubeconfig: string): Promise<Target> {
  return (await loadKubeconfig([kubeconfig], { readFile: (p) => readFile(p, 'utf8') })).target();
}

/** A client as this kubeconfig says, or with another user or cluster entry. */
export async function clientOf(
  kubeconfig: string,
  user?: Partial<UserEntry>,
  cluster?: Partial<ClusterEntry>,
): Promise<Client> {
  const target = await targetOf(kubeconfig);
  return new Client(
    {
      ...target,
      user: user ? { name: 'test', ...user } : target.user,
      cluster: { ...target.cluster, ...cluster },
    },
    { env: { PATH: process.env['PATH'] }, log: () => undefined },
  );
}

/** What `ask` gives once it is not undefined or false; throws after `limit` ms. */
export async function eventually<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  limit = 20_000,
): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    const got = await ask();
    if (got !== undefined && got !== false) return got;
    if (Date.now() > end) throw new Error(`Waited in vain until ${what}`);
    await sleep(50);
  }
}

/** A headless Service's worth of StatefulSet, as YAML. */
export function statefulSet(name: string, replicas: number, more = ''): string {
  return `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ${name}
spec:
  serviceName: ${name}
  replicas: ${replicas}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - {name: main, image: main}
${more}`;
}

export const claimTemplate = `  volumeClaimTemplates:
    - metadata: {name: data}
      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
`;

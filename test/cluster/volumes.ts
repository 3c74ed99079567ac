import { appendFile, chmod } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from './api.ts';
import { volumesFile } from './state.ts';

interface Volume {
  readonly spec: { readonly hostPath?: { readonly path: string } };
}

interface VolumeList {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly Volume[];
}

/**
 * Follows the volumes that are provisioned: writes their paths down, so that they can be removed with the run, and lets everybody
 * write to them. The provisioner makes them for its own user alone, and fsGroup does not reach a hostPath volume, so that a
 * container which does not run as root could not use its own claim. Runs until the process ends.
 */
export async function followVolumes(api: Api, dir: string): Promise<never> {
  const seen = new Set<string>();
  const see = async ({ spec }: Volume): Promise<void> => {
    const path = spec.hostPath?.path;
    if (path === undefined || seen.has(path)) return;
    seen.add(path);
    await appendFile(volumesFile(dir), `${path}\n`);
    await chmod(path, 0o777);
  };
  const heard = (volume: Volume): void => {
    see(volume).catch((error: unknown) => console.error(`volumes: ${String(error)}`));
  };
  for (;;) {
    try {
      const list = await api.get<VolumeList>('/api/v1/persistentvolumes');
      for (const volume of list.items) heard(volume);
      const from = `watch=1&allowWatchBookmarks=true&resourceVersion=${list.metadata.resourceVersion}`;
      await api.watch<Volume>(`/api/v1/persistentvolumes?${from}`, (type, volume) => {
        if (type === 'ADDED' || type === 'MODIFIED') heard(volume);
      });
    } catch (error) {
      console.error(`volumes: ${String(error)}`);
    }
    await sleep(500);
  }
}

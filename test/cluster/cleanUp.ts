import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { runPrefix, runsFolder } from './paths.ts';
import { belongsTo, signal, until } from './processes.ts';
import { removeTraces } from './realNode/start.ts';
import { pidsFile, readJson, volumesFile } from './state.ts';

/** Where the controller manager's host-path provisioner puts volumes; the folder is fixed in its source. */
const volumes = '/tmp/hostpath_pv/';

/** Removes a run's data folder and the volumes that were provisioned for it. */
export async function removeRun(dir: string): Promise<void> {
  const lines = await readFile(volumesFile(dir), 'utf8').catch(() => '');
  for (const line of new Set(lines.split('\n'))) {
    const path = normalize(line.trim());
    if (path.startsWith(volumes) && path.length > volumes.length)
      await rm(path, { recursive: true, force: true });
  }
  await removeTraces(dir);
  await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Ends the processes of a run whose supervisor is gone. Only such that name the run's folder are touched. */
async function endProcesses(dir: string, pids: readonly number[]): Promise<void> {
  const ours = async (): Promise<readonly number[]> => {
    const answers = await Promise.all(
      pids.map(async (pid) => ((await belongsTo(pid, dir)) ? pid : undefined)),
    );
    return answers.filter((pid) => pid !== undefined);
  };
  await until(`the processes of ${dir} to end`, 10_000, async () => {
    const left = await ours();
    for (const pid of left) signal(pid, 'SIGKILL');
    return left.length === 0;
  });
}

/**
 * Ends the processes and removes the folders of earlier runs whose supervisor was killed. Runs that live are left alone.
 * Returns the folders it removed.
 */
export async function cleanUp(): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const name of await readdir(runsFolder)) {
    if (!name.startsWith(runPrefix)) continue;
    const dir = join(runsFolder, name);
    const pids = await readJson<readonly number[]>(pidsFile(dir));
    if (pids === undefined) {
      // A run that is just being started has no such file yet.
      const age = await stat(dir).then(
        ({ mtimeMs }) => Date.now() - mtimeMs,
        () => 0,
      );
      if (age < 60_000) continue;
    } else if (pids[0] !== undefined && (await belongsTo(pids[0], dir))) continue;
    await endProcesses(dir, pids ?? []);
    await removeRun(dir);
    removed.push(dir);
  }
  return removed;
}

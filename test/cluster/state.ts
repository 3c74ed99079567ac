import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';

/** How a cluster is to be made. Written into its data folder for the supervisor. */
export interface SupervisorOptions {
  readonly binaries: Binaries;
  /** Simulated nodes, of the kinds of `nodeObjects`. */
  readonly nodes: number;
  /** One node whose pods really run, too: the folder of its images. */
  readonly realNode?: string;
  /** The server that plays MongoDB for simulated pods of its image; without it they are simulated like others. */
  readonly mongo?: string;
  readonly apiServerFlags: readonly string[];
}

/** What everybody who uses a running cluster needs; the file's path is the cluster's address. */
export interface ClusterState {
  readonly dir: string;
  readonly server: string;
  readonly kubeconfig: string;
  readonly kubectl: string;
  /** Where the supervisor listens for orders. */
  readonly control: string;
  readonly supervisor: number;
}

export const stateFile = (dir: string): string => join(dir, 'state.json');
export const failureFile = (dir: string): string => join(dir, 'failure.txt');
export const optionsFile = (dir: string): string => join(dir, 'options.json');
/** The numbers of the run's processes, the supervisor's first: what the next start looks at. */
export const pidsFile = (dir: string): string => join(dir, 'pids.json');
/** The paths of the volumes that were provisioned, a line each. */
export const volumesFile = (dir: string): string => join(dir, 'volumes.txt');

/** Writes a file so that nobody ever reads half of it. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const partial = `${path}.partial`;
  await writeFile(partial, text);
  await rename(partial, path);
}

/** The parsed file, or undefined where there is none. */
export async function readJson<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

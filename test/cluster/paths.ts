import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folder of this library, with the go.mod of the control plane. */
export const clusterSource = import.meta.dirname;

/** The repository's ignored folder for what is built or kept between runs. */
export const cacheFolder = join(clusterSource, '..', '..', '.cache');

/** Where the clusters' data folders lie: short, since a Unix socket's path may have about 100 characters. */
export const runsFolder = tmpdir();

/** How the data folders begin: what clean-up looks for. */
export const runPrefix = 'kubesets-run-';

/** The file that says where the cluster started by `npm run cluster -- up` is. */
export const upFile = join(cacheFolder, 'cluster', 'up.json');

/** A short hash of some files' contents: the key under which a build's results are kept. */
export function buildKey(...files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

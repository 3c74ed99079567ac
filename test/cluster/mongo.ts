import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { goBuild, type Log } from './binaries.ts';
import { buildKey, cacheFolder, clusterSource } from './paths.ts';

/**
 * The path of the server that plays `mongo`: FerretDB behind MongoDB's wire protocol, with files and passwords. Built once, about a
 * minute on two cores; needs Go.
 */
export async function ensureMongo(log: Log): Promise<string> {
  const source = join(clusterSource, 'mongo');
  const key = buildKey(...['go.mod', 'go.sum', 'main.go'].map((file) => join(source, file)));
  const folder = join(cacheFolder, 'mongo', key);
  const binary = join(folder, process.platform === 'win32' ? 'mongod.exe' : 'mongod');
  const there = await access(binary, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (there) return binary;
  await mkdir(folder, { recursive: true });
  log('Building the server that plays MongoDB (FerretDB), once: 1 to 3 minutes on two cores.');
  await goBuild({
    folder: source,
    args: ['-ldflags', '-s -w', '-o', binary, '.'],
    what: 'The MongoDB stand-in',
    log,
  });
  return binary;
}

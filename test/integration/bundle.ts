import { readFile, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const root = join(import.meta.dirname, '../..');

/** A bundled file still knows where its source lies: the libraries of the tests find their files that way. */
const ownPlace: Plugin = {
  name: 'own-place',
  setup(builder) {
    builder.onLoad({ filter: /[\\/](test|scripts)[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.filename', JSON.stringify(path));
      return { contents, loader: 'ts' };
    });
  },
};

/**
 * Bundles the runner and the suites of one folder (`suite` or `restricted`) to CommonJS: not every extension host runs
 * TypeScript. Returns the runner's path.
 */
export async function bundleSuites(folder: 'suite' | 'restricted'): Promise<string> {
  const outdir = join(root, '.cache/integration', folder);
  await rm(outdir, { recursive: true, force: true });
  const here = join(root, 'test/integration');
  const suites = (await readdir(join(here, folder))).filter((file) => file.endsWith('.test.ts'));
  if (suites.length === 0) throw new Error(`test/integration/${folder} holds no suite`);
  await build({
    absWorkingDir: root,
    entryPoints: [
      { in: join(here, 'index.ts'), out: 'index' },
      ...suites.map((file) => ({ in: join(here, folder, file), out: `suite/${file.replace(/\.ts$/, '')}` })),
    ],
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    packages: 'external',
    sourcemap: 'inline',
    plugins: [ownPlace],
    logLevel: 'warning',
  });
  return join(outdir, 'index.cjs');
}

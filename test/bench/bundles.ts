import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runNode } from '../../scripts/lib/child.ts';
import { bundles } from '../../scripts/lib/bundle.ts';
import { root } from '../../scripts/lib/paths.ts';
import { round } from './statistics.ts';
import type { BenchResult } from './types.ts';

/** The sizes of what is shipped, minified. */
export async function run(): Promise<BenchResult[]> {
  const reports = await bundles({ production: true, watch: false });
  if ((await runNode([join(root, 'scripts/package.ts')], { cwd: root })) !== 0)
    throw new Error('Not packaged');
  const vsix = (await readdir(root)).find((file) => file.endsWith('.vsix'));
  if (!vsix) throw new Error('No package was written');
  const { size } = await stat(join(root, vsix));
  return [
    ...reports.map(({ name, atStart, total }) => ({
      name: `dist/${name}.js`,
      unit: 'KB',
      ours: round(atStart / 1024),
      note: `loaded at start; ${round(total / 1024)} KB with what is loaded on demand`,
    })),
    {
      name: 'package (VSIX)',
      unit: 'KB',
      ours: round(size / 1024),
      note: 'everything that is shipped, compressed',
    },
  ];
}

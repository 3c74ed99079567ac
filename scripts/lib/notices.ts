import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { root } from './paths.ts';

/** The folders of the packages whose code is in these bundles, from the root. */
function packages(metas: readonly Metafile[]): string[] {
  const found = new Set<string>();
  for (const input of metas.flatMap((meta) => Object.keys(meta.inputs))) {
    const folder = /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
    if (folder) found.add(folder);
  }
  return [...found].sort();
}

async function notice(folder: string): Promise<string> {
  const at = join(root, folder);
  const { name, version, license } = JSON.parse(await readFile(join(at, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  const texts = (await readdir(at)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file)).sort();
  if (texts.length === 0) return `${name} ${version} (${license}), which comes without a text of its licence`;
  const bodies = await Promise.all(texts.map((file) => readFile(join(at, file), 'utf8')));
  return [`${name} ${version} (${license})`, ...bodies.map((body) => body.trim())].join('\n\n');
}

/** Writes the licences of what is bundled: most of them ask that their text goes with the code. */
export async function writeNotices(metas: readonly Metafile[], file: string): Promise<void> {
  const all = await Promise.all(packages(metas).map(notice));
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  await writeFile(file, ['Kube Sets contains code of these packages.', ...all].join(rule) + '\n');
}

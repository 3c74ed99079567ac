import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, context, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import { writeNotices } from './notices.ts';
import { root } from './paths.ts';

export interface BundleReport {
  readonly name: string;
  /** Bytes read when the bundle is loaded: its file and what that imports statically. */
  readonly atStart: number;
  /** Bytes of all its files, also those loaded on demand. */
  readonly total: number;
  /** The packages or folders that weigh most, with their bytes. */
  readonly largest: readonly (readonly [string, number])[];
}

/**
 * The Kubernetes client's generated models have side effects at module level (assignments to static fields), so a bundler
 * keeps all 758 of them. Nothing in them matters to who does not use them: say so.
 */
const shakeClient: Plugin = {
  name: 'shake-client',
  setup(builder) {
    builder.onResolve({ filter: /^@kubernetes\/client-node|^\.{1,2}\// }, async (args) => {
      const inside = /[\\/]@kubernetes[\\/]client-node[\\/]/.test(args.importer);
      if (args.pluginData === shakeClient || (args.path.startsWith('.') && !inside)) return undefined;
      const { path, kind, importer, resolveDir } = args;
      const found = await builder.resolve(path, { kind, importer, resolveDir, pluginData: shakeClient });
      return found.errors.length > 0 ? found : { path: found.path, sideEffects: false };
    });
  },
};

// ESM output has no `require`, and some of what is bundled is CommonJS that asks for Node's modules.
const banner = `import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);`;

function options(name: string, entry: string, production: boolean): BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: { [name]: entry },
    outdir: 'dist',
    chunkNames: `${name}-[name]-[hash]`,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    external: ['vscode', 'bufferutil', 'utf-8-validate', 'supports-color'],
    banner: { js: banner },
    plugins: [shakeClient],
    minify: production,
    sourcemap: production ? false : 'linked',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  };
}

/** `node_modules/@scope/name/…` → `@scope/name`; `src/room/…` → `src/room`. */
function origin(input: string): string {
  const inPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input);
  return inPackage?.[1] ?? input.split('/').slice(0, 2).join('/');
}

function report(name: string, meta: Metafile): BundleReport {
  const files = Object.entries(meta.outputs).filter(([file]) => file.endsWith('.js'));
  const start = new Set<string>();
  const follow = (file: string): void => {
    const output = meta.outputs[file];
    if (!output || start.has(file)) return;
    start.add(file);
    for (const next of output.imports) if (next.kind === 'import-statement') follow(next.path);
  };
  follow(`dist/${name}.js`);
  const weights = new Map<string, number>();
  for (const [, output] of files) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      weights.set(origin(input), (weights.get(origin(input)) ?? 0) + bytesInOutput);
    }
  }
  const sum = (outputs: readonly (readonly [string, { bytes: number }])[]): number =>
    outputs.reduce((total, [, output]) => total + output.bytes, 0);
  return {
    name,
    atStart: sum(files.filter(([file]) => start.has(file))),
    total: sum(files),
    largest: [...weights].sort((a, b) => b[1] - a[1]).slice(0, 5),
  };
}

/**
 * Writes `dist`: `extension.js` (without client code), `worker.js`, each with what it loads on demand beside it, `cli.js` (the linter
 * from a shell, not packaged), and `meta.json`, esbuild's account of them. Minified, without source maps, with the bundled code's licences for `production`. With `watch` it goes on building.
 */
export async function bundles(wish: {
  production: boolean;
  watch: boolean;
}): Promise<readonly BundleReport[]> {
  const dist = join(root, 'dist');
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  const all = [
    { name: 'extension', entry: 'src/extension.ts' },
    { name: 'worker', entry: 'src/worker/main.ts' },
    { name: 'cli', entry: 'src/cli.ts' },
  ];
  const reports: BundleReport[] = [];
  const metas: Record<string, Metafile> = {};
  for (const { name, entry } of all) {
    const wishes = options(name, entry, wish.production);
    if (wish.watch) {
      await (await context({ ...wishes, logLevel: 'info' })).watch();
      continue;
    }
    const { metafile } = await build({ ...wishes, metafile: true });
    metas[name] = metafile;
    reports.push(report(name, metafile));
  }
  await writeFile(join(dist, 'meta.json'), JSON.stringify(metas));
  if (wish.production) await writeNotices(Object.values(metas), join(dist, 'ThirdPartyNotices.txt'));
  return reports;
}

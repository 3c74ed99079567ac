// The linter from a shell: `npm run --silent lint:manifests -- <file or folder>…`, or `node dist/cli.js <file or folder>…`. One JSON
// object a finding, a line each. Exit code 0 without errors, 1 with, 2 when it could not run. The files given are one another's scope,
// as a workspace's are.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LineMap } from './base/text.ts';
import { lint } from './lint/lint.ts';
import type { LintFile } from './lint/rule.ts';
import { parse } from './manifest/parse.ts';

interface NamedFile extends LintFile {
  readonly name: string;
}

function readNamed(name: string): NamedFile {
  return { name, uri: pathToFileURL(name).href, manifest: parse(readFileSync(name, 'utf8')) };
}

/** A file as it is, a folder as the YAML files in and below it. */
function filesAt(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/[\\/](?:node_modules|\.git)[\\/]/.test(file))
    .sort();
}

function run(paths: readonly string[]): number {
  if (paths.length === 0 || paths.some((path) => path.startsWith('-'))) {
    process.stderr.write('Usage: npm run --silent lint:manifests -- <file or folder>…\n');
    return 2;
  }
  let files: NamedFile[];
  try {
    files = [...new Set(paths.flatMap(filesAt))].map(readNamed);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 2;
  }
  // A typo in a path of a CI's configuration must not look like a clean result.
  if (files.length === 0) {
    process.stderr.write(`There is no YAML file in ${paths.join(', ')}.\n`);
    return 2;
  }
  let code = 0;
  for (const file of files) {
    const lines = new LineMap(file.manifest.text);
    for (const { document, range, code: rule, severity, basis, path, message } of lint(file, files)) {
      const { line, character } = lines.positionAt(range.start);
      const place = { file: file.name, document, line: line + 1, column: character + 1 };
      process.stdout.write(`${JSON.stringify({ ...place, code: rule, severity, basis, path, message })}\n`);
      if (severity === 'error') code = 1;
    }
  }
  return code;
}

// Who reads only the first lines (`| head`) has what they wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
process.exitCode = run(process.argv.slice(2));

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/lib/paths.ts';

interface Room {
  readonly vscode: boolean;
  readonly node: boolean;
  readonly may: readonly string[];
  /** Rooms of which only types may be imported. */
  readonly types: readonly string[];
}

const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');

async function enforced(): Promise<Readonly<Record<string, Room>>> {
  const config = (await import(new URL('../../eslint.config.mjs', import.meta.url).href)) as {
    readonly rooms: Readonly<Record<string, Room>>;
  };
  return config.rooms;
}

/** The page's table: `| room | yes | no | a, b, c (types) |`. */
function documented(): Record<string, Room> {
  const answer = (word: string | undefined): boolean => {
    assert.ok(word === 'yes' || word === 'no', `yes or no: ${word}`);
    return word === 'yes';
  };
  const rows = page.matchAll(/^\| (\w+) +\| (\w+) +\| (\w+) +\| ([^|]+?) +\|$/gm);
  return Object.fromEntries(
    [...rows].flatMap(([, name = '', vscode, node, imports = '']) => {
      if (name === 'room') return [];
      const all = imports === 'nothing' ? [] : imports.split(', ');
      const types = all.filter((one) => one.endsWith(' (types)')).map((one) => one.slice(0, -8));
      const may = all.filter((one) => !one.endsWith(' (types)'));
      return [[name, { vscode: answer(vscode), node: answer(node), may, types }]];
    }),
  );
}

test('docs/architecture.md shows the walls that ESLint enforces', async () => {
  assert.deepEqual(documented(), await enforced());
});

test('every room is a folder, and every folder a room', async () => {
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  assert.deepEqual(folders.sort(), Object.keys(await enforced()).sort());
});

test('docs/architecture.md names only files that there are', () => {
  const files = [...page.matchAll(/`((?:src|test|scripts|docs)\/[\w./-]+)`/g)].map((match) => match[1] ?? '');
  assert.ok(files.length > 0);
  for (const file of files) assert.ok(existsSync(join(root, file)), file);
});

import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import manifest from '../../package.json' with { type: 'json' };
import texts from '../../package.nls.json' with { type: 'json' };
import { root } from '../../scripts/lib/paths.ts';
import { commandIds, problems, viewIds } from '../../src/host/contributions.ts';

interface Entry {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

interface Setting {
  readonly default?: unknown;
  readonly markdownDescription?: string;
  readonly scope?: string;
}

const { contributes } = manifest;
const menus: Readonly<Record<string, readonly Entry[]>> = contributes.menus;
const configuration: readonly { readonly properties: object }[] = contributes.configuration;
const settings = new Map<string, Setting>(
  configuration.flatMap(({ properties }) => Object.entries(properties) as [string, Setting][]),
);

/** Those that do away with something: never one slip of the mouse from a row. */
const destructive = ['kubesets.deletePod', 'kubesets.deleteManifest', 'kubesets.stopAllForwards'];
/** Those that do nothing without a row. */
const rowOnly = ['kubesets.copyForwardAddress', 'kubesets.copyForwardConnection'];
/** What a CodeLens runs, with what it is about. */
const lensOnly = ['kubesets.revealSet', 'kubesets.showLanding'];

const source = (pattern: string): string =>
  globSync(pattern, { cwd: root })
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');

describe('package.json', () => {
  test('contributes the commands that the code knows, and no other', () => {
    const ids = contributes.commands.map(({ command }) => command);
    assert.deepEqual([...ids].sort(), [...commandIds].sort());
  });

  test('contributes the views that the code knows', () => {
    const ids = contributes.views.kubesets.map(({ id }) => id);
    assert.deepEqual(ids, Object.values(viewIds));
  });

  test('names in its menus only commands that it contributes', () => {
    const known = new Set<string>(commandIds);
    for (const [menu, entries] of Object.entries(menus)) {
      for (const { command } of entries) assert.ok(known.has(command), `${command} in ${menu}`);
    }
  });

  test('hides from the palette what needs a row', () => {
    const hidden = (menus['commandPalette'] ?? []).filter(({ when }) => when === 'false');
    assert.deepEqual(
      hidden.map(({ command }) => command),
      [...rowOnly, ...lensOnly],
    );
    for (const command of rowOnly)
      assert.ok(menus['view/item/context']?.some((entry) => entry.command === command));
  });

  test('puts no destructive command beside a row’s label', () => {
    const inline = (menus['view/item/context'] ?? []).filter(({ group }) => group?.startsWith('inline'));
    for (const { command } of inline) assert.ok(!destructive.includes(command), command);
    for (const command of destructive) assert.ok((commandIds as readonly string[]).includes(command));
  });

  test('gives every menu entry of a view the view that it is for', () => {
    for (const menu of ['view/title', 'view/item/context']) {
      for (const { command, when } of menus[menu] ?? [])
        assert.match(when ?? '', /^view (==|=~)/, `${command} in ${menu}`);
    }
  });

  test('welcomes with problems that the code knows, and with each of them', () => {
    const named = contributes.viewsWelcome.flatMap(({ view, when }) => {
      if (when === undefined) return [];
      const problem = /^kubesets\.problem == (\w+)$/.exec(when)?.[1];
      assert.ok(problem && (problems as readonly string[]).includes(problem), `${view}: ${when}`);
      return view === viewIds.sets ? [problem] : [];
    });
    const expected = problems.filter((problem) => problem !== 'none');
    assert.deepEqual(named.sort(), [...expected].sort());
  });

  test('has a text for every %key%, and no text without use', () => {
    const used = [...readFileSync(join(root, 'package.json'), 'utf8').matchAll(/"%([^%"]+)%"/g)].map(
      (match) => match[1],
    );
    assert.deepEqual([...new Set(used)].sort(), Object.keys(texts).sort());
    for (const [key, text] of Object.entries(texts)) assert.notEqual(text.trim(), '', key);
  });

  test('links in its welcome texts only to commands that there are', () => {
    for (const text of Object.values(texts)) {
      for (const [, command = ''] of text.matchAll(/command:(kubesets\.\w+)/g))
        assert.ok((commandIds as readonly string[]).includes(command), command);
    }
  });

  test('gives every setting a default, a description and a scope', () => {
    assert.ok(settings.size > 0);
    for (const [name, setting] of settings) {
      assert.ok(name.startsWith('kubesets.'), name);
      assert.notEqual(setting.default, undefined, `${name}: default`);
      assert.match(setting.markdownDescription ?? '', /^%.+%$/, `${name}: description`);
      assert.ok(['machine', 'resource'].includes(setting.scope ?? ''), `${name}: scope`);
    }
  });

  test('keeps what reaches a cluster out of a workspace’s hands', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    const machine = [...settings].filter(([, { scope }]) => scope === 'machine').map(([name]) => name);
    assert.deepEqual([...restrictedConfigurations].sort(), machine.sort());
    for (const [name, { scope }] of settings)
      if (!/^kubesets\.(?:lint|completion|codeLens)\./.test(name)) assert.equal(scope, 'machine', name);
  });

  test('has an icon, snippets and a folder of translations that are there', () => {
    const files = [
      manifest.icon,
      contributes.viewsContainers.activitybar[0]?.icon ?? '',
      ...contributes.snippets.map(({ path }) => path),
      join(manifest.l10n, 'bundle.l10n.json'),
    ];
    for (const file of files) assert.ok(existsSync(join(root, file)), file);
  });
});

test('the package takes only what it is allowed', () => {
  const lines = readFileSync(join(root, '.vscodeignore'), 'utf8').split('\n').filter(Boolean);
  assert.equal(lines[0], '**', 'nothing to begin with');
  for (const line of lines.slice(1)) {
    assert.match(line, /^!/, 'every other line lets something in');
    assert.doesNotMatch(line, /^!(src|test|scripts|docs|\.|\*\*)/, line);
  }
});

describe('the documents', () => {
  const readme = source('README.md');
  const docs = readme + source('docs/*.md');

  test('name every setting, and no other', () => {
    for (const name of settings.keys()) assert.ok(readme.includes(`\`${name}\``), name);
    for (const [, name = ''] of docs.matchAll(
      /`(kubesets\.(?:lint|portForward|kubeconfig|protected)[\w.]*)`/g,
    ))
      assert.ok(settings.has(name) || (commandIds as readonly string[]).includes(name), name);
  });

  test('name every command of the palette', () => {
    for (const { command, title } of contributes.commands) {
      const key = title.slice(1, -1) as keyof typeof texts;
      if (![...rowOnly, ...lensOnly].includes(command))
        assert.ok(readme.includes(`**${texts[key]}**`), texts[key]);
    }
  });

  test('name only scripts that there are', () => {
    const scripts: Readonly<Record<string, string>> = manifest.scripts;
    for (const [, name = ''] of docs.matchAll(/npm run (?:--silent )?([\w:-]+)/g))
      assert.ok(name in scripts, name);
  });

  test('link only to files and headings that are there', () => {
    for (const page of ['README.md', 'CHANGELOG.md', ...globSync('docs/*.md', { cwd: root })]) {
      const text = readFileSync(join(root, page), 'utf8');
      for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^(https?|command):/.test(target)) continue;
        const [path = '', heading] = target.split('#');
        const file = path === '' ? join(root, page) : join(root, page, '..', path);
        assert.ok(existsSync(file), `${page}: ${target}`);
        if (heading !== undefined) assert.ok(headings(file).has(heading), `${page}: ${target}`);
      }
    }
  });
});

/** The anchors of a page's headings, as Git hosts make them. */
function headings(file: string): ReadonlySet<string> {
  const found = [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map((match) => match[1] ?? '');
  return new Set(
    found.map((text) =>
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

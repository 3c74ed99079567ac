import { builtinModules } from 'node:module';
import tseslint from 'typescript-eslint';

// The architecture. One row a room: may it import `vscode`, may it import Node's modules, which other rooms may it import.
// docs/architecture.md shows the same table, and a test holds the two together.
// `types` names rooms of which only types may be imported.
export const rooms = {
  base: { vscode: false, node: false, may: [], types: [] },
  manifest: { vscode: false, node: false, may: ['base'], types: [] },
  model: { vscode: false, node: false, may: ['base'], types: [] },
  lint: { vscode: false, node: false, may: ['base', 'manifest', 'model'], types: [] },
  language: { vscode: false, node: false, may: ['base', 'manifest', 'lint', 'model'], types: [] },
  scaffold: { vscode: false, node: false, may: ['base', 'manifest'], types: [] },
  cluster: { vscode: false, node: true, may: ['base'], types: ['model'] },
  forward: { vscode: false, node: true, may: ['base', 'cluster'], types: ['model'] },
  worker: { vscode: false, node: true, may: ['base', 'model', 'cluster', 'forward'], types: [] },
  host: { vscode: true, node: false, may: ['base', 'worker/protocol'], types: ['model'] },
  editor: {
    vscode: true,
    node: false,
    may: ['base', 'manifest', 'lint', 'language', 'model', 'host', 'tree/present', 'worker/protocol'],
    types: [],
  },
  tree: { vscode: true, node: false, may: ['base', 'model', 'host', 'worker/protocol'], types: [] },
  commands: {
    vscode: true,
    node: false,
    may: ['base', 'manifest', 'scaffold', 'model', 'host', 'tree/present', 'worker/protocol'],
    types: ['tree'],
  },
};

const names = Object.keys(rooms);
const nodeModules = [...builtinModules.filter((m) => !m.startsWith('_')), 'node:*'];

/** The import walls of one room, as patterns of the `no-restricted-imports` rule. */
function walls(name) {
  const room = rooms[name];
  const patterns = [{ group: ['**/extension.ts'], message: 'Nothing imports the composition root.' }];
  if (!room.vscode) patterns.push({ group: ['vscode'], message: `${name} does not know VS Code.` });
  if (!room.node) patterns.push({ group: nodeModules, message: `${name} does not use Node's modules.` });
  for (const other of names) {
    if (other === name || room.may.includes(other)) continue;
    // `room/file` in the table opens one file of a room.
    const open = room.may.filter((m) => m.startsWith(`${other}/`)).map((m) => m.slice(other.length + 1));
    const exceptions = open.length > 0 ? `(?!(?:${open.join('|')})\\.ts$)` : '';
    const typesOnly = room.types.includes(other);
    patterns.push({
      regex: `/${other}/${exceptions}`,
      allowTypeImports: typesOnly,
      message: `${name} may not import ${other}${typesOnly ? ' (but for types)' : ''}: see the table in eslint.config.mjs.`,
    });
  }
  return {
    files: [`src/${name}/**/*.ts`],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
}

export default tseslint.config(
  { ignores: ['dist/**', '.cache/**', '**/node_modules/**', 'test/artifacts/**', '.vscode-test/**'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': ['error', { checkThenables: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'ExportAllDeclaration', message: 'No barrels.' },
        { selector: "PropertyDefinition[accessibility='private']", message: 'Use #private.' },
        { selector: "MethodDefinition[accessibility='private']", message: 'Use #private.' },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-console': 'error',
      'max-lines': ['error', 400],
      complexity: ['error', { max: 16, variant: 'modified' }],
    },
  },
  {
    files: ['test/**/*.ts', 'scripts/**/*.ts'],
    rules: { '@typescript-eslint/no-floating-promises': 'off', '@typescript-eslint/require-await': 'off' },
  },
  ...names.map(walls),
);

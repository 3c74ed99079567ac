// Writes l10n/bundle.l10n.json, which translators start from, from the texts in the code: `node scripts/l10nBundle.ts`. A test
// asserts that it is current.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from './lib/paths.ts';

const bundle = join(root, 'l10n/bundle.l10n.json');

/** Whether this is `l10n.t` or `vscode.l10n.t`. */
function isTranslation(callee: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== 't') return false;
  const owner = callee.expression;
  const name = ts.isPropertyAccessExpression(owner) ? owner.name : owner;
  return ts.isIdentifier(name) && name.text === 'l10n';
}

/**
 * The texts of one source file. Throws where one is not a literal, which no translation could be found by, and where one is
 * translated as its module loads: that is before there are translations.
 */
export function textsOf(file: string, source: string): string[] {
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const refuse = (node: ts.Node, why: string): never => {
    throw new Error(`${file}:${parsed.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${why}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTranslation(node.expression)) {
      const [text] = node.arguments;
      if (!text || !ts.isStringLiteralLike(text)) return refuse(node, 'l10n.t wants a literal');
      if (!ts.findAncestor(node, ts.isFunctionLike)) return refuse(node, 'l10n.t belongs in a function');
      found.push(text.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return found;
}

/** The bundle: every text of src, sorted, as its own translation. */
export function l10nBundle(): string {
  const files = globSync('src/**/*.ts', { cwd: root });
  const texts = new Set(files.flatMap((file) => textsOf(file, readFileSync(join(root, file), 'utf8'))));
  return `${JSON.stringify(Object.fromEntries([...texts].sort().map((text) => [text, text])), null, 2)}\n`;
}

if (import.meta.main) writeFileSync(bundle, l10nBundle());

// The way into the linter's own chunk: whatever imports this file statically loads every rule with its page.
export { lint } from '../lint/lint.ts';
export { LintMemory } from '../lint/memory.ts';
export { rules } from '../lint/rules.ts';
export { yamlSyntax } from '../lint/syntax.ts';

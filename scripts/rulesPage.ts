// Writes docs/rules.md from the rules themselves: `node scripts/rulesPage.ts`. A test asserts that the page is current.
import { writeFileSync } from 'node:fs';
import type { Rule } from '../src/lint/rule.ts';
import { rules } from '../src/lint/rules.ts';
import { yamlSyntax } from '../src/lint/syntax.ts';

type Documented = Pick<Rule, 'code' | 'severity' | 'basis' | 'docs'>;

const bases = {
  api: 'the API server refuses it',
  runtime: "accepted, but can't work as meant",
  policy: 'a matter of policy',
} as const;

/** The catalogue of rules as Markdown. */
export function rulesPage(): string {
  const all: readonly Documented[] = [yamlSyntax, ...rules];
  const rows = all.map(
    ({ code, severity, basis, docs }) => `| [${code}](#${code}) | ${severity} | ${basis} | ${docs.title} |`,
  );
  return `<!-- Written by scripts/rulesPage.ts: change the rules, not this page. -->
<!-- prettier-ignore-start -->

# Rules

What Kube Sets finds in manifests. *Error* is for what the API server refuses and for what can't work; what it accepts is at most a
warning. \`basis\` says what stands behind a finding: ${Object.entries(bases)
    .map(([name, text]) => `*${name}* (${text})`)
    .join(', ')}.

A finding is kept quiet by \`# kubesets-ignore: code\` at the end of its line, on a line of its own above it, or above the first field
of a document for the whole document; several codes are separated by commas. The setting \`kubesets.lint.severity\` gives a code
another severity, or \`off\`. The same findings from a shell: \`npm run --silent lint:manifests -- <file or folder>…\`.

| code | severity | basis | |
|---|---|---|---|
${rows.join('\n')}

${all.map(section).join('\n')}
<!-- prettier-ignore-end -->
`;
}

/** What is found for its size alone is shown by its beginning. */
function shortened(example: string): string {
  return example.replace(/(.)\1{99,}/g, '$1$1$1…');
}

function section({ code, severity, basis, docs }: Documented): string {
  return `## ${code}

**${docs.title}.** *${severity}*, *${basis}*: ${bases[basis]}.

${docs.why.replace(/\s*\n(?!\n)/g, ' ')}

${docs.before === undefined ? '' : `Before:\n\n\`\`\`yaml\n${docs.before}\`\`\`\n\n`}Found:

\`\`\`yaml
${shortened(docs.bad)}\`\`\`

Right:

\`\`\`yaml
${docs.good}\`\`\`
`;
}

if (import.meta.main) writeFileSync(new URL('../docs/rules.md', import.meta.url), rulesPage());

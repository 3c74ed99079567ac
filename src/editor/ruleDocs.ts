import * as vscode from 'vscode';
import type { Disposable } from '../base/disposable.ts';
import type { Rule } from '../lint/rule.ts';
import type { LintRoom } from './lintRoom.ts';

const scheme = 'kubesets-rule';

/** Where a finding's code leads: the rule's page, which the extension carries with it. */
export function ruleUri(code: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${code}.md` });
}

/** Serves the pages of the rules as read-only Markdown documents. */
export function registerRuleDocs({ room }: { readonly room: LintRoom }): Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    async provideTextDocumentContent({ path }) {
      const known = await room.load();
      if (!known)
        return vscode.l10n.t('The linter could not be loaded; the output channel Kube Sets says why.');
      const code = path.slice(1).replace(/\.md$/, '');
      const rule = [known.yamlSyntax, ...known.rules].find((candidate) => candidate.code === code);
      return rule ? page(rule) : undefined;
    },
  });
}

function page({ code, docs: { title, why, bad, good } }: Pick<Rule, 'code' | 'docs'>): string {
  return `# ${title}

\`${code}\`

${why.trim()}

## ${vscode.l10n.t('Not so')}

\`\`\`yaml
${bad.trimEnd()}
\`\`\`

## ${vscode.l10n.t('But so')}

\`\`\`yaml
${good.trimEnd()}
\`\`\`

${vscode.l10n.t('A comment {0} keeps it quiet for a line, or at the top of a document for all of it; the setting {1} changes its severity.', `\`# kubesets-ignore: ${code}\``, '`kubesets.lint.severity`')}
`;
}

import * as l10n from '@vscode/l10n';
import type { Problem as YamlProblem } from '../manifest/compose.ts';
import type { ManifestDocument } from '../manifest/parse.ts';
import type { Fix, Problem, Rule } from './rule.ts';
import { spacesForTabs } from './tabs.ts';

/** Not a rule over objects: the document itself can't be read. */
export const yamlSyntax: Omit<Rule, 'check' | 'kinds'> = {
  code: 'yaml-syntax',
  severity: 'error',
  basis: 'api',
  docs: {
    title: 'A document is not YAML as Kubernetes reads it',
    why: `kubectl and the API server refuse a document that can't be parsed, and with it the whole request. The other documents of the
file are checked nevertheless. Kubernetes reads YAML 1.1 in its own way: \`yes\`, \`no\`, \`on\`, \`off\` are booleans and \`0644\` is
octal, \`.inf\` and \`.nan\` are refused, anchors must be defined before they are used. Lines are
indented with spaces, never with tabs.`,
    bad: `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  mode: "fast
`,
    good: `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  mode: "fast"
`,
  },
};

/** `text` is the whole file. */
export function* syntaxProblems(document: ManifestDocument, text: string): Generator<Problem> {
  if (document.error) {
    const { reason, range } = document.error;
    const message = l10n.t("This document can't be read as YAML, and Kubernetes refuses it: {0}.", reason);
    yield { range, path: '', message, fixes: () => fixes(document, text) };
    return;
  }
  for (const problem of document.problems) {
    yield { range: problem.range, path: '', message: messageOf(problem) };
  }
}

function fixes(document: ManifestDocument, text: string): readonly Fix[] {
  const edits = spacesForTabs(text, document.range);
  return edits ? [{ title: l10n.t('Indent with spaces'), edits, preferred: true }] : [];
}

function messageOf({ code, token }: YamlProblem): string {
  switch (code) {
    case 'unknown-alias':
      return l10n.t(
        '{0} refers to an anchor that is not defined above it: Kubernetes refuses the document.',
        token,
      );
    case 'alias-in-itself':
      return l10n.t('{0} stands inside the value that it refers to: Kubernetes refuses the document.', token);
    case 'too-deep':
      return l10n.t('Nested too deeply to be read.');
    case 'too-many-merges':
      return l10n.t('Too many merged keys (<<) to be read.');
    case 'bad-merge':
      return l10n.t('<< takes a map or a list of maps: Kubernetes refuses the document.');
    case 'bad-key':
      return l10n.t('{0} can not be a key: Kubernetes takes text, numbers and booleans.', token);
    case 'bad-tag':
      return l10n.t('{0} does not fit its tag: Kubernetes refuses the document.', token);
    case 'not-a-number':
      return l10n.t(
        '{0} has no place in JSON: Kubernetes refuses the document. Quote it if text is meant.',
        token,
      );
  }
}

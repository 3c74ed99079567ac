import * as l10n from '@vscode/l10n';
import type { Finding } from '../lint/rule.ts';

/** `2 errors, 1 warning`, as the Problems view counts: hints do not stand there. */
export function findingCounts(findings: readonly Finding[]): string {
  const count = (severity: Finding['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const parts = [errors(count('error')), warnings(count('warning')), infos(count('info'))];
  return parts.filter((part) => part !== '').join(', ') || l10n.t('no findings');
}

function errors(n: number): string {
  if (n === 0) return '';
  return n === 1 ? l10n.t('1 error') : l10n.t('{0} errors', n);
}

function warnings(n: number): string {
  if (n === 0) return '';
  return n === 1 ? l10n.t('1 warning') : l10n.t('{0} warnings', n);
}

function infos(n: number): string {
  if (n === 0) return '';
  return n === 1 ? l10n.t('1 note') : l10n.t('{0} notes', n);
}

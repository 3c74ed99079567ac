import * as l10n from '@vscode/l10n';
import type { Finding } from '../lint/rule.ts';
import { findingCounts } from './findingCounts.ts';

/** Why a document has the findings that it has; `none`: it is no manifest. */
export type LintState = 'none' | 'too-large' | 'off' | 'failed' | 'waiting' | 'checked';

/** What the language status says of a manifest. */
export interface Status {
  /** Undefined where it goes on saying what it said. */
  readonly text?: string;
  readonly detail?: string;
  readonly severity: 'information' | 'warning' | 'error';
  readonly leadsTo: 'problems' | 'settings' | 'log';
}

export interface Known {
  readonly state: Exclude<LintState, 'none'>;
  readonly findings: readonly Finding[];
  /** Whether *Fix All* has mended only a part. */
  readonly unfinished: boolean;
  /** In characters. */
  readonly largestManifest: number;
}

/** The words for what is known of a document. */
export function statusOf({ state, findings, unfinished, largestManifest }: Known): Status {
  const unchecked = { text: l10n.t('Kube Sets: not checked'), severity: 'information' } as const;
  switch (state) {
    case 'waiting':
      return { severity: 'information', leadsTo: 'problems' };
    case 'checked':
      return {
        text: l10n.t('Kube Sets: {0}', findingCounts(findings)),
        ...(unfinished
          ? { detail: l10n.t('Fix All ended before it was through: run it again for the rest') }
          : {}),
        severity: worst(findings),
        leadsTo: 'problems',
      };
    case 'too-large':
      return {
        ...unchecked,
        detail: l10n.t(
          'Files of more than {0} characters are left alone',
          largestManifest.toLocaleString('en'),
        ),
        leadsTo: 'problems',
      };
    case 'off':
      return {
        ...unchecked,
        detail: l10n.t('The linter is switched off in the settings'),
        leadsTo: 'settings',
      };
    case 'failed':
      return {
        ...unchecked,
        detail: l10n.t('The linter could not be loaded'),
        severity: 'error',
        leadsTo: 'log',
      };
  }
}

function worst(findings: readonly Finding[]): Status['severity'] {
  if (findings.some(({ severity }) => severity === 'error')) return 'error';
  return findings.some(({ severity }) => severity === 'warning') ? 'warning' : 'information';
}

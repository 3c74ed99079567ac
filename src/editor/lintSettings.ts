import * as vscode from 'vscode';
import type { SeveritySetting } from '../lint/rule.ts';

export interface LintSettings {
  readonly enabled: boolean;
  /** By code; a code that is not named has its rule's own severity. */
  readonly severities: Readonly<Record<string, SeveritySetting>>;
}

export const lintSection = 'kubesets.lint';

/** The settings for one document: they can differ between the folders of a workspace. */
export function lintSettings(uri: vscode.Uri): LintSettings {
  const section = vscode.workspace.getConfiguration(lintSection, uri);
  return {
    enabled: section.get<boolean>('enabled', true),
    severities: section.get<Record<string, SeveritySetting>>('severity', {}),
  };
}

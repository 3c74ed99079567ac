import * as l10n from '@vscode/l10n';
import { needsQuotes, validateName, type NameKind } from './names.ts';
import type { TextQuestion } from './system.ts';
import { pieces, type Piece } from './template.ts';

/** Asks for a name that has to do for all of `kinds`. */
export function nameQuestion(kinds: readonly NameKind[], suggestion: string): TextQuestion {
  return {
    type: 'text',
    id: 'name',
    title: l10n.t('Name'),
    default: suggestion,
    validate: (text) => firstProblem(kinds, text),
  };
}

export function namespaceQuestion(suggestion: string): TextQuestion {
  return {
    type: 'text',
    id: 'namespace',
    title: l10n.t('Namespace'),
    default: suggestion,
    validate: (text) => validateName('Namespace', text),
  };
}

function firstProblem(kinds: readonly NameKind[], text: string): string | undefined {
  for (const kind of kinds) {
    const problem = validateName(kind, text);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** The namespace as a YAML scalar. No tab stop: it was asked for, and a cursor in each of its places invites accidents. */
export function namespaceScalar(namespace: string): readonly Piece[] {
  return needsQuotes(namespace) ? ['"', namespace, '"'] : [namespace];
}

/** A name for a cluster-wide object of `name`, so that two namespaces can have one each. */
export function clusterWideName(name: string, namespace: string): readonly Piece[] {
  const parts = [name, '-', namespace];
  return needsQuotes(name) ? ['"', ...parts, '"'] : parts;
}

/**
 * The Namespace object, or nothing where the namespace is the cluster's own: what is in a manifest is deleted with it.
 */
export function namespaceDocument(namespace: string): readonly (readonly Piece[])[] {
  if (namespace === 'default' || namespace.startsWith('kube-')) return [];
  return [
    pieces`apiVersion: v1
kind: Namespace
metadata:
  name: ${namespaceScalar(namespace)}
`,
  ];
}

import type { RuleContext } from './rule.ts';

/**
 * Whether an object is a kustomize patch, which holds only what it changes: a kustomization names its file as one, or stands beside it
 * and does not name it among its resources. Without a kustomization the text alone has to show it (`context.partial`).
 */
export function isPatch({ file, scope, partial }: Pick<RuleContext, 'file' | 'scope' | 'partial'>): boolean {
  return partial || scope.kustomizations.isPatch(file.uri);
}

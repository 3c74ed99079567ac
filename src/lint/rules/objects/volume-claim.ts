import type { Typed } from '../../fields/typed.ts';
import type { RuleContext } from '../../rule.ts';

/** The claims that the API server looks into: a StatefulSet's templates are read only when its pods are made. */
export function claimsOf(context: Pick<RuleContext, 'typed'>): readonly Typed[] {
  return context
    .typed('PersistentVolumeClaimSpec')
    .filter(({ owner }) => owner?.type === 'PersistentVolumeClaimTemplate' || owner?.owner === undefined);
}

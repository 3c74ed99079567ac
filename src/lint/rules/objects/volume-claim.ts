import type { Typed } from '../../fields/typed.ts';
import type { RuleContext } from '../../rule.ts';

/** What a claim asks for: of claims, of a StatefulSet's templates and of ephemeral volumes. The API server looks into all of them. */
export function claimsOf(context: Pick<RuleContext, 'typed'>): readonly Typed[] {
  return context.typed('PersistentVolumeClaimSpec');
}

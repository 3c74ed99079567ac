// The way into what answers at a place in a manifest: a chunk of its own, which shares the linter's field tables.
import type { FieldDocs } from '../language/hover.ts';

export { complete } from '../language/complete.ts';
export { docText, hoverAt } from '../language/hover.ts';
export { Scope } from '../lint/scope.ts';

/** The documentation of all fields, which weighs more than the rest: loaded with the first hover. */
export async function loadDocs(): Promise<FieldDocs> {
  return (await import('../language/fieldDocs.json', { with: { type: 'json' } })).default;
}

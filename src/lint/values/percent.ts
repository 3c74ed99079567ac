import type { ScalarNode } from '../../manifest/nodes.ts';

/** The number of a percentage (`25%` → 25), undefined for a text that is none (apimachinery `IsValidPercent`). */
export function percentOf(text: string): number | undefined {
  return /^[0-9]+%$/.test(text) ? Number(text.slice(0, -1)) : undefined;
}

export type Portion = { readonly count: number } | { readonly percent: number };

/** An `IntOrString` that counts pods: a number or a percentage. Undefined where it is neither. */
export function portionOf(node: ScalarNode | undefined): Portion | undefined {
  const value = node?.value;
  if (typeof value === 'number') return Number.isInteger(value) ? { count: value } : undefined;
  const percent = typeof value === 'string' ? percentOf(value) : undefined;
  return percent === undefined ? undefined : { percent };
}

import type { ScalarNode } from '../../manifest/nodes.ts';

// Quantities as k8s.io/apimachinery `pkg/api/resource/quantity.go` reads them.

/** An amount in billionths, the finest that Kubernetes keeps: bytes, cores or whatever is counted. */
export type Nanos = bigint;

export const nano = 1_000_000_000n;

/** Units: powers of 1,000 and of 1,024. Upper-case `K`, `ki`, `MB` are none. */
const powers: ReadonlyMap<string, readonly [base: bigint, power: number]> = new Map([
  ['n', [10n, -9]],
  ['u', [10n, -6]],
  ['m', [10n, -3]],
  ['', [10n, 0]],
  ['k', [10n, 3]],
  ['M', [10n, 6]],
  ['G', [10n, 9]],
  ['T', [10n, 12]],
  ['P', [10n, 15]],
  ['E', [10n, 18]],
  ['Ki', [2n, 10]],
  ['Mi', [2n, 20]],
  ['Gi', [2n, 30]],
  ['Ti', [2n, 40]],
  ['Pi', [2n, 50]],
  ['Ei', [2n, 60]],
]);

/** No quantity is larger than this for any comparison's sake (the server caps at 2^63 - 1 units or keeps them whole). */
const mostDigits = 60;

const form = /^([-+]?)([0-9]*)(\.[0-9]*)?([eEinumkKMGTP]*[-+]?[0-9]*)$/;

/** The amount that the server reads, or undefined where it refuses the text. A unit without a number is zero: `Gi`. */
export function parseQuantity(text: string): Nanos | undefined {
  const trimmed = text.trim();
  const [, sign, whole = '', fraction = '', suffix = ''] = form.exec(trimmed) ?? [];
  if (trimmed === '' || sign === undefined) return undefined;
  const unit = powers.get(suffix) ?? exponentOf(suffix);
  if (!unit) return undefined;
  const digits = `${whole}${fraction.slice(1)}`.slice(0, 4 * mostDigits);
  const amount = scaled(BigInt(digits === '' ? '0' : digits), unit, fraction.length - 1);
  return sign === '-' ? -amount : amount;
}

/** Whether the server reads an amount, without working it out. */
export function isQuantity(text: string): boolean {
  // What most are, at once.
  if (/^[0-9]+(?:m|[KMGT]i|k|M|G)?$/.test(text)) return true;
  const suffix = form.exec(text.trim())?.[4];
  return (
    suffix !== undefined && text.trim() !== '' && (powers.has(suffix) || exponentOf(suffix) !== undefined)
  );
}

/** `e3`, `E-2`: a decimal exponent. */
function exponentOf(suffix: string): readonly [bigint, number] | undefined {
  const match = /^[eE]([-+]?[0-9]+)$/.exec(suffix);
  if (!match) return undefined;
  return [10n, Math.max(-mostDigits, Math.min(mostDigits, Number(match[1])))];
}

/** `digits` with `decimals` of them behind the point, times the unit, in billionths rounded up. */
function scaled(digits: bigint, [base, power]: readonly [bigint, number], decimals: number): Nanos {
  let numerator = digits * nano;
  let divisor = 10n ** BigInt(Math.max(0, decimals));
  if (power >= 0) numerator *= base ** BigInt(power);
  else divisor *= base ** BigInt(-power);
  return (numerator + divisor - 1n) / divisor;
}

/** The amount of a written value; undefined for what the server refuses, and for `null`, which is none. */
export function quantityOf(node: ScalarNode | undefined): Nanos | undefined {
  if (!node || node.value === null || typeof node.value === 'boolean') return undefined;
  return parseQuantity(jsonNumber(node.value));
}

/** A number as Go writes it into JSON: what the server's own reading of a quantity then starts from. */
export function jsonNumber(value: string | number): string {
  return typeof value === 'string' ? value : String(value);
}

/** The quantity that is probably meant by a text that is refused: `500MB` → `500M`, `1ki` → `1Ki`, `2 cores` → `2`. */
export function meantQuantity(text: string): string | undefined {
  const [, number, unit = ''] = /^([-+]?[0-9]+(?:[.,][0-9]+)?) *([a-zA-Z]*)$/.exec(text.trim()) ?? [];
  if (number === undefined) return undefined;
  const suffix = meantUnit(unit);
  if (suffix === undefined) return undefined;
  const meant = `${number.replace(',', '.')}${suffix}`;
  return meant !== text && parseQuantity(meant) !== undefined ? meant : undefined;
}

function meantUnit(unit: string): string | undefined {
  if (powers.has(unit)) return unit;
  const lower = unit.toLowerCase();
  if (/^(?:b|bytes?|cores?|cpus?|vcpus?)$/.test(lower)) return '';
  if (/^(?:mcpus?|mcores?|millis?|millicores?|millicpus?)$/.test(lower)) return 'm';
  const [, letter, binary] = /^([kmgtpe])(i?)(?:b|bytes?)?$/.exec(lower) ?? [];
  if (letter === undefined) return undefined;
  // A lone `m` would have been read; with a `b` or an `i` behind it, mega is meant.
  const large = letter === 'k' && !binary ? 'k' : letter.toUpperCase();
  return `${large}${binary ?? ''}`;
}

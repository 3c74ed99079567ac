/** A value that a scalar can have after Kubernetes has read it. */
export type Scalar = string | number | boolean | null;

const words = new Map<string, Scalar>();
for (const [value, spellings] of [
  [true, 'y Y yes Yes YES true True TRUE on On ON'],
  [false, 'n N no No NO false False FALSE off Off OFF'],
  [null, ' ~ null Null NULL'],
  [NaN, '.nan .NaN .NAN'],
  [Infinity, '.inf .Inf .INF +.inf +.Inf +.INF'],
  [-Infinity, '-.inf -.Inf -.INF'],
] as const) {
  for (const spelling of spellings.split(' ')) words.set(spelling, value);
}

const integer = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const largestUnsigned = 18446744073709551615n;
const largestSigned = 9223372036854775808n;

function integerOf(text: string): number | undefined {
  if (!integer.test(text)) return undefined;
  const negative = text.startsWith('-');
  const digits = text.replace(/^[-+]/, '');
  const octal = /^0[0-7]+$/.test(digits);
  const size = BigInt(octal ? `0o${digits.slice(1)}` : digits);
  // ParseUint takes no sign, so only an unsigned token may use the upper half.
  const limit = negative || text.startsWith('+') ? largestSigned - (negative ? 0n : 1n) : largestUnsigned;
  if (size > limit) return undefined;
  return negative ? -Number(size) + 0 : Number(size);
}

function floatOf(text: string): number | undefined {
  if (!float.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value + 0 : undefined;
}

/**
 * The value of a plain (unquoted) scalar as kubectl and the API server read it: YAML 1.1 without base-60 numbers and without
 * dates, which stay text (sigs.k8s.io/yaml, goyaml.v2 `resolve.go`). `.inf` and `.nan` resolve to numbers that JSON can't hold:
 * Kubernetes refuses the document.
 */
export function resolvePlain(text: string): Scalar {
  const word = words.get(text);
  if (word !== undefined) return word;
  const first = text.charAt(0);
  if (first === '.') return floatOf(text) ?? text;
  if ((first < '0' || first > '9') && first !== '+' && first !== '-') return text;
  const plain = text.replaceAll('_', '');
  return integerOf(plain) ?? floatOf(plain) ?? text;
}

/** The value of a scalar that carries an explicit tag, as written (`!!int`); undefined where its text does not fit the tag. */
export function resolveTagged(tag: string, text: string): Scalar | undefined {
  const value = resolvePlain(text);
  switch (tag.replace(/^!<tag:yaml\.org,2002:(.*)>$/, '!!$1')) {
    case '!!binary':
      return decodeBase64(text);
    case '!!null':
      return value === null ? null : undefined;
    case '!!bool':
      return typeof value === 'boolean' ? value : undefined;
    case '!!int':
      return integerOf(text.replaceAll('_', ''));
    case '!!float':
      return typeof value === 'number' ? value : undefined;
    default:
      return text; // what Kubernetes has no reading of is text: `!foo 3`, `!!str 3`, `! 3`
  }
}

function decodeBase64(text: string): string | undefined {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text.replace(/\s/g, '')), (c) => c.charCodeAt(0)));
  } catch {
    return undefined; // not base64: said by the caller, with its place
  }
}

/** A resolved mapping key as JSON has it (sigs.k8s.io/yaml `convertToJSONableObject`); undefined for what can't be a key. */
export function keyText(value: Scalar): string | undefined {
  return value === null ? undefined : String(value);
}

/** A source of unpredictable bytes, e.g. `crypto.getRandomValues(new Uint8Array(n))`. */
export type RandomBytes = (count: number) => Uint8Array;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * A password of `length` letters and digits (5.95 bits each), every one equally likely. Neither YAML, shells nor
 * connection strings have to quote it.
 */
export function password(random: RandomBytes, length = 24): string {
  const fair = 256 - (256 % letters.length);
  let result = '';
  while (result.length < length) {
    for (const byte of random(length)) {
      if (byte < fair && result.length < length) result += letters.charAt(byte % letters.length);
    }
  }
  return result;
}

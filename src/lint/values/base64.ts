/**
 * Where Go's `encoding/base64` stops reading a text (standard alphabet, padding wanted, line breaks passed over), as an index into
 * it; undefined where it reads it whole. Bits beyond the last byte are of no interest to it.
 */
export function base64Stop(text: string): number | undefined {
  // The common case at once: values may be large.
  if (/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return undefined;
  let inGroup = 0;
  let index = 0;
  for (; index < text.length; index++) {
    const char = text.charAt(index);
    if (char === '\n' || char === '\r') continue;
    if (char === '=') return paddingStop(text, index, inGroup);
    if (!/[A-Za-z0-9+/]/.test(char)) return index;
    inGroup = (inGroup + 1) % 4;
  }
  return inGroup === 0 ? undefined : index;
}

function paddingStop(text: string, start: number, inGroup: number): number | undefined {
  if (inGroup < 2) return start;
  const [, rest = ''] =
    inGroup === 2
      ? (/^=[\r\n]*=([^]*)$/.exec(text.slice(start)) ?? [, undefined])
      : [, text.slice(start + 1)];
  if (inGroup === 2 && !/^=[\r\n]*=/.test(text.slice(start))) return start + 1;
  const more = rest.search(/[^\r\n]/);
  return more < 0 ? undefined : text.length - rest.length + more;
}

/** The bytes of a text that `base64Stop` has nothing against. */
export function decodeBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replace(/[\r\n]/g, '')), (char) => char.charCodeAt(0));
}

/** The bytes as text, undefined where they are none (UTF-8). */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // The one thing that it throws for: bytes that are no UTF-8, as keys and archives are.
    return undefined;
  }
}

export function encodeBase64(text: string): string {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** The size in bytes of what the text stands for, without decoding it. */
export function decodedSize(text: string): number {
  const digits = text.replace(/[\r\n=]/g, '').length;
  return Math.floor((digits * 3) / 4);
}

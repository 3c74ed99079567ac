/** An IP address: 4 or 16 bytes, and what Kubernetes has against it though it can be read. */
export interface Address {
  readonly bytes: readonly number[];
  readonly fault: 'leading-zeros' | 'mapped' | undefined;
}

/** An IP address as k8s.io/utils `ParseIPSloppy` reads it (numbers with leading zeros are decimal); undefined for what is none. */
export function addressOf(text: string): Address | undefined {
  if (text.includes(':')) return six(text);
  const bytes = four(text);
  return bytes && { bytes, fault: /(?:^|\.)0[0-9]/.test(text) ? 'leading-zeros' : undefined };
}

function four(text: string): number[] | undefined {
  const match = /^([0-9]+)\.([0-9]+)\.([0-9]+)\.([0-9]+)$/.exec(text);
  const bytes = match?.slice(1).map(Number);
  return bytes?.every((byte) => byte <= 255) ? bytes : undefined;
}

function six(text: string): Address | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(bytesOf);
  if (!head || (halves.length === 2 && !tail)) return undefined;
  const gap = 16 - head.length - (tail?.length ?? 0);
  // `::` stands for at least one group.
  if (halves.length === 2 ? gap < 2 : gap !== 0) return undefined;
  // Only the end may be written with dots.
  if (halves.length === 2 && (halves[0] ?? '').includes('.')) return undefined;
  const bytes = [...head, ...Array.from({ length: gap }, () => 0), ...(tail ?? [])];
  return sixOf(bytes, text);
}

function sixOf(bytes: readonly number[], text: string): Address {
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  if (mapped) return { bytes: bytes.slice(12), fault: 'mapped' };
  return { bytes, fault: /[:.]0[0-9]+\.|\.0[0-9]/.test(text) ? 'leading-zeros' : undefined };
}

function bytesOf(groups: string): number[] | undefined {
  if (groups === '') return [];
  const bytes: number[] = [];
  const all = groups.split(':');
  for (const [i, group] of all.entries()) {
    if (group.includes('.')) {
      const last = i === all.length - 1 ? four(group) : undefined;
      if (!last) return undefined;
      bytes.push(...last);
    } else {
      if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 255);
    }
  }
  return bytes;
}

/** A range of addresses, `10.0.0.0/8`. */
export interface Range {
  readonly bytes: readonly number[];
  /** The bits that count. */
  readonly length: number;
  readonly fault: Address['fault'] | 'host-bits';
}

/** A range as k8s.io/utils `ParseCIDRSloppy` reads it; undefined for what is none. */
export function rangeOf(text: string): Range | undefined {
  const [, ip = '', bits = ''] = /^([^/]*)\/([0-9]+)$/.exec(text) ?? [];
  const address = addressOf(ip);
  const written = Number(bits);
  if (!address || bits === '') return undefined;
  const whole = address.fault === 'mapped' ? 128 : address.bytes.length * 8;
  if (written > whole) return undefined;
  const length = address.fault === 'mapped' ? Math.max(0, written - 96) : written;
  const zeros = /^0[0-9]/.test(bits) ? 'leading-zeros' : undefined;
  const hostBits = bitsBeyond(address.bytes, length) ? 'host-bits' : undefined;
  return { bytes: address.bytes, length, fault: address.fault ?? zeros ?? hostBits };
}

function maskAt(index: number, length: number): number {
  const bits = Math.min(8, Math.max(0, length - index * 8));
  return (255 << (8 - bits)) & 255;
}

function bitsBeyond(bytes: readonly number[], length: number): boolean {
  return bytes.some((byte, i) => (byte & ~maskAt(i, length) & 255) !== 0);
}

/** Whether `inner` is a part of `outer`, and not the same. */
export function isWithin(inner: Range, outer: Range): boolean {
  if (inner.bytes.length !== outer.bytes.length || inner.length <= outer.length) return false;
  return inner.bytes.every(
    (byte, i) => (byte & maskAt(i, outer.length)) === ((outer.bytes[i] ?? 0) & maskAt(i, outer.length)),
  );
}

/** The range with the bits beyond its length cleared, in the shape that it is written in; IPv4 only. */
export function maskedText({ bytes, length }: Range): string | undefined {
  if (bytes.length !== 4) return undefined;
  return `${bytes.map((byte, i) => byte & maskAt(i, length)).join('.')}/${length}`;
}

/** The kinds of address that can't be a Service's own (`ValidateEndpointIP`). */
export function specialAddress({ bytes }: Address): 'unspecified' | 'loopback' | 'link-local' | undefined {
  const lead = bytes.slice(0, -1);
  const last = bytes.at(-1) ?? 0;
  if (lead.every((byte) => byte === 0) && (last === 0 || (last === 1 && bytes.length === 16)))
    return last === 0 ? 'unspecified' : 'loopback';
  if (bytes.length === 4 && bytes[0] === 127) return 'loopback';
  return (bytes.length === 4 ? isLinkLocalFour(bytes) : isLinkLocalSix(bytes)) ? 'link-local' : undefined;
}

function isLinkLocalFour([a, b, c]: readonly number[]): boolean {
  return (a === 169 && b === 254) || (a === 224 && b === 0 && c === 0);
}

function isLinkLocalSix([a = 0, b = 0]: readonly number[]): boolean {
  return (a === 254 && (b & 192) === 128) || (a === 255 && (b & 15) === 2);
}

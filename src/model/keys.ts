import type { PlaceState } from './rows.ts';

/** What a row's key says. A name is never a key where it can be reused: sets and pods are known by uid. */
export type RowKey =
  | { readonly kind: 'namespace'; readonly context: string; readonly name: string }
  | { readonly kind: 'set'; readonly context: string; readonly uid: string }
  | { readonly kind: 'slot'; readonly context: string; readonly uid: string; readonly ordinal: number }
  | { readonly kind: 'place'; readonly context: string; readonly uid: string; readonly node: string }
  | { readonly kind: 'fold'; readonly context: string; readonly uid: string; readonly of: PlaceState }
  | { readonly kind: 'group'; readonly context: string; readonly uid: string; readonly group: GroupName }
  | { readonly kind: 'node'; readonly context: string; readonly name: string }
  | { readonly kind: 'nodePod'; readonly context: string; readonly uid: string }
  /** Rows below another: their parent's key, and what tells them from their siblings. */
  | {
      readonly kind: 'claim' | 'container' | 'warning' | 'problem';
      readonly parent: string;
      readonly id: string;
    };

export type GroupName = 'retainedVolumes' | 'leftoverPods';

/** The row's key as text: unique within its view, the same as long as it is the same thing. */
export function formatKey(key: RowKey): string {
  return partsOf(key).map(encodeURIComponent).join('/');
}

function partsOf(key: RowKey): readonly string[] {
  switch (key.kind) {
    case 'namespace':
    case 'node':
      return [key.kind, key.context, key.name];
    case 'set':
    case 'nodePod':
      return [key.kind, key.context, key.uid];
    case 'slot':
      return [key.kind, key.context, key.uid, String(key.ordinal)];
    case 'place':
      return [key.kind, key.context, key.uid, key.node];
    case 'fold':
      return [key.kind, key.context, key.uid, key.of];
    case 'group':
      return [key.kind, key.context, key.uid, key.group];
    case 'claim':
    case 'container':
    case 'warning':
    case 'problem':
      return [key.kind, key.parent, key.id];
  }
}

/** Reads back what {@link formatKey} wrote; undefined for anything else, as a key may come from an older window. */
export function parseKey(text: string): RowKey | undefined {
  const [kind, a, b, c, ...more] = text.split('/').map(decodePart);
  if (kind === undefined || a === undefined || b === undefined || more.length > 0) return undefined;
  return c === undefined ? pairKey(kind, a, b) : tripleKey(kind, a, b, c);
}

function decodePart(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function pairKey(kind: string, a: string, b: string): RowKey | undefined {
  switch (kind) {
    case 'namespace':
    case 'node':
      return { kind, context: a, name: b };
    case 'set':
    case 'nodePod':
      return { kind, context: a, uid: b };
    case 'claim':
    case 'container':
    case 'warning':
    case 'problem':
      return { kind, parent: a, id: b };
    default:
      return undefined;
  }
}

function tripleKey(kind: string, context: string, uid: string, last: string): RowKey | undefined {
  switch (kind) {
    case 'slot':
      return /^\d+$/.test(last) ? { kind, context, uid, ordinal: Number(last) } : undefined;
    case 'place':
      return { kind, context, uid, node: last };
    case 'fold':
      return { kind, context, uid, of: last as PlaceState };
    case 'group':
      return last === 'retainedVolumes' || last === 'leftoverPods'
        ? { kind, context, uid, group: last }
        : undefined;
    default:
      return undefined;
  }
}

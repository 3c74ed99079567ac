import type { TextRange } from '../base/text.ts';
import type { Step } from '../manifest/nodes.ts';
import { unquoted } from './lines.ts';

/** Where an offset lies inside brackets. */
export interface FlowPlace {
  /** From the value that the outermost bracket begins to the map, the item or the value at hand. */
  readonly steps: readonly Step[];
  readonly expects: 'key' | 'item' | 'value';
  /** The keys of the map at hand; the values as written. */
  readonly keys: ReadonlyMap<string, string>;
  /** The token at the offset. */
  readonly range: TextRange;
  readonly colon: boolean;
}

interface Open {
  readonly list: boolean;
  readonly keys: Map<string, string>;
  items: number;
  key: string | undefined;
  /** Where the token at hand begins. */
  from: number;
}

/** Reads from the bracket at `start`, to the end of its brackets or of the text; undefined where `offset` is not inside. */
export function flowAt(text: string, start: number, end: number, offset: number): FlowPlace | undefined {
  const stack: Open[] = [];
  let found:
    { stack: readonly Open[]; steps: Step[]; expects: FlowPlace['expects']; from: number } | undefined;
  for (let at = start; at <= end; at++) {
    if (at === offset && stack.length > 0) found = placeOf(stack);
    const c = at < end ? text.charAt(at) : '';
    const top = stack.at(-1);
    if (c === '"' || c === "'") {
      const close = closing(text, at, end);
      if (offset > at && offset < close && top) found = placeOf(stack);
      at = close - 1;
    } else if (c === '[' || c === '{') {
      stack.push({ list: c === '[', keys: new Map(), items: 0, key: undefined, from: at + 1 });
    } else if (c === ']' || c === '}' || c === ',' || c === '') {
      if (!top) return undefined;
      settle(text, top, at);
      if (found?.stack.at(-1) === top) return tokenOf(text, found, top, at, offset);
      if (c === ']' || c === '}') stack.pop();
      if (stack.length === 0) return undefined;
      if (c === ',') Object.assign(top, { items: top.items + 1, key: undefined, from: at + 1 });
    } else if (
      c === ':' &&
      top &&
      !top.list &&
      top.key === undefined &&
      /[\s,"'\]}]|^$/.test(text.charAt(at + 1))
    ) {
      const key = unquoted(text.slice(top.from, at).trim());
      if (found?.stack.at(-1) === top && found.expects === 'key')
        return tokenOf(text, found, top, at, offset);
      Object.assign(top, { key, from: at + 1 });
    }
  }
  return undefined;
}

function placeOf(stack: readonly Open[]) {
  const steps: Step[] = [];
  for (const { list, items, key } of stack) {
    if (list) steps.push(items);
    else if (key !== undefined) steps.push(key);
  }
  const top = stack.at(-1);
  const expects: FlowPlace['expects'] = top?.list ? 'item' : top?.key === undefined ? 'key' : 'value';
  return { stack: [...stack], steps, expects, from: top?.from ?? 0 };
}

function settle(text: string, open: Open, at: number): void {
  if (open.key !== undefined) open.keys.set(open.key, text.slice(open.from, at).trim());
}

function tokenOf(
  text: string,
  found: { readonly steps: readonly Step[]; readonly expects: FlowPlace['expects']; readonly from: number },
  top: Open,
  end: number,
  offset: number,
): FlowPlace | undefined {
  const token = text.slice(found.from, end);
  const start = found.from + (token.length - token.trimStart().length);
  const stop = start + token.trim().length;
  const nothing = start >= stop;
  // Beside a token nothing can be written without a comma.
  if (!nothing && (offset < start || offset > stop || /[\r\n]/.test(token.trim()))) return undefined;
  const range = nothing ? { start: offset, end: offset } : { start, end: stop };
  const colon = text.charAt(end) === ':';
  return { steps: found.steps, expects: found.expects, keys: top.keys, range, colon };
}

function closing(text: string, at: number, end: number): number {
  const quote = text.charAt(at);
  for (let i = at + 1; i < end; i++) {
    const c = text.charAt(i);
    if (c === '\n') return i;
    if (c === '\\' && quote === '"') i++;
    else if (c === quote) return i + 1;
  }
  return end;
}

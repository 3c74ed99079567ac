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

interface Found {
  readonly open: Open;
  readonly steps: readonly Step[];
  readonly expects: FlowPlace['expects'];
  readonly from: number;
}

/** Reads from the bracket at `start`, to the end of its brackets or of the text; undefined where `offset` is not inside. */
export function flowAt(text: string, start: number, end: number, offset: number): FlowPlace | undefined {
  const stack: Open[] = [];
  let found: Found | undefined;
  for (let at = start; at <= end; at++) {
    const c = at < end ? text.charAt(at) : '';
    const close = c === '"' || c === "'" ? closing(text, at, end) : at + 1;
    if (offset >= at && offset < close) found = placeOf(stack);
    const top = stack.at(-1);
    if (c === '[' || c === '{') {
      stack.push({ list: c === '[', keys: new Map(), items: 0, key: undefined, from: at + 1 });
    } else if (top && endsToken(text, at, c, top)) {
      settle(text, top, at);
      if (found?.open === top) return tokenOf(text, found, top, at, offset);
      next(text, stack, top, at);
    }
    if (stack.length === 0) return undefined;
    at = close - 1;
  }
  return undefined;
}

function endsToken(text: string, at: number, c: string, top: Open): boolean {
  if (c === ':') {
    return !top.list && top.key === undefined && /[\s,"'\]}]|^$/.test(text.charAt(at + 1));
  }
  return c === '' || c === ',' || c === ']' || c === '}';
}

/** Goes on behind what ends a token: to the value, to the next entry, or out of the bracket. */
function next(text: string, stack: Open[], top: Open, at: number): void {
  const c = text.charAt(at);
  if (c === ':') Object.assign(top, { key: unquoted(text.slice(top.from, at).trim()), from: at + 1 });
  else if (c === ',') Object.assign(top, { items: top.items + 1, key: undefined, from: at + 1 });
  else stack.pop();
}

function placeOf(stack: readonly Open[]): Found | undefined {
  const top = stack.at(-1);
  if (!top) return undefined;
  const steps: Step[] = [];
  for (const { list, items, key } of stack) {
    if (list) steps.push(items);
    else if (key !== undefined) steps.push(key);
  }
  const expects = top.list ? 'item' : top.key === undefined ? 'key' : 'value';
  return { open: top, steps, expects, from: top.from };
}

function settle(text: string, open: Open, at: number): void {
  if (open.key !== undefined) open.keys.set(open.key, text.slice(open.from, at).trim());
}

function tokenOf(text: string, found: Found, top: Open, end: number, offset: number): FlowPlace | undefined {
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

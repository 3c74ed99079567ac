import { CHOMPING_MODE, COLLECTION_STYLE, EVENT_ID, SCALAR_STYLE, getScalarValue, type Event } from 'js-yaml';
import type { TextRange } from '../base/text.ts';
import type {
  MapEntry,
  MapNode,
  Parent,
  ScalarNode,
  ScalarStyle,
  SeqItem,
  SeqNode,
  YamlNode,
} from './nodes.ts';
import { keyText, resolvePlain, resolveTagged } from './scalars.ts';
import { skipTrivia } from './trivia.ts';

/** What is wrong with a document that a YAML parser accepts, but Kubernetes' reading of YAML does not. */
export type ProblemCode =
  | 'unknown-alias'
  | 'alias-in-itself'
  | 'too-deep'
  | 'bad-merge'
  | 'too-many-merges'
  | 'bad-key'
  | 'bad-tag'
  | 'not-a-number';

export interface Problem {
  readonly code: ProblemCode;
  readonly range: TextRange;
  /** The token that is meant. */
  readonly token: string;
}

type ScalarEvent = Extract<Event, { type: typeof EVENT_ID.SCALAR }>;
type AliasEvent = Extract<Event, { type: typeof EVENT_ID.ALIAS }>;
type OpenEvent = Extract<Event, { type: typeof EVENT_ID.MAPPING | typeof EVENT_ID.SEQUENCE }>;

// Nodes are filled while their children arrive, and read-only for everybody else.
type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type OpenMap = Mutable<MapNode> & {
  entries: MapEntry[];
  byKey: Map<string, MapEntry>;
  duplicates: MapEntry[];
};
type OpenSeq = Mutable<SeqNode> & { items: SeqItem[] };

interface Frame {
  readonly node: OpenMap | OpenSeq;
  readonly anchor: string | undefined;
  /** A pair in a flow sequence, `[a: b]`: a map without braces. */
  bare: boolean;
  /** The keys written so far. */
  readonly keys: Set<string>;
  /** A map's key that waits for its value. */
  key: { readonly text: string | undefined; readonly range: TextRange; readonly merge: boolean } | undefined;
}

interface Arrival {
  readonly value: YamlNode;
  readonly alias?: TextRange;
}

const maxHeight = 500;
/** Merged keys a document may have: chains of `<<` multiply. */
const maxMerged = 20_000;
const flowStyle: number = COLLECTION_STYLE.FLOW;
const styles: Readonly<Record<number, ScalarStyle>> = {
  [SCALAR_STYLE.PLAIN]: 'plain',
  [SCALAR_STYLE.SINGLE_QUOTED]: 'single',
  [SCALAR_STYLE.DOUBLE_QUOTED]: 'double',
  [SCALAR_STYLE.LITERAL_BLOCK]: 'literal',
  [SCALAR_STYLE.FOLDED_BLOCK]: 'folded',
};

/** Builds one document's tree from the parser's events, whose offsets count from `base` in the file. */
export class Composer {
  readonly problems: Problem[] = [];
  root: YamlNode | undefined;
  readonly #text: string;
  readonly #base: number;
  readonly #anchors = new Map<string, YamlNode | 'open'>();
  readonly #frames: Frame[] = [];
  #merged = 0;
  /** The end of the last token, within `#text`. */
  #cursor = 0;

  constructor(text: string, base: number) {
    this.#text = text;
    this.#base = base;
  }

  add(event: Event): void {
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.#scalar(event);
      case EVENT_ID.ALIAS:
        return this.#alias(event);
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE:
        return this.#open(event);
      case EVENT_ID.POP:
        return this.#close();
      default:
    }
  }

  #range(start: number, end: number): TextRange {
    return { start: this.#base + start, end: this.#base + end };
  }

  #report(code: ProblemCode, range: TextRange): void {
    const token = this.#text.slice(range.start - this.#base, range.end - this.#base);
    this.problems.push({ code, range, token: token.length > 60 ? `${token.slice(0, 60)}…` : token });
  }

  #parent(): Parent | undefined {
    const frame = this.#frames.at(-1);
    if (!frame) return undefined;
    if (frame.node.kind === 'seq') return { node: frame.node, step: frame.node.items.length };
    return { node: frame.node, step: frame.key?.text ?? '' };
  }

  /** Past the `:` or `-` or `,` that introduces the value at hand. */
  #toValue(): void {
    const frame = this.#frames.at(-1);
    if (!frame) return;
    const next = skipTrivia(this.#text, this.#cursor);
    const c = this.#text.charAt(next);
    const introduces =
      frame.node.kind === 'map' ? c === ':' || c === '?' || c === ',' : c === '-' || c === ',';
    if (introduces) this.#cursor = next + 1;
  }

  #scalar(event: ScalarEvent): void {
    if (this.#frames.at(-1)?.key || this.#frames.at(-1)?.node.kind === 'seq') this.#toValue();
    const style = styles[event.style] ?? 'plain';
    this.#cursor = Math.max(this.#cursor, event.tagEnd, event.anchorEnd);
    const { start, end } = this.#extent(event, style);
    this.#cursor = Math.max(this.#cursor, end);
    const range = this.#range(start, end);
    const text = event.valueStart < 0 ? '' : getScalarValue(this.#text, event);
    let value = style === 'plain' ? resolvePlain(text) : text;
    if (event.tagStart >= 0) {
      const tagged = resolveTagged(this.#text.slice(event.tagStart, event.tagEnd), text);
      if (tagged === undefined) this.#report('bad-tag', range);
      value = tagged ?? text;
    }
    if (typeof value === 'number' && !Number.isFinite(value)) this.#report('not-a-number', range);
    const node: ScalarNode = { kind: 'scalar', range, parent: this.#parent(), height: 1, value, text, style };
    if (event.anchorStart >= 0) this.#anchors.set(this.#text.slice(event.anchorStart, event.anchorEnd), node);
    this.#arrive({ value: node }, style === 'plain' && event.tagStart < 0);
  }

  #extent(event: ScalarEvent, style: ScalarStyle): { start: number; end: number } {
    if (style === 'single' || style === 'double')
      return { start: event.valueStart - 1, end: event.valueEnd + 1 };
    if (style === 'plain') {
      if (event.valueStart < 0) return { start: this.#cursor, end: this.#cursor };
      return { start: event.valueStart, end: event.valueEnd };
    }
    const header = skipTrivia(this.#text, this.#cursor);
    const content = this.#text.slice(event.valueStart, event.valueEnd);
    const kept = event.chomping === CHOMPING_MODE.KEEP ? content.replace(/\r?\n$/, '') : content.trimEnd();
    if (kept === '') return { start: header, end: this.#text.slice(0, event.valueStart).trimEnd().length };
    return { start: header, end: event.valueStart + kept.length };
  }

  #alias(event: AliasEvent): void {
    if (this.#frames.at(-1)?.key || this.#frames.at(-1)?.node.kind === 'seq') this.#toValue();
    const name = this.#text.slice(event.anchorStart, event.anchorEnd);
    const range = this.#range(event.anchorStart - 1, event.anchorEnd);
    this.#cursor = event.anchorEnd;
    const target = this.#anchors.get(name);
    if (target && target !== 'open') return this.#arrive({ value: target, alias: range }, false);
    this.#report(target ? 'alias-in-itself' : 'unknown-alias', range);
    const parent = this.#parent();
    this.#arrive(
      { value: { kind: 'scalar', range, parent, height: 1, value: null, text: '', style: 'plain' } },
      false,
    );
  }

  #open(event: OpenEvent): void {
    if (this.#frames.at(-1)?.key || this.#frames.at(-1)?.node.kind === 'seq') this.#toValue();
    const anchor = event.anchorStart < 0 ? undefined : this.#text.slice(event.anchorStart, event.anchorEnd);
    if (anchor !== undefined) this.#anchors.set(anchor, 'open');
    const flow = event.style === flowStyle;
    const common = { range: this.#range(event.start, event.start), parent: this.#parent(), height: 1, flow };
    this.#cursor = Math.max(
      this.#cursor,
      event.start + (flow && /[[{]/.test(this.#text.charAt(event.start)) ? 1 : 0),
    );
    const node: OpenMap | OpenSeq =
      event.type === EVENT_ID.SEQUENCE
        ? { ...common, kind: 'seq', items: [] }
        : { ...common, kind: 'map', entries: [], byKey: new Map<string, MapEntry>(), duplicates: [] };
    this.#frames.push({ node, anchor, bare: false, keys: new Set(), key: undefined });
  }

  #close(): void {
    const frame = this.#frames.pop();
    if (!frame) return; // the document's own end
    const { node, anchor } = frame;
    if (node.flow && !frame.bare) {
      let end = skipTrivia(this.#text, this.#cursor);
      if (this.#text.charAt(end) === ',') end = skipTrivia(this.#text, end + 1);
      this.#cursor = end + 1;
    }
    node.range = { start: node.range.start, end: this.#base + this.#cursor };
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    this.#arrive({ value: node }, false);
  }

  /** Hands a finished node to what holds it; `plain` says whether it may be the merge key. */
  #arrive(arrival: Arrival, plain: boolean): void {
    const frame = this.#frames.at(-1);
    if (!frame) {
      this.root = arrival.value;
      return;
    }
    if (frame.node.kind === 'map' && !frame.key) {
      frame.key = this.#key(arrival, plain);
      if (frame.key.range.start === frame.node.range.start) frame.bare = true;
      return;
    }
    const { node, key } = frame;
    let held = arrival;
    if (held.value.height >= maxHeight) {
      const range = held.alias ?? held.value.range;
      this.#report('too-deep', { start: range.start, end: Math.min(range.end, range.start + 1) });
      const { parent } = held.value;
      held = { value: { kind: 'scalar', range, parent, height: 1, value: null, text: '', style: 'plain' } };
    }
    node.height = Math.max(node.height, held.value.height + 1);
    if (node.kind === 'seq') node.items.push(held);
    else if (key) {
      frame.key = undefined;
      if (key.merge) this.#merge(node, held, key.range);
      else if (key.text !== undefined) put(node, frame.keys, { key: key.text, keyRange: key.range, ...held });
    }
  }

  #key({ value, alias }: Arrival, plain: boolean): NonNullable<Frame['key']> {
    const range = alias ?? value.range;
    if (value.kind !== 'scalar') {
      this.#report('bad-key', { start: range.start, end: Math.min(range.end, range.start + 1) });
      return { text: undefined, range, merge: false };
    }
    const merge = plain && !alias && value.text === '<<';
    const text = keyText(value.value);
    if (text === undefined) this.#report('bad-key', range);
    return { text, range, merge };
  }

  /** Folds in `<<`: of a list the earlier map wins, and keys that are written after `<<` win over it (goyaml.v2 `merge`). */
  #merge(into: OpenMap, { value, alias }: Arrival, keyRange: TextRange): void {
    const sources = value.kind === 'seq' ? value.items.map((item) => item.value).reverse() : [value];
    for (const source of sources) {
      if (source.kind !== 'map') {
        this.#report('bad-merge', alias ?? (value.range.end > value.range.start ? value.range : keyRange));
        return;
      }
      this.#merged += source.byKey.size;
      if (this.#merged > maxMerged) return this.#report('too-many-merges', keyRange);
      for (const [key, entry] of source.byKey) into.byKey.set(key, { ...entry, alias: alias ?? keyRange });
    }
  }
}

function put(map: OpenMap, keys: Set<string>, entry: MapEntry): void {
  if (keys.has(entry.key)) map.duplicates.push(entry);
  keys.add(entry.key);
  map.entries.push(entry);
  map.byKey.set(entry.key, entry);
}

import { applyEdits, type TextEdit } from '../../src/base/text.ts';
import { fieldsOf, type Field } from '../../src/lint/fields/fields.ts';
import { typedOf, type Typed } from '../../src/lint/fields/typed.ts';
import { insertItem, insertKey, removeItem, removeKey } from '../../src/manifest/edits.ts';
import {
  entryOf,
  pathOf,
  toJs,
  walk,
  type Json,
  type MapNode,
  type YamlNode,
} from '../../src/manifest/nodes.ts';
import { parse, type KubeObject } from '../../src/manifest/parse.ts';

/** A manifest with one change, which may be a fault or not: the API server says. */
export interface Mutant {
  readonly text: string;
  /** What was done, and where. */
  readonly operator: string;
  readonly path: string;
}

/** Random numbers in [0, 1) that are the same for a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

// What people put where something else belongs, and what lies on the borders of the rules.
const oddities = [
  ...['5', '"5"', '-1', '0', '1', '1.5', '1e3', '0o17', '017', '0644', '99999', '65536', '99999999999'],
  ...[
    'true',
    '"true"',
    'yes',
    'null',
    '~',
    '""',
    '" "',
    'text',
    'Upper_Case',
    'a b',
    'a/b',
    'a.b',
    '-a',
    'a-',
  ],
  ...['10%', '100%', '0%', '101%', '"10"', '1Gi', '1gi', '1G', '100m', '0.5', '1K', '500MB', '-1Gi', '1e2Gi'],
  ...[
    '/abs',
    'rel/path',
    '../up',
    'a/../b',
    '/a/../b',
    'C:\\a',
    '10.0.0.1',
    '::1',
    'None',
    'example.com',
    'a.b.c/d',
  ],
  ...[
    '[]',
    '{}',
    '[a]',
    '[1]',
    '{a: b}',
    '{a: {b: c}}',
    '[{a: b}]',
    '[a, a]',
    'YWJj',
    'YWJ',
    '2020-01-01',
    '12:30:45',
  ],
  ...[
    'metadata.name',
    'status.podIP',
    'Always',
    'Never',
    'always',
    'Exists',
    'In',
    'Equal',
    'NoSchedule',
    'TCP',
    'tcp',
  ],
  ...[`${'a'.repeat(63)}`, `${'a'.repeat(64)}`, `${'a'.repeat(16)}`, `${'a'.repeat(254)}`],
];

/** Draws changes of one manifest. The same random numbers give the same changes. */
export class Mutator {
  readonly #random: () => number;
  /** Texts that stand at a field of this name somewhere: likely values, and likely confusions. */
  readonly #seen = new Map<string, string[]>();

  constructor(random: () => number, bases: readonly string[]) {
    this.#random = random;
    for (const base of bases) {
      for (const { root } of parse(base).documents) {
        for (const node of root ? walk(root) : []) {
          const entry = node.kind === 'scalar' ? entryOf(node) : undefined;
          if (!entry || node.kind !== 'scalar') continue;
          const same = this.#seen.get(entry.key) ?? [];
          if (same.length < 40) same.push(base.slice(node.range.start, node.range.end));
          this.#seen.set(entry.key, same);
        }
      }
    }
  }

  /** A change of `text`, one document; undefined where this draw changes nothing. */
  mutate(text: string): Mutant | undefined {
    const object = parse(text).documents[0]?.objects[0];
    if (!object) return undefined;
    const operator = this.#pick(operators);
    const change = this.#change(operator, text, object);
    if (!change || change.edits.length === 0) return undefined;
    const after = applyEdits(text, change.edits);
    return after === text ? undefined : { text: after, operator, path: change.path };
  }

  #change(operator: Operator, text: string, object: KubeObject): Change | undefined {
    const nodes = [...walk(object.node)].filter((node) => node !== object.node);
    const typed = typedOf(object).all;
    const maps = nodes.filter((node) => node.kind === 'map');
    switch (operator) {
      case 'odd-value':
        return this.#odd(text, this.#pick(nodes.filter((node) => node.kind === 'scalar')));
      case 'odd-part':
        return this.#odd(text, this.#pick(nodes));
      case 'swap-value':
        return this.#swap(this.#pick(nodes.filter((node) => node.kind === 'scalar')));
      case 'remove-key':
        return this.#remove(text, this.#pick([object.node, ...maps]));
      case 'rename-key':
        return this.#rename(this.#pick(maps));
      case 'move-key':
        return this.#move(text, object, this.#pick(maps), this.#pick([object.node, ...maps]));
      case 'add-field':
        return this.#add(text, this.#pick(typed));
      case 'repeat-item':
        return this.#repeat(text, this.#pick(nodes.filter((node) => node.kind === 'seq')));
      case 'remove-item':
        return this.#drop(text, this.#pick(nodes.filter((node) => node.kind === 'seq')));
    }
  }

  #pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#random() * from.length)] as T;
  }

  #odd(text: string, node: YamlNode | undefined): Change | undefined {
    if (!node || (node.kind !== 'scalar' && !entryOf(node))) return undefined;
    return { path: pathOf(node), edits: [inPlaceOf(text, node, this.#pick(oddities))] };
  }

  #swap(node: YamlNode | undefined): Change | undefined {
    const key = node && entryOf(node)?.key;
    if (
      !node ||
      node.kind !== 'scalar' ||
      key === undefined ||
      node.style === 'literal' ||
      node.style === 'folded'
    )
      return undefined;
    return {
      path: pathOf(node),
      edits: [{ range: node.range, text: this.#pick(this.#seen.get(key) ?? ['']) }],
    };
  }

  #remove(text: string, map: MapNode | undefined): Change | undefined {
    const entry = map && this.#pick(map.entries);
    return map && entry && { path: pathOf(entry.value), edits: removeKey(text, map, entry.key) };
  }

  #rename(map: MapNode | undefined): Change | undefined {
    const entry = map && this.#pick(map.entries);
    if (!entry) return undefined;
    const { key } = entry;
    const at = Math.floor(this.#random() * key.length);
    const names = [
      key.slice(0, at) + key.slice(at + 1),
      key.slice(0, at) + key.charAt(at) + key.slice(at),
      key.charAt(0).toUpperCase() + key.slice(1),
      key.toLowerCase(),
      key.endsWith('s') ? key.slice(0, -1) : `${key}s`,
    ];
    return { path: pathOf(entry.value), edits: [{ range: entry.keyRange, text: this.#pick(names) || 'x' }] };
  }

  #move(text: string, object: KubeObject, from: MapNode | undefined, to: MapNode): Change | undefined {
    const entry = from && this.#pick(from.entries);
    if (!entry || entry.alias || to.byKey.has(entry.key) || from === to || isIn(to, entry.value))
      return undefined;
    const added = insertKey(text, to, entry.key, toJs(entry.value));
    const after = parse(applyEdits(text, added)).documents[0]?.objects[0];
    if (!after) return undefined;
    const removed = removeKey(text, from, entry.key);
    const [a] = added;
    const [r] = removed;
    if (!a || !r || (a.range.start < r.range.end && r.range.start < a.range.end)) return undefined;
    return { path: `${pathOf(to)} ${object.kind}.${entry.key}`, edits: [...added, ...removed] };
  }

  #add(text: string, typed: Typed | undefined): Change | undefined {
    const fields = [...(fieldsOf(typed?.type ?? '')?.values() ?? [])].filter(
      (field) =>
        !typed?.node.byKey.has(field.name) && field.name !== 'status' && field.name !== 'managedFields',
    );
    const field = this.#pick(fields);
    if (!typed || !field || typed.node.entries.length === 0) return undefined;
    const value = this.#valueOf(field, 0);
    return {
      path: `${pathOf(typed.node)}.${field.name}`,
      edits: insertKey(text, typed.node, field.name, value),
    };
  }

  #repeat(text: string, seq: YamlNode | undefined): Change | undefined {
    if (seq?.kind !== 'seq' || seq.items.length === 0) return undefined;
    return { path: pathOf(seq), edits: insertItem(text, seq, toJs(this.#pick(seq.items).value)) };
  }

  #drop(text: string, seq: YamlNode | undefined): Change | undefined {
    if (seq?.kind !== 'seq' || seq.items.length === 0) return undefined;
    return { path: pathOf(seq), edits: removeItem(text, seq, Math.floor(this.#random() * seq.items.length)) };
  }

  /** A value of the field's own type, of likely and of unlikely content. */
  #valueOf(field: Field, depth: number): Json {
    const one = (): Json => this.#oneOf(field, depth);
    if (field.holds === 'list') return this.#random() < 0.7 ? [one()] : [one(), one()];
    if (field.holds === 'map') return { [this.#pick(['cpu', 'memory', 'storage', 'app', 'a b'])]: one() };
    if (field.holds === 'lists') return { app: [one()] };
    return one();
  }

  #oneOf({ name, type }: Field, depth: number): Json {
    const fields = fieldsOf(type);
    if (fields) {
      if (depth > 3) return {};
      const some = [...fields.values()].filter(({ required }) => required || this.#random() < 0.35);
      return Object.fromEntries(
        some.slice(0, 6).map((field) => [field.name, this.#valueOf(field, depth + 1)]),
      );
    }
    const seen = this.#seen.get(name);
    switch (type) {
      case 'int32':
      case 'int64':
      case 'double':
        return this.#pick([0, 1, 2, 5, 30, 80, 100, 1000, 65535, 65536, -1, 2147483647]);
      case 'boolean':
        return this.#random() < 0.5;
      case 'quantity':
        return this.#pick(['1', '100m', '1Gi', '0', '-1', '1.5', '2G', '1gi']);
      case 'intOrString':
        return this.#pick<Json>([0, 1, 80, 65536, '10%', '0%', '150%', 'http', '80', '']);
      case 'time':
        return this.#pick(['2024-01-01T00:00:00Z', '2024-01-01', '']);
      case 'any':
        return this.#pick<Json>(['a', 1, { a: 'b' }]);
      case 'bytes':
        return this.#pick(['YWJj', 'YWJ', '']);
      default: {
        const likely = seen && this.#random() < 0.6 ? resolved(this.#pick(seen)) : undefined;
        return likely ?? this.#pick(strings);
      }
    }
  }
}

const strings = [
  ...[
    'a',
    'web',
    'Web',
    'a_b',
    'a.b',
    '/a',
    '../a',
    'a/b',
    '',
    'Always',
    'Never',
    'Exists',
    'In',
    'NotIn',
    'Gt',
    'Equal',
  ],
  ...[
    'NoSchedule',
    'NoExecute',
    'metadata.name',
    'limits.cpu',
    'apps/v1',
    'v1',
    'ClusterIP',
    'None',
    '10.0.0.1',
    '10',
  ],
  ...[
    'RuntimeDefault',
    'Localhost',
    'Memory',
    'Filesystem',
    'Block',
    'ReadWriteOnce',
    'HTTP',
    'TCP',
    'linux',
    'windows',
  ],
  ...[
    'kubernetes.io/hostname',
    'DoNotSchedule',
    'Directory',
    'Retain',
    'Delete',
    'Local',
    'Cluster',
    'ClusterFirst',
  ],
];

function resolved(text: string): string | undefined {
  const value = parse(`a: ${text}`).documents[0]?.root;
  const node = value?.kind === 'map' ? value.byKey.get('a')?.value : undefined;
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

const operators = [
  ...(['odd-value', 'odd-value', 'odd-value', 'odd-part', 'swap-value', 'remove-key', 'rename-key'] as const),
  ...(['move-key', 'add-field', 'add-field', 'add-field', 'repeat-item', 'remove-item'] as const),
];
type Operator = (typeof operators)[number];

interface Change {
  readonly path: string;
  readonly edits: readonly TextEdit[];
}

function inPlaceOf(text: string, node: YamlNode, value: string): TextEdit {
  const entry =
    node.kind === 'scalar' && node.style !== 'literal' && node.style !== 'folded' ? undefined : entryOf(node);
  if (!entry) return { range: node.range, text: node.range.start === node.range.end ? ` ${value}` : value };
  return {
    range: { start: text.indexOf(':', entry.keyRange.end) + 1, end: node.range.end },
    text: ` ${value}`,
  };
}

function isIn(node: YamlNode, outer: YamlNode): boolean {
  for (let next: YamlNode | undefined = node; next; next = next.parent?.node) if (next === outer) return true;
  return false;
}

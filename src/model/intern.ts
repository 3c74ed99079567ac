// Many objects say the same words: a node's name, a phase, a label. One copy of each keeps 150,000 pods small.

/** Forgetting only costs sharing; without a limit a table fed by a churning cluster would grow for ever. */
const MOST = 50_000;

/** Returns the one kept copy of equal strings, or of equal values by `keyOf`. */
export class Interner<T> {
  readonly #kept = new Map<string, T>();

  get(key: string, make: () => T): T {
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    if (this.#kept.size >= MOST) this.#kept.clear();
    const value = make();
    this.#kept.set(key, value);
    return value;
  }
}

const strings = new Interner<string>();

/** The kept copy of a string that is likely to repeat. Not for uids, versions or messages. */
export function intern(text: string): string {
  return strings.get(text, () => text);
}

const values = new Interner<unknown>();

/** The kept, frozen copy of a small plain value that is likely to repeat: a port list, a set of labels. */
export function internValue<T extends object>(value: T): T {
  return values.get(JSON.stringify(value), () => Object.freeze(value)) as T;
}

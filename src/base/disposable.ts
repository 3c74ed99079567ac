/** Something that holds a resource until it is told to let go. Same shape as VS Code's, without importing it. */
export interface Disposable {
  dispose(): void;
}

/** Turns a function into a {@link Disposable} that calls it at most once. */
export function toDisposable(release: () => void): Disposable {
  let open = true;
  return {
    dispose() {
      if (!open) return;
      open = false;
      release();
    },
  };
}

/** Owns disposables and releases them in reverse order. What is added after `dispose()` is released at once. */
export class DisposableStore implements Disposable {
  readonly #items = new Set<Disposable>();
  #disposed = false;

  get isDisposed(): boolean {
    return this.#disposed;
  }

  add<T extends Disposable>(item: T): T {
    if (this.#disposed) item.dispose();
    else this.#items.add(item);
    return item;
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    const errors: unknown[] = [];
    for (const item of [...this.#items].reverse()) {
      try {
        item.dispose();
      } catch (error) {
        errors.push(error);
      }
    }
    this.#items.clear();
    if (errors.length > 0) throw new AggregateError(errors, 'Some resources could not be released');
  }
}

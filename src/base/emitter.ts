import { toDisposable, type Disposable } from './disposable.ts';

/** Subscribes a listener; dispose the result to end the subscription. Same shape as VS Code's `Event`. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** A list of listeners. A listener that throws does not keep the others from hearing: its error is thrown afterwards. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = (listener) => {
    // A wrapper of its own for each subscription, so that one function subscribed twice is heard twice.
    const own = (value: T): void => listener(value);
    this.#listeners.add(own);
    return toDisposable(() => this.#listeners.delete(own));
  };

  fire(value: T): void {
    const errors: unknown[] = [];
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors, 'Several listeners failed');
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

import type { Disposable } from '../base/disposable.ts';
import { Coalescer, type Clock } from '../base/timers.ts';
import type { Forwards } from '../forward/registry.ts';
import type { ForwardRow } from '../model/rows.ts';
import type { RowChange } from './protocol.ts';

/** The rows of the Port Forwards view, pushed coalesced. */
export class ForwardRows implements Disposable {
  readonly #forwards: Forwards;
  readonly #push: Coalescer;
  readonly #subscription: Disposable;
  readonly #changed = new Set<string>();
  #shown: readonly string[] = [];

  constructor(forwards: Forwards, clock: Clock, send: (changes: readonly RowChange[]) => void) {
    this.#forwards = forwards;
    this.#push = new Coalescer(clock, 100, () => {
      const rows = this.all();
      const keys = rows.map((row) => row.key);
      const children = keys.join('\n') !== this.#shown.join('\n');
      this.#shown = keys;
      const changes = rows
        .filter((row) => this.#changed.has(row.id))
        .map((row): RowChange => ({ key: row.key, row, children: false }));
      this.#changed.clear();
      send(children ? [...changes, { key: '', children: true }] : changes);
    });
    this.#subscription = forwards.onDidChange(({ id }) => {
      this.#changed.add(id);
      this.#push.request();
    });
  }

  all(): readonly ForwardRow[] {
    return this.#forwards.list();
  }

  row(id: string): ForwardRow {
    const row = this.all().find((r) => r.id === id);
    if (!row) throw new Error(`No forward ${id}`);
    return row;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#push.dispose();
  }
}

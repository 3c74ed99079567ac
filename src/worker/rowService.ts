import { DisposableStore, type Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import { Coalescer, type Clock } from '../base/timers.ts';
import { CameBack } from '../model/cameBack.ts';
import { formatKey, parseKey } from '../model/keys.ts';
import { parseOrdinal } from '../model/names.ts';
import type { Pod } from '../model/objects.ts';
import { podState } from '../model/podState.ts';
import type { Row } from '../model/rows.ts';
import { childRows, parentKey, rootRows, rowOf, type TreeName } from '../model/rowTree.ts';
import type { RowSources } from '../model/storeView.ts';
import type { RowChange } from './protocol.ts';
import type { ResourceName } from './resources.ts';
import type { Session } from './session.ts';
import type { Touched } from './store.ts';

/** ms between two pushes: at most ten a second. */
const INTERVAL = 100;

/** What was last sent below one row: each child's facts as text, in order. */
type Shown = ReadonlyMap<string, string>;

/**
 * The rows of one session that are on screen. Remembers what was sent for each row that was asked for, and tells, coalesced, which of
 * them are other now.
 */
export class RowService implements Disposable {
  readonly #session: Session;
  readonly #clock: Clock;
  readonly #shown: Readonly<Record<TreeName, Map<string, Shown>>> = { sets: new Map(), nodes: new Map() };
  readonly #cameBack = new CameBack();
  readonly #setRows = new Map<string, Row>();
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new Emitter<{ view: TreeName; changes: readonly RowChange[] }>());
  readonly #push: Coalescer;
  readonly #settling = new Map<string, Disposable>();
  #sets = new Set<string>();
  #nodes = new Set<string>();
  #everything = false;

  readonly onDidChange = this.#changed.event;

  constructor(session: Session, clock: Clock) {
    this.#session = session;
    this.#clock = clock;
    this.#push = this.#store.add(new Coalescer(clock, INTERVAL, () => this.#flush()));
    this.#store.add(session.store.onDidChange((touched) => this.#touch(touched)));
    let denied = '';
    this.#store.add(
      session.onDidChange(() => {
        const now = JSON.stringify([session.namespaces, PROBLEMS.map((what) => this.#problem(what))]);
        if (now === denied) return;
        denied = now;
        this.#everything = true;
        this.#push.request();
      }),
    );
    this.#store.add({ dispose: () => this.#settling.forEach((timer) => timer.dispose()) });
  }

  /** The rows below `key` ('' = the root), from now on watched for changes. */
  children(view: TreeName, key: string): readonly Row[] {
    const rows = this.#compute(view, key);
    this.#shown[view].set(key, shownOf(rows));
    return rows;
  }

  /** The row was closed: its children, and what is below them, need no more notice. */
  forget(view: TreeName, key: string): void {
    this.#shown[view].delete(key);
  }

  parent(view: TreeName, key: string): Row | undefined {
    const parent = parentKey(key, this.sources);
    return parent ? rowOf(view, parent, this.sources, this.#session.namespaces) : undefined;
  }

  get sources(): RowSources {
    return {
      view: this.#session.store,
      now: this.#clock.now(),
      cameBackIn: (key) => this.#cameBack.took(key),
      problem: (what) => this.#problem(what),
      setRows: this.#setRows,
    };
  }

  dispose(): void {
    this.#store.dispose();
  }

  #problem(what: string): ReturnType<NonNullable<RowSources['problem']>> {
    return this.#session.denied(what as ResourceName, undefined);
  }

  #compute(view: TreeName, key: string): readonly Row[] {
    const rows =
      key === '' ? rootRows(view, this.sources, this.#session.namespaces) : childRows(key, this.sources);
    for (const row of rows) this.#expectSettling(row);
    return rows;
  }

  /** A pod that is Ready, but not yet for `minReadySeconds`, becomes available without any event of the pod's own. */
  #expectSettling(row: Row): void {
    if (row.kind !== 'slot' && row.kind !== 'place') return;
    const settling = row.reasons.find((reason) => reason.code === 'settling');
    if (!settling || this.#settling.has(row.key)) return;
    const { uid } = row.set;
    this.#settling.set(
      row.key,
      this.#clock.after(Math.max(INTERVAL, settling.until - this.#clock.now()), () => {
        this.#settling.delete(row.key);
        this.#setRows.delete(uid);
        this.#sets.add(uid);
        this.#push.request();
      }),
    );
  }

  #touch({ sets, nodes, pods, gone }: Touched): void {
    const now = this.#clock.now();
    for (const pod of gone) this.#note(pod, (key) => this.#cameBack.gone(key, pod.meta.uid, now));
    for (const pod of pods) {
      this.#note(pod, (key) => this.#cameBack.seen(key, pod.meta.uid, podState(pod, now, 0).state, now));
    }
    for (const uid of sets) {
      this.#sets.add(uid);
      this.#setRows.delete(uid);
    }
    for (const name of nodes) this.#nodes.add(name);
    this.#push.request();
  }

  #note(pod: Pod, run: (placeKey: string) => void): void {
    const uid = pod.meta.owner?.uid;
    const set = uid === undefined ? undefined : this.#session.store.set(uid);
    if (!set || uid === undefined) return;
    const { context } = this.#session.store;
    if (set.kind === 'StatefulSet') {
      const ordinal = parseOrdinal(set.meta.name, pod.meta.name);
      if (ordinal !== undefined) run(formatKey({ kind: 'slot', context, uid, ordinal }));
    } else if (pod.targetNode !== undefined) {
      run(formatKey({ kind: 'place', context, uid, node: pod.targetNode }));
    }
  }

  #flush(): void {
    const [sets, nodes, everything] = [this.#sets, this.#nodes, this.#everything];
    this.#sets = new Set();
    this.#nodes = new Set();
    this.#everything = false;
    if (everything) this.#setRows.clear();
    for (const view of ['sets', 'nodes'] as const) {
      const changes: RowChange[] = [];
      for (const [key, shown] of this.#shown[view]) {
        if (!everything && !concerns(key, view, sets, nodes)) continue;
        const rows = this.#compute(view, key);
        const next = shownOf(rows);
        changes.push(...difference(key, shown, rows, next));
        if (next.size === 0 && key !== '' && this.parent(view, key) === undefined)
          this.#shown[view].delete(key);
        else this.#shown[view].set(key, next);
      }
      if (changes.length > 0) this.#changed.fire({ view, changes });
    }
  }
}

const PROBLEMS = ['statefulsets', 'daemonsets', 'pods', 'persistentvolumeclaims', 'nodes'];

function shownOf(rows: readonly Row[]): Shown {
  return new Map(rows.map((row) => [row.key, JSON.stringify(row)]));
}

/** Whether the rows below `key` can be other after these sets and nodes were touched. */
function concerns(
  key: string,
  view: TreeName,
  sets: ReadonlySet<string>,
  nodes: ReadonlySet<string>,
): boolean {
  const parsed = parseKey(key);
  if (view === 'nodes') return nodes.size > 0 && (parsed?.kind !== 'node' || nodes.has(parsed.name));
  switch (parsed?.kind) {
    case 'set':
    case 'slot':
    case 'place':
    case 'fold':
    case 'group':
      return sets.has(parsed.uid);
    default:
      return sets.size > 0;
  }
}

function difference(key: string, before: Shown, rows: readonly Row[], after: Shown): readonly RowChange[] {
  const sameChildren = before.size === after.size && [...before.keys()].every((k, i) => rows[i]?.key === k);
  const changed = rows
    .filter((row) => before.has(row.key) && before.get(row.key) !== after.get(row.key))
    .map((row) => ({ key: row.key, row, children: false }));
  return sameChildren ? changed : [...changed, { key, children: true }];
}

import type { ErrorData } from '../base/errors.ts';
import type { Row } from './rows.ts';
import type { Claim, Node, Pod, SetObject, StatefulSet, Warning } from './objects.ts';

/** What rows are read from: one context's objects, by what a row asks for. Each answer costs no more than what it returns. */
export interface StoreView {
  readonly context: string;
  /** All nodes, sorted by `compareNames`; undefined where they are not known: not listed yet, or not allowed. */
  readonly nodes: readonly Node[] | undefined;
  /** The sets of the namespaces given, or all, in no order. */
  sets(namespaces?: readonly string[]): readonly SetObject[];
  set(uid: string): SetObject | undefined;
  pod(uid: string): Pod | undefined;
  /** The pods that a set owns. */
  podsOf(setUid: string): readonly Pod[];
  /** The pods whose `targetNode` this is. */
  podsOn(node: string): readonly Pod[];
  node(name: string): Node | undefined;
  claim(namespace: string, name: string): Claim | undefined;
  /** The claims of a set's templates, of any ordinal. */
  claimsOf(set: StatefulSet): readonly Claim[];
  warningsOf(uid: string): readonly Warning[];
}

/** Everything a row depends on: the objects, the time (ms), and what the worker knows besides. */
export interface RowSources {
  readonly view: StoreView;
  readonly now: number;
  /** How long the last re-creation at a place took (ms), by the place's key. */
  cameBackIn?(key: string): number | undefined;
  /** Rows of sets that are known to be current, by uid; filled by `setRow`, emptied by whoever hears of changes. */
  readonly setRows?: Map<string, Row>;
  /** Why a resource (the API's plural) can't be listed; undefined where it can. */
  problem?(what: string): ErrorData | undefined;
}

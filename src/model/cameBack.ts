import type { PlaceState } from './rows.ts';

interface Absence {
  /** The pod that went. */
  readonly uid: string;
  /** When it was seen to go (ms). */
  readonly since: number;
}

/** More places than this are not remembered: the oldest are forgotten first. */
const MOST = 10_000;

/**
 * How long each place's last re-creation took: from when its pod was seen to go until another one was Ready there.
 * Places are named by their row's key. Fed with what happens to pods; holds only places where a pod has gone.
 */
export class CameBack {
  readonly #absences = new Map<string, Absence>();
  readonly #took = new Map<string, number>();

  /** A pod at a place, at every change. */
  seen(key: string, uid: string, state: PlaceState, now: number): void {
    const absence = this.#absences.get(key);
    if (state === 'terminating') {
      if (absence?.uid !== uid) this.#begin(key, uid, now);
      return;
    }
    if (state !== 'ready' || !absence || absence.uid === uid) return;
    this.#absences.delete(key);
    remember(this.#took, key, now - absence.since);
  }

  /** A pod that is not there any more, whether it was seen to go before or not. */
  gone(key: string, uid: string, now: number): void {
    if (this.#absences.get(key)?.uid !== uid) this.#begin(key, uid, now);
  }

  /** How long the last re-creation took (ms); undefined until one was seen, and again while one is going on. */
  took(key: string): number | undefined {
    return this.#took.get(key);
  }

  #begin(key: string, uid: string, now: number): void {
    this.#took.delete(key);
    remember(this.#absences, key, { uid, since: now });
  }
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= MOST) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}

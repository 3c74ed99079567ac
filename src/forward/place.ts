import * as l10n from '@vscode/l10n';
import { cancelled, UserError } from '../base/errors.ts';
import type { Clock } from '../base/timers.ts';
import type { ForwardIdentity, ForwardPlace, Occupant, PlaceWatch, PresentPod } from './types.ts';

/** What a person calls the place: `mongodb-0`, `fluentd on node-3`. */
export function placeLabel(place: ForwardPlace): string {
  switch (place.kind) {
    case 'slot':
      return `${place.set}-${place.ordinal}`;
    case 'node':
      return l10n.t('{0} on {1}', place.set, place.node);
    case 'pod':
      return place.name;
  }
}

/**
 * The same text for the same identity, whatever the order of its fields. A set counts by kind and name, not by uid: a forward goes
 * on when its set is deleted and applied again.
 */
export function identityKey(identity: ForwardIdentity): string {
  const { context, namespace, place, remotePort } = identity;
  const where =
    place.kind === 'slot'
      ? [place.set, place.ordinal]
      : place.kind === 'node'
        ? [place.set, place.node]
        : [place.name];
  return JSON.stringify([context, namespace, place.kind, ...where, remotePort]);
}

/** Follows who may be connected to at a place, and lets connections wait for the next one. */
export class Occupancy {
  readonly #place: PlaceWatch;
  readonly #clock: Clock;
  /** The uid that was last good enough to connect to. */
  #accepted: string | undefined;

  constructor(place: PlaceWatch, clock: Clock) {
    this.#place = place;
    this.#clock = clock;
    this.note();
  }

  /** To be called at every change of the place, before anything else looks at it. */
  note(): void {
    this.#accepted = this.servable?.uid ?? this.#accepted;
  }

  /** The pod to connect to now, if there is one. */
  get servable(): PresentPod | undefined {
    const occupant = this.#place.occupant;
    switch (occupant.is) {
      case 'absent':
        return undefined;
      case 'ready':
        return occupant;
      case 'unready':
        // A person who forwards to a pod that isn't Ready wants to see why; a successor gets the time to become Ready.
        return this.#accepted === undefined || this.#accepted === occupant.uid ? occupant : undefined;
    }
  }

  /** Why nobody can be connected to. */
  get why(): string {
    const occupant: Occupant = this.#place.occupant;
    return occupant.is === 'ready' ? '' : occupant.why;
  }

  /** The uid of the pod that is there, servable or not. */
  get present(): string | undefined {
    const occupant = this.#place.occupant;
    return occupant.is === 'absent' ? undefined : occupant.uid;
  }

  /** Resolves with the next servable pod; fails with `timeout` at `deadline` (ms on the clock), or as soon as `signal` aborts. */
  wait(deadline: number, signal: AbortSignal): Promise<PresentPod> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(cancelled());
      const stop = (): void => {
        timer.dispose();
        change.dispose();
        signal.removeEventListener('abort', onAbort);
      };
      const onAbort = (): void => {
        stop();
        reject(cancelled());
      };
      const timer = this.#clock.after(Math.max(0, deadline - this.#clock.now()), () => {
        stop();
        reject(
          new UserError({
            code: 'timeout',
            message: l10n.t('A connection waited too long for the pod: {0}', this.why),
            remedy: l10n.t('Connect again once the pod is Ready.'),
          }),
        );
      });
      const change = this.#place.onDidChange(() => {
        this.note();
        const pod = this.servable;
        if (!pod) return;
        stop();
        resolve(pod);
      });
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}

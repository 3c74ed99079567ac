import { toDisposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import type { ForwardIdentity, Occupant, PlaceWatch } from '../forward/types.ts';
import type { Session } from './session.ts';

/**
 * Who is at a forward's place, kept current from the session's store. The set is found by kind, namespace and name, so that a
 * forward also follows a set that is deleted and applied again.
 */
export function watchPlace(
  session: Session,
  identity: ForwardIdentity,
  occupantAt: (session: Session, identity: ForwardIdentity) => Occupant,
): PlaceWatch {
  const changed = new Emitter<Occupant>();
  let occupant = occupantAt(session, identity);
  let seen = JSON.stringify(occupant);
  const look = (): void => {
    const next = occupantAt(session, identity);
    const text = JSON.stringify(next);
    if (text === seen) return;
    seen = text;
    occupant = next;
    changed.fire(next);
  };
  const subscriptions = [session.store.onDidChange(look), session.onDidChange(look)];
  const end = toDisposable(() => {
    for (const subscription of subscriptions) subscription.dispose();
    changed.dispose();
  });
  return {
    get occupant() {
      return occupant;
    },
    onDidChange: changed.event,
    dispose: () => end.dispose(),
  };
}

import * as l10n from '@vscode/l10n';
import { toDisposable, type Disposable } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import type { Occupant, PlaceWatch } from '../forward/types.ts';
import type { Session } from './session.ts';

/**
 * Who is at a forward's place, kept current from the store of its context's session, whichever that is now. The set is found by kind,
 * namespace and name, so that a forward also follows a set that is deleted and applied again. `occupantAt` gives undefined where it
 * can't be known for now (the lists are read anew): then who was there last is taken to be there still.
 */
export function watchPlace(
  session: () => Session,
  replaced: Event<void>,
  occupantAt: (session: Session) => Occupant | undefined,
): PlaceWatch {
  const changed = new Emitter<Occupant>();
  let bound: Session | undefined;
  let subscriptions: readonly Disposable[] = [];
  const unbind = (): void => subscriptions.forEach((subscription) => subscription.dispose());
  const bind = (): Session => {
    const now = session();
    if (now === bound) return now;
    unbind();
    bound = now;
    subscriptions = [now.store.onDidChange(look), now.onDidChange(look)];
    return now;
  };
  const look = (): void => {
    const next = occupantAt(bind()) ?? occupant;
    const text = JSON.stringify(next);
    if (text === seen) return;
    seen = text;
    occupant = next;
    changed.fire(next);
  };
  let occupant = occupantAt(bind()) ?? { is: 'absent', why: l10n.t('the cluster is still being read') };
  let seen = JSON.stringify(occupant);
  const following = replaced(look);
  const end = toDisposable(() => {
    following.dispose();
    unbind();
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

import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { SetObject } from '../model/objects.ts';
import type { NamedSet } from './protocol.ts';
import type { Session } from './session.ts';

/**
 * The set that a manifest or a row names. A manifest without a namespace means `defaultNamespace`, to which it would be applied.
 * @throws UserError that says what is missing: the connection, the right, the namespace in the view, or the set.
 */
export function findSet(session: Session, wanted: NamedSet, defaultNamespace: string): SetObject {
  const { context } = session.target;
  const namespace = wanted.namespace ?? defaultNamespace;
  const set = session.store.setNamed(wanted.kind, namespace, wanted.name);
  if (set) return set;
  const { watch } = session.state;
  if (watch.is === 'retrying') throw new UserError(watch.why);
  if (watch.is === 'denied') throw new UserError(watch.what);
  const shown = session.namespaces;
  if (shown && !shown.includes(namespace)) {
    throw new UserError({
      code: 'no-such-place',
      message: l10n.t('Namespace {0} is not among the chosen ones.', namespace),
      remedy: l10n.t('Add it with Kube Sets: Select Namespaces.'),
    });
  }
  throw new UserError({
    code: 'no-such-place',
    message: l10n.t(
      'There is no {0} {1} in namespace {2} of {3}.',
      wanted.kind,
      wanted.name,
      namespace,
      context.name,
    ),
    remedy: l10n.t('Apply the manifest first (Kube Sets: Apply Manifest), or select another context.'),
  });
}

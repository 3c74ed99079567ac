import * as l10n from '@vscode/l10n';
import { assertNever } from '../base/errors.ts';
import type { PlaceState, Reason } from './rows.ts';

/** A place's state in a word, as the description and the screen reader say it. */
export function stateText(state: PlaceState): string {
  switch (state) {
    case 'ready':
      return l10n.t('Ready');
    case 'notReady':
      return l10n.t('Not ready');
    case 'starting':
      return l10n.t('Starting');
    case 'pending':
      return l10n.t('Pending');
    case 'failing':
      return l10n.t('Failing');
    case 'terminating':
      return l10n.t('Terminating');
    case 'missing':
      return l10n.t('Missing');
    case 'waiting':
      return l10n.t('Waiting');
    case 'misscheduled':
      return l10n.t('Misscheduled');
    case 'excluded':
      return l10n.t('Not eligible');
    default:
      return assertNever(state);
  }
}

/** One reason as a person reads it, e.g. `taint dedicated=database:NoSchedule is not tolerated`. */
export function reasonText(reason: Reason): string {
  switch (reason.code) {
    case 'waitsForOrdinal':
      return l10n.t('waits for {0} ({1})', reason.pod, stateText(reason.state).toLowerCase());
    case 'nodeName':
      return l10n.t('the template names node {0}', reason.want);
    case 'nodeSelector':
      return reason.have === undefined
        ? l10n.t('node selector {0}={1}: the node has no such label', reason.key, reason.want)
        : l10n.t('node selector {0}={1}: the node has {2}', reason.key, reason.want, reason.have);
    case 'nodeAffinity':
      return reason.invalid
        ? l10n.t('node affinity can never match: {0}', reason.expression)
        : l10n.t('node affinity does not match: {0}', reason.expression);
    case 'taint':
      return l10n.t('taint {0} is not tolerated', taintText(reason));
    case 'event':
      return `${reason.reason}: ${reason.message}`;
    case 'unschedulable':
      return reason.message;
    case 'schedulingGated':
      return l10n.t('held back by a scheduling gate');
    case 'claim':
      return reason.deleting
        ? l10n.t('claim {0} is being deleted', reason.name)
        : l10n.t('claim {0} is {1}', reason.name, reason.phase);
    case 'container':
      return reason.message
        ? `${reason.name}: ${reason.reason}: ${reason.message}`
        : `${reason.name}: ${reason.reason}`;
    case 'failed':
      return reason.message ? `${reason.reason}: ${reason.message}` : reason.reason;
    case 'setDeleting':
      return l10n.t('the set is being deleted');
    case 'notObserved':
      return l10n.t('the controller has not seen the latest change yet');
    case 'nodeNotReady':
      return l10n.t('the node is not ready');
    case 'nodeGone':
      return l10n.t('its node does not exist any more');
    case 'settling':
      return l10n.t('ready, but not yet for as long as minReadySeconds asks');
    default:
      return assertNever(reason);
  }
}

/** As `kubectl taint` writes it: `key=value:effect`, or `key:effect` without a value. */
export function taintText(taint: { key: string; value: string; effect: string }): string {
  return taint.value ? `${taint.key}=${taint.value}:${taint.effect}` : `${taint.key}:${taint.effect}`;
}

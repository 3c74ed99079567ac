import * as l10n from '@vscode/l10n';
import type { ErrorData } from '../base/errors.ts';
import type { Problem } from '../host/contributions.ts';
import type { Remedies } from './actions.ts';
import type { ConnectionState } from '../worker/protocol.ts';

/** What a view says of its cluster. */
export interface ConnectionText {
  /** The line beside the title. */
  readonly description: string;
  /** Above the rows. Over an empty tree it would hide a welcome view: a problem has the one or the other. */
  readonly message: string | undefined;
  readonly problem: Problem;
  /** What is offered below the message, where there are no rows. */
  readonly remedies?: Remedies;
}

/** Pure; `now` in ms, `hasRows` says whether anything (possibly stale) is on screen. */
export function connectionText(state: ConnectionState, hasRows: boolean, now: number): ConnectionText {
  const where = [state.context ?? '', namespacesText(state.namespaces)].filter(Boolean).join(' · ');
  if (state.error) return failed(state.error, where, hasRows);
  switch (state.watch.is) {
    case 'idle':
      return { description: where, message: undefined, problem: 'none' };
    case 'connecting':
      return {
        description: l10n.t('{0} · connecting', where),
        message: waitingFor(state.watch.plugin, state.server, hasRows),
        problem: 'none',
      };
    case 'retrying': {
      const { at, why } = state.watch;
      const text = failed(why, l10n.t('{0} · not live', where), hasRows);
      if (text.message === undefined) return text;
      const since =
        state.liveAt === undefined ? '' : l10n.t(' since {0}', new Date(state.liveAt).toLocaleTimeString());
      const shown = hasRows ? l10n.t('Not live{0}: {1}', since, text.message) : text.message;
      return { ...text, message: `${shown} ${nextTry(at - now)}` };
    }
    case 'denied':
      return failed(state.watch.what, where, hasRows);
    case 'live':
      return { description: where, message: undefined, problem: state.empty && !hasRows ? 'empty' : 'none' };
  }
}

/** Which part of the cluster is shown; nothing where it is all of it. */
function namespacesText(namespaces: readonly string[] | undefined): string {
  if (!namespaces) return '';
  return namespaces.length === 1 ? (namespaces[0] ?? '') : l10n.t('{0} namespaces', namespaces.length);
}

function failed(error: ErrorData, description: string, hasRows: boolean): ConnectionText {
  if (hasRows) return { description, message: sentence(error.message), problem: 'none' };
  const problem = welcomed(error);
  if (problem) return { description, message: undefined, problem };
  // Shown as it is, without Markdown.
  const message = [sentence(error.message), error.remedy].filter(Boolean).join(' ').replaceAll('`', '');
  const remedies = error.code === 'bad-kubeconfig' ? 'kubeconfig' : 'connection';
  return { description, message, problem: 'none', remedies };
}

/** Over an empty tree there is no welcome view yet that it could hide. */
function waitingFor(
  plugin: string | undefined,
  server: string | undefined,
  hasRows: boolean,
): string | undefined {
  if (plugin !== undefined) {
    return l10n.t(
      'Waiting for the credential plugin {0}, a minute at most. It may be asking for a login in a browser.',
      plugin,
    );
  }
  return hasRows || server === undefined ? undefined : l10n.t('Connecting to {0}…', server);
}

function nextTry(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds > 0 ? l10n.t('Trying again in {0} s.', seconds) : l10n.t('Trying again now.');
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** The problems that have a welcome view, since their cause is always the same. */
function welcomed(error: ErrorData): Problem | undefined {
  switch (error.code) {
    case 'no-kubeconfig':
      return error.reason === 'NoCurrentContext' ? 'noContext' : 'noKubeconfig';
    case 'forbidden':
      return 'forbidden';
    default:
      return undefined;
  }
}

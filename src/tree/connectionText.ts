import * as l10n from '@vscode/l10n';
import type { ErrorData } from '../base/errors.ts';
import type { Problem } from '../host/contributions.ts';
import type { ConnectionState } from '../worker/protocol.ts';

/** What a view says of its cluster: the line beside the title, the message above the rows, and the welcome view's cause. */
export interface ConnectionText {
  readonly description: string;
  /** Only where rows stand below it; over an empty tree it would hide the welcome view. */
  readonly message: string | undefined;
  readonly problem: Problem;
}

/** Pure; `now` in ms, `hasRows` says whether anything (possibly stale) is on screen. */
export function connectionText(state: ConnectionState, hasRows: boolean, now: number): ConnectionText {
  const where = state.context ?? '';
  if (state.error) {
    return {
      description: [where, state.error.message].filter(Boolean).join(' · '),
      message: hasRows ? errorText(state.error) : undefined,
      problem: hasRows ? 'none' : problemOf(state.error),
    };
  }
  switch (state.watch.is) {
    case 'idle':
      return { description: where, message: undefined, problem: 'none' };
    case 'connecting':
      return { description: l10n.t('{0} · connecting', where), message: undefined, problem: 'none' };
    case 'retrying': {
      const seconds = Math.max(1, Math.round((state.watch.at - now) / 1000));
      return {
        description: l10n.t('{0} · not live', where),
        message: hasRows
          ? l10n.t(
              'Not live{0}: {1} Trying again in {2} s.',
              state.liveAt === undefined
                ? ''
                : l10n.t(' since {0}', new Date(state.liveAt).toLocaleTimeString()),
              errorText(state.watch.why),
              seconds,
            )
          : undefined,
        problem: hasRows ? 'none' : problemOf(state.watch.why),
      };
    }
    case 'denied':
      return {
        description: where,
        message: undefined,
        problem: hasRows ? 'none' : problemOf(state.watch.what),
      };
    case 'live':
      return { description: where, message: undefined, problem: state.empty && !hasRows ? 'empty' : 'none' };
  }
}

function errorText(error: ErrorData): string {
  return /[.!?]$/.test(error.message) ? error.message : `${error.message}.`;
}

function problemOf(error: ErrorData): Problem {
  switch (error.code) {
    case 'no-kubeconfig':
      return 'noKubeconfig';
    case 'bad-kubeconfig':
      return 'badKubeconfig';
    case 'credentials':
    case 'unauthorized':
      return 'credentials';
    case 'forbidden':
      return 'forbidden';
    default:
      return 'unreachable';
  }
}

import * as l10n from '@vscode/l10n';
import type { V1Status } from '@kubernetes/client-node/dist/gen/models/V1Status.js';
import { UserError, cancelled, type ErrorCode } from '../base/errors.ts';
import { networkError } from './networkErrors.ts';

/** An API server's answer other than success: the {@link UserError} to show, and the parts that verbs look into. */
export class ApiError extends UserError {
  /** The HTTP status. */
  readonly status: number;
  /** The server's own Status object, where it sent one. */
  readonly body: V1Status | undefined;
  /** From `Retry-After`, in ms. */
  readonly retryAfter: number | undefined;

  constructor(
    data: ConstructorParameters<typeof UserError>[0],
    answer: { status: number; body: V1Status | undefined; retryAfter: number | undefined },
  ) {
    super(data);
    this.status = answer.status;
    this.body = answer.body;
    this.retryAfter = answer.retryAfter;
  }
}

/** What an answer that is not a success consists of. */
export interface FailedAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly retryAfter?: string | undefined;
}

/** The error for an answer that is not 2xx; `server` is the API server's address, for the texts. */
export function fromAnswer(answer: FailedAnswer, server: string): ApiError {
  const body = parseStatus(answer.text);
  const seconds = Number(answer.retryAfter ?? body?.details?.retryAfterSeconds);
  const retryAfter = Number.isFinite(seconds) ? seconds * 1000 : undefined;
  const { code, message, remedy } = body
    ? explain(answer.status, body, server)
    : notKubernetes(answer, server);
  const reason = body?.reason;
  return new ApiError(
    { code, message, ...(remedy === undefined ? {} : { remedy }), ...(reason ? { reason } : {}) },
    { status: answer.status, body, retryAfter },
  );
}

/** The error for a Status object inside a watch stream. */
export function fromStatus(status: V1Status, server: string): ApiError {
  const retry = status.details?.retryAfterSeconds;
  return fromAnswer(
    {
      status: status.code ?? 500,
      contentType: 'application/json',
      text: JSON.stringify({ ...status, kind: 'Status' }),
      retryAfter: retry === undefined ? undefined : String(retry),
    },
    server,
  );
}

/** Any thrown value as the error to show: network and TLS failures worded, what is one already as it is, bugs untouched. */
export function fromFailure(error: unknown, server: string, signal?: AbortSignal): unknown {
  if (error instanceof UserError) return error;
  if (signal?.aborted) return signal.reason instanceof UserError ? signal.reason : cancelled();
  return networkError(error, server) ?? error;
}

function parseStatus(text: string): V1Status | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    const value = JSON.parse(text) as V1Status;
    return value.kind === 'Status' ? value : undefined;
  } catch {
    return undefined; // Cut off, or not JSON after all: handled as an answer that is not Kubernetes'.
  }
}

interface Explained {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy?: string;
}

function explain(status: number, body: V1Status, server: string): Explained {
  const said = body.message ?? body.reason ?? String(status);
  switch (status) {
    case 401:
      return unauthorized(server);
    case 403:
      return {
        code: 'forbidden',
        message: l10n.t('The server refuses: {0}', said),
        remedy: l10n.t(
          'Ask whoever runs the cluster for this right, or choose another context or namespace.',
        ),
      };
    case 404:
      return { code: 'not-found', message: said };
    case 409:
      return { code: 'conflict', message: said };
    case 410:
      return { code: 'gone', message: said };
    case 400:
    case 405:
    case 406:
    case 413:
    case 415:
    case 422:
      return { code: 'invalid', message: said };
    case 429:
      return {
        code: 'server',
        message: l10n.t('The server is busy: {0}', said),
        remedy: l10n.t('Kube Sets tries again by itself.'),
      };
    case 504:
      return { code: 'timeout', message: l10n.t('The server took too long: {0}', said) };
    default:
      return { code: 'server', message: l10n.t('The server failed ({0}): {1}', status, said) };
  }
}

function unauthorized(server: string): Explained {
  return {
    code: 'unauthorized',
    message: l10n.t(
      '{0} does not accept the credentials of this context: they are wrong or have expired.',
      server,
    ),
    remedy: l10n.t('Log in to the cluster anew, then refresh. `kubectl auth whoami` shows the same answer.'),
  };
}

function notKubernetes(answer: FailedAnswer, server: string): Explained {
  if (answer.status === 401) return unauthorized(server);
  if (answer.status === 407) {
    return {
      code: 'unreachable',
      message: l10n.t('The proxy on the way to {0} asks for credentials (407).', server),
      remedy: l10n.t('Put the proxy’s user and password into `proxy-url` or HTTPS_PROXY.'),
    };
  }
  // Plain words (a kubelet's, an aggregator's) are worth showing; a page of HTML is not.
  const html = answer.contentType.includes('html') || /^\s*</.test(answer.text);
  const words = html ? '' : answer.text.trim().slice(0, 500);
  const code: ErrorCode =
    answer.status === 404 ? 'not-found' : answer.status === 403 ? 'forbidden' : 'server';
  if (words !== '') {
    const message = l10n.t('The server answered {0}: {1}', answer.status, words);
    // Go's own words for a request without TLS at a port with it.
    if (!/HTTP request to an HTTPS server/.test(words)) return { code, message };
    return {
      code,
      message,
      remedy: l10n.t('The server’s address in the kubeconfig must start with https://.'),
    };
  }
  return {
    code: html ? 'server' : code,
    message: l10n.t('{0} answered {1}, but not as a Kubernetes API server does.', server, answer.status),
    remedy: l10n.t(
      'A proxy or a login page may stand between; check the server’s address in the kubeconfig.',
    ),
  };
}

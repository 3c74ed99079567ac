/**
 * What went wrong, as data that can cross threads. `code` is stable and tested against; the texts are for people.
 * `remedy` says what the person can do. `reason` is the server's or the system's own short word (`Forbidden`, `ECONNREFUSED`).
 */
export interface ErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy?: string;
  readonly reason?: string;
}

export type ErrorCode =
  | 'no-kubeconfig' // nothing to read: no file, or no context in it
  | 'bad-kubeconfig' // a file that can't be parsed, or refers to what is not there
  | 'credentials' // the credential can't be had: plugin failed, token file missing
  | 'unauthorized' // 401: the server does not know who this is
  | 'forbidden' // 403: the server knows, and refuses
  | 'unreachable' // no answer: refused, timed out, name not found
  | 'bad-certificate' // TLS: unknown CA, wrong name, expired
  | 'not-found' // 404: the object is not there (any more)
  | 'conflict' // 409: another owner, another uid, already exists
  | 'invalid' // 400/422: the server refuses what was sent
  | 'gone' // 410: the resource version is too old
  | 'server' // 5xx, or an answer that is not Kubernetes'
  | 'port-taken' // the local port is in use
  | 'no-such-place' // the set, slot, node or port named is not known
  | 'timeout' // we stopped waiting
  | 'cancelled' // the person changed their mind: never shown
  | 'untrusted' // Restricted Mode
  | 'bug'; // anything unforeseen: logged with its stack

/** An error that is meant to be read by a person. Anything else that is thrown is a bug. */
export class UserError extends Error {
  readonly code: ErrorCode;
  readonly remedy: string | undefined;
  readonly reason: string | undefined;

  constructor(data: ErrorData, options?: ErrorOptions) {
    super(data.message, options);
    this.name = 'UserError';
    this.code = data.code;
    this.remedy = data.remedy;
    this.reason = data.reason;
  }

  toData(): ErrorData {
    return {
      code: this.code,
      message: this.message,
      ...(this.remedy === undefined ? {} : { remedy: this.remedy }),
      ...(this.reason === undefined ? {} : { reason: this.reason }),
    };
  }
}

/** The person, or a closing owner, ended the work: not an error to show. */
export function cancelled(): UserError {
  return new UserError({ code: 'cancelled', message: 'Cancelled' });
}

/** Any thrown value as data; what is not a {@link UserError} becomes code `bug` with its own message. */
export function toErrorData(error: unknown): ErrorData {
  if (error instanceof UserError) return error.toData();
  if (error instanceof Error && error.name === 'AbortError') return cancelled().toData();
  return { code: 'bug', message: error instanceof Error ? error.message : String(error) };
}

/** For the default branch of a switch over a union: a new member becomes a compile error. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value ${JSON.stringify(value)}`);
}

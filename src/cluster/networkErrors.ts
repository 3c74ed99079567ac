import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';

/** A code of Node's or undici's by which a failure of the network is told from a bug. */
const NETWORK = new Map<string, () => string>([
  ['ECONNREFUSED', () => l10n.t('nothing listens there (connection refused)')],
  ['ETIMEDOUT', () => l10n.t('no answer in time')],
  ['UND_ERR_CONNECT_TIMEOUT', () => l10n.t('no answer in time')],
  ['UND_ERR_HEADERS_TIMEOUT', () => l10n.t('no answer in time')],
  ['UND_ERR_BODY_TIMEOUT', () => l10n.t('the answer stopped midway')],
  ['ENOTFOUND', () => l10n.t('the name is not known (DNS)')],
  ['EAI_AGAIN', () => l10n.t('the name can’t be looked up now (DNS)')],
  ['EHOSTUNREACH', () => l10n.t('there is no way to the host')],
  ['ENETUNREACH', () => l10n.t('there is no way to the network')],
  ['EHOSTDOWN', () => l10n.t('the host is down')],
  ['ECONNRESET', () => l10n.t('the connection was cut')],
  ['ECONNABORTED', () => l10n.t('the connection was cut')],
  ['EPIPE', () => l10n.t('the connection was cut')],
  ['ERR_STREAM_PREMATURE_CLOSE', () => l10n.t('the connection was cut')],
  ['UND_ERR_SOCKET', () => l10n.t('the connection was cut')],
  ['UND_ERR_CLOSED', () => l10n.t('the connection was cut')],
  ['UND_ERR_DESTROYED', () => l10n.t('the connection was cut')],
  ['EADDRNOTAVAIL', () => l10n.t('no local address is free')],
  ['EPROTO', () => l10n.t('the answer is not TLS; is it http instead of https?')],
  ['ERR_SSL_WRONG_VERSION_NUMBER', () => l10n.t('the answer is not TLS; is it http instead of https?')],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', () => l10n.t('the answer is not TLS; is it http instead of https?')],
]);

const UNKNOWN_CA = () => ({
  why: l10n.t('its certificate is signed by an authority that the kubeconfig does not name'),
  remedy: l10n.t('Check `certificate-authority-data` of the cluster; it may have been set up anew since.'),
});
const EXPIRED = () => ({
  why: l10n.t('its certificate has expired'),
  remedy: l10n.t('The cluster’s certificates must be renewed, or this machine’s clock is wrong.'),
});
const TLS = new Map<string, () => { why: string; remedy: string }>([
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', UNKNOWN_CA],
  ['UNABLE_TO_GET_ISSUER_CERT', UNKNOWN_CA],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', UNKNOWN_CA],
  ['SELF_SIGNED_CERT_IN_CHAIN', UNKNOWN_CA],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', UNKNOWN_CA],
  ['CERT_SIGNATURE_FAILURE', UNKNOWN_CA],
  ['CERT_UNTRUSTED', UNKNOWN_CA],
  ['CERT_HAS_EXPIRED', EXPIRED],
  [
    'CERT_NOT_YET_VALID',
    () => ({
      why: l10n.t('its certificate is not valid yet'),
      remedy: l10n.t('Check this machine’s clock and the server’s.'),
    }),
  ],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    () => ({
      why: l10n.t('its certificate is for other names than the one in the kubeconfig'),
      remedy: l10n.t('Use a name that the certificate holds, or set `tls-server-name` for the cluster.'),
    }),
  ],
]);

/** A failure of network or TLS in a person's words; undefined for anything else (a bug). */
export function networkError(error: unknown, server: string): UserError | undefined {
  for (const code of codesOf(error)) {
    const tls = TLS.get(code)?.();
    if (tls) {
      return new UserError(
        {
          code: 'bad-certificate',
          message: l10n.t('{0} can’t be trusted: {1}.', server, tls.why),
          remedy: tls.remedy,
          reason: code,
        },
        { cause: error },
      );
    }
    // The server's alert about *our* certificate.
    if (/^ERR_SSL_.*ALERT/.test(code)) {
      return new UserError(
        {
          code: 'unauthorized',
          message: l10n.t(
            '{0} refused the TLS handshake, most likely this context’s client certificate.',
            server,
          ),
          remedy: l10n.t('Log in to the cluster anew, then refresh.'),
          reason: code,
        },
        { cause: error },
      );
    }
    const why = NETWORK.get(code)?.();
    if (why !== undefined) {
      return new UserError(
        {
          code: 'unreachable',
          message: l10n.t('{0} can’t be reached: {1}.', server, why),
          remedy: l10n.t('Is the cluster running, and does its network (VPN, proxy) work?'),
          reason: code,
        },
        { cause: error },
      );
    }
  }
  return undefined;
}

/** The error's own code and those of what it wraps: `cause`, and the tries of a dual-stack connect. */
function codesOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const own = (error as NodeJS.ErrnoException).code;
  const inner = error instanceof AggregateError ? error.errors : [];
  return [
    ...(typeof own === 'string' ? [own] : []),
    ...[error.cause, ...(inner as unknown[])].flatMap((e) => codesOf(e, depth + 1)),
  ];
}

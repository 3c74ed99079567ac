import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';

/**
 * The token of a legacy `auth-provider`. Of `oidc` the id-token is used as long as it is valid; renewing it stays kubectl's work, which
 * also writes it back. `gcp` and `azure` would run commands out of the kubeconfig and left kubectl itself in 1.26: refused.
 * Throws `credentials`. `now` in ms.
 */
export function oidcToken(
  provider: { readonly name: string; readonly config: Readonly<Record<string, string>> },
  context: string,
  now: number,
): string {
  if (provider.name !== 'oidc') {
    throw new UserError({
      code: 'credentials',
      message: l10n.t(
        'The sign-in "{0}" of the context "{1}" is not supported any more.',
        provider.name,
        context,
      ),
      remedy:
        provider.name === 'gcp'
          ? l10n.t('Run `gcloud container clusters get-credentials` anew: it sets up gke-gcloud-auth-plugin.')
          : provider.name === 'azure'
            ? l10n.t('Run `kubelogin convert-kubeconfig`: it sets up the kubelogin plugin.')
            : l10n.t('Use a credential plugin (`exec`) instead of `auth-provider`.'),
    });
  }
  const token = provider.config['id-token'] ?? '';
  const expires = expiryOf(token);
  if (token !== '' && (expires === undefined || now < expires)) return token;
  throw new UserError({
    code: 'credentials',
    message: l10n.t('The sign-in (OIDC) of the context "{0}" has expired.', context),
    remedy: provider.config['refresh-token']
      ? l10n.t(
          'Run `kubectl --context "{0}" auth whoami`: it renews the token in the kubeconfig. Then refresh.',
          context,
        )
      : l10n.t('Log in anew with the command your cluster’s page names, then refresh.'),
  });
}

/** When a JWT expires, in ms; undefined where it does not say. Its signature is the server's business. */
function expiryOf(token: string): number | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { exp?: unknown };
    return typeof claims.exp === 'number' ? claims.exp * 1000 : undefined;
  } catch {
    return undefined; // Not a JWT: the server will say what it thinks of it.
  }
}

import { BlockList, isIP, isIPv6 } from 'node:net';
import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { Env } from './types.ts';

/**
 * The proxy on the way to `server`, as kubectl chooses it: the cluster's `proxy-url`, else HTTPS_PROXY or HTTP_PROXY by the server's
 * scheme unless NO_PROXY (names, .suffixes, addresses, CIDR blocks, `*`, each with an optional port) or loopback excludes it.
 * Rules: golang.org/x/net/http/httpproxy. Throws `bad-kubeconfig` for a proxy address that can't be used.
 */
export function proxyFor(server: URL, proxyUrl: string | undefined, env: Env): URL | undefined {
  if (proxyUrl !== undefined) return parseProxy(proxyUrl, '`proxy-url`');
  const name = server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const said = env[name] || env[name.toLowerCase()];
  if (!said || bypasses(server, env.NO_PROXY || env.no_proxy || '')) return undefined;
  return parseProxy(said.includes('://') ? said : `http://${said}`, name);
}

function parseProxy(text: string, from: string): URL {
  const known = ['http:', 'https:', 'socks5:', 'socks5h:'];
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && known.includes(url.protocol)) return url;
  throw new UserError({
    code: 'bad-kubeconfig',
    message: l10n.t('The proxy address in {0} can’t be used.', from),
    remedy: l10n.t('It must start with http://, https:// or socks5://.'),
  });
}

function bypasses(server: URL, noProxy: string): boolean {
  const host = server.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (host === 'localhost' || (isIP(host) && contains('127.0.0.0/8', host)) || host === '::1') return true;
  const port = server.port || (server.protocol === 'https:' ? '443' : '80');
  return noProxy
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry !== '' && matches(entry, host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return contains(entry, host);
  const bare = entry.replace(/^\[|\]$/g, '');
  if (isIP(bare)) return bare === host;
  const [, name = '', entryPort] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(entry) ?? [];
  if (entryPort !== undefined && entryPort !== port) return false;
  if (isIP(name)) return name === host;
  const suffix = name.replace(/^\*(?=\.)/, '');
  if (suffix.startsWith('.')) return host.endsWith(suffix);
  return host === suffix || host.endsWith(`.${suffix}`);
}

function contains(block: string, address: string): boolean {
  const [net = '', bits] = block.split('/');
  if (!isIP(net) || !isIP(address) || isIPv6(net) !== isIPv6(address) || !/^\d{1,3}$/.test(bits ?? ''))
    return false;
  const type = isIPv6(net) ? 'ipv6' : 'ipv4';
  if (Number(bits) > (type === 'ipv6' ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(net, Number(bits), type);
  return list.check(address, type);
}

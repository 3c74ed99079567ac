import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { PortFacts } from '../model/objects.ts';

/** The number of a pod's port; a name is looked up among its containers' TCP ports. Fails with `no-such-place`, naming what there is. */
export function resolvePort(remotePort: number | string, pod: string, ports: readonly PortFacts[]): number {
  if (typeof remotePort === 'number') return remotePort;
  const tcp = ports.filter((port) => port.protocol === 'TCP');
  const found = tcp.find((port) => port.name === remotePort);
  if (found) return found.port;
  const known = tcp.map((port) => (port.name === undefined ? `${port.port}` : `${port.name} (${port.port})`));
  throw new UserError({
    code: 'no-such-place',
    message: l10n.t('{0} has no port named {1}', pod, remotePort),
    remedy:
      known.length === 0
        ? l10n.t('Its containers name no port: forward a number instead.')
        : l10n.t('It has: {0}.', known.join(', ')),
  });
}

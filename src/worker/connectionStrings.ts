import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { Clock } from '../base/timers.ts';
import type { Client } from '../cluster/client.ts';
import type { RawObject } from '../cluster/list.ts';
import { getObject, podPath } from '../cluster/verbs.ts';
import type { Forwards } from '../forward/registry.ts';
import { protocolOf } from '../model/connectionString.ts';
import { occupantAt } from './forwardsHost.ts';
import type { ConnectionString } from './protocol.ts';
import type { Sessions } from './sessions.ts';

interface KeyRef {
  readonly name?: string;
  readonly key: string;
}

interface RawVariable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef?: KeyRef; readonly configMapKeyRef?: KeyRef };
}

interface RawContainer {
  readonly image?: string;
  readonly env?: readonly RawVariable[];
  readonly ports?: readonly { readonly containerPort: number; readonly name?: string }[];
}

interface Deps {
  readonly sessions: Sessions;
  readonly forwards: Forwards;
  readonly clock: Clock;
}

/**
 * What a client of a forward's own protocol is given to reach it at `address`, with the user and the password that the container gets,
 * from the Secrets that it names. Read anew each time and kept nowhere. @throws UserError where the place is empty now, or the image's
 * protocol is not known.
 */
export async function connectionString(
  { sessions, forwards, clock }: Deps,
  { id, address }: { readonly id: string; readonly address: string },
  signal: AbortSignal,
): Promise<ConnectionString> {
  const identity = forwards.get(id)?.identity;
  if (!identity) throw notNow(l10n.t('This forward has ended.'));
  const session = await sessions.of(identity.context);
  const { namespace, remotePort } = identity;
  const there = occupantAt(session, identity, clock.now());
  if (!there || there.is === 'absent') throw notNow(there?.why ?? l10n.t('The place is not known now.'));
  const pod = await getObject(session.client, podPath({ namespace, name: there.name }), signal);
  if (!pod) throw notNow(l10n.t('Pod {0} has gone.', there.name));
  const { containers = [] } = pod['spec'] as { containers?: readonly RawContainer[] };
  const found = serving(containers, remotePort);
  if (!found) throw unknown(containers.map(({ image = '' }) => image).join(', '));
  const { protocol, env } = found;
  const read = await values(session.client, namespace, env, signal);
  return { text: protocol.write(address, read.env), unread: read.unread };
}

/** The container that has the port, or of those that name none the first whose image is known. */
function serving(containers: readonly RawContainer[], remotePort: number | string) {
  const portOf = ({ ports = [] }: RawContainer): number | undefined =>
    ports.find(({ containerPort, name }) => containerPort === remotePort || name === remotePort)
      ?.containerPort;
  const named = containers.filter((container) => portOf(container) !== undefined);
  for (const container of named.length > 0 ? named : containers) {
    const { image = '', ports = [], env = [] } = container;
    const port = portOf(container) ?? Number(remotePort);
    const protocol = protocolOf({ image, ports: ports.map(({ containerPort }) => containerPort) }, port);
    if (protocol) return { protocol, env: env.filter(({ name }) => protocol.variables.includes(name)) };
  }
  return undefined;
}

/** The variables' values, and why those are missing that could not be read. */
async function values(
  client: Client,
  namespace: string,
  variables: readonly RawVariable[],
  signal: AbortSignal,
): Promise<{ env: ReadonlyMap<string, string>; unread: readonly string[] }> {
  const env = new Map<string, string>();
  const unread = new Set<string>();
  const objects = new Map<string, Promise<RawObject | undefined>>();
  const keyOf = async (plural: string, { name = '', key }: KeyRef): Promise<string | undefined> => {
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/${plural}/${encodeURIComponent(name)}`;
    let asked = objects.get(path);
    if (!asked) objects.set(path, (asked = getObject(client, path, signal)));
    const data = (await asked)?.['data'] as Readonly<Record<string, string>> | undefined;
    const text = data?.[key];
    return text === undefined || plural === 'configmaps' ? text : Buffer.from(text, 'base64').toString();
  };
  for (const { name, value, valueFrom } of variables) {
    const { secretKeyRef, configMapKeyRef } = valueFrom ?? {};
    try {
      const read = secretKeyRef
        ? await keyOf('secrets', secretKeyRef)
        : configMapKeyRef
          ? await keyOf('configmaps', configMapKeyRef)
          : value;
      if (read !== undefined) env.set(name, read);
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'forbidden') throw error;
      unread.add((secretKeyRef ?? configMapKeyRef)?.name ?? name);
    }
  }
  return { env, unread: [...unread] };
}

function notNow(message: string): UserError {
  return new UserError({ code: 'not-found', message, remedy: l10n.t('Try again when its pod is there.') });
}

function unknown(images: string): UserError {
  return new UserError({
    code: 'invalid',
    message: l10n.t('How clients speak to this port of {0} is not known.', images),
    remedy: l10n.t('Use Copy Address.'),
  });
}

import { toErrorData } from '../base/errors.ts';
import type { Log } from '../cluster/types.ts';
import { parseKey } from '../model/keys.ts';
import { podName } from '../model/names.ts';
import type { Pod } from '../model/objects.ts';
import { trimWarning } from '../model/trim.ts';
import type { Session } from './session.ts';

/**
 * Reads the Warning events of the pod at a place, as its row is opened: watching all pods' events would cost a large cluster more than
 * all the rest. Without the right to read events the row simply has none. Never fails.
 */
export async function loadPodWarnings(session: Session, key: string, log: Log): Promise<void> {
  const pod = podAt(session, key);
  if (!pod) return;
  const { uid, namespace } = pod.meta;
  try {
    const list = await session.client.json<{ items?: readonly unknown[] }>({
      path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`,
      query: { fieldSelector: `involvedObject.uid=${uid},type=Warning`, limit: 100 },
      timeout: 2_000,
    });
    session.store.setWarnings(uid, (list.items ?? []).map(trimWarning));
  } catch (error) {
    const { code, message } = toErrorData(error);
    const stack = error instanceof Error ? error.stack : undefined;
    log(
      code === 'bug' ? 'error' : 'debug',
      `Events of ${pod.meta.name}: ${code === 'bug' ? (stack ?? message) : message}`,
    );
  }
}

function podAt(session: Session, key: string): Pod | undefined {
  const parsed = parseKey(key);
  if (parsed?.kind !== 'slot' && parsed?.kind !== 'place') return undefined;
  const set = session.store.set(parsed.uid);
  if (!set) return undefined;
  const pods = session.store.podsOf(parsed.uid);
  return parsed.kind === 'slot'
    ? pods.find((pod) => pod.meta.name === podName(set.meta.name, parsed.ordinal))
    : pods.find((pod) => pod.targetNode === parsed.node);
}

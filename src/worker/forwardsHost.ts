import * as l10n from '@vscode/l10n';
import { DisposableStore } from '../base/disposable.ts';
import { UserError } from '../base/errors.ts';
import type { Clock } from '../base/timers.ts';
import { accessReview } from '../cluster/verbs.ts';
import { reachThrough } from '../forward/clusterReach.ts';
import { Forwards } from '../forward/registry.ts';
import type { ForwardIdentity, Occupant, Reach } from '../forward/types.ts';
import type { Pod } from '../model/objects.ts';
import { podName } from '../model/names.ts';
import { podState } from '../model/podState.ts';
import { watchPlace } from './placeWatch.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';

/** The window's forwards, each following its place in the store of its own context's session. */
export function makeForwards(sessions: Sessions, clock: Clock): Forwards {
  // By name, each time: the kubeconfig may come to mean another server by the same context, and the forward follows.
  const session = ({ context }: ForwardIdentity): Session => {
    const found = sessions.get(context);
    if (!found) throw new Error(`No session of context ${context}`);
    return found;
  };
  return new Forwards({
    clock,
    address: () => sessions.settings.forwardAddress,
    async preflight(identity) {
      await mayForward(await sessions.of(identity.context), identity.namespace);
    },
    watchPlace(identity) {
      const own = new DisposableStore();
      own.add(sessions.pin(session(identity), identity.namespace));
      const watch = own.add(
        watchPlace(
          () => session(identity),
          sessions.onDidReplace,
          (now) => occupantAt(now, identity, clock.now()),
        ),
      );
      return {
        get occupant() {
          return watch.occupant;
        },
        onDidChange: watch.onDidChange,
        dispose: () => own.dispose(),
      };
    },
    reach(identity) {
      const now = (): Reach => reachThrough(session(identity).client);
      return {
        get hasTunnels() {
          return now().hasTunnels;
        },
        set hasTunnels(has) {
          now().hasTunnels = has;
        },
        openTunnel: (pod, signal) => now().openTunnel(pod, signal),
        openChannel: (pod, port, signal) => now().openChannel(pod, port, signal),
      };
    },
  });
}

/** The kubelet's door needs `create` over SPDY and `get` over WebSockets; which one is asked for depends on the server's version. */
async function mayForward(session: Session, namespace: string): Promise<void> {
  for (const verb of ['get', 'create']) {
    const { allowed, reason } = await accessReview(session.client, {
      verb,
      resource: 'pods',
      subresource: 'portforward',
      namespace,
    });
    if (allowed) continue;
    throw new UserError({
      code: 'forbidden',
      message: l10n.t(
        'You may not forward ports in namespace {0}: the right to {1} pods/portforward is missing.',
        namespace,
        verb,
      ),
      remedy: l10n.t('Ask who administers the cluster for a role with that right.'),
      ...(reason ? { reason } : {}),
    });
  }
}

/** Who is at a forward's place; undefined while that can't be known. */
export function occupantAt(
  session: Session,
  { namespace, place }: ForwardIdentity,
  now: number,
): Occupant | undefined {
  const { store } = session;
  const needed = ['pods', ...SETS[place.kind]] as const;
  if (!session.listed(needed, namespace)) return undefined;
  if (place.kind === 'pod') {
    const pod = store.podNamed(namespace, place.name);
    return pod ? occupant(pod, now) : { is: 'absent', why: l10n.t('there is no pod {0}', place.name) };
  }
  const kind = place.kind === 'slot' ? 'StatefulSet' : 'DaemonSet';
  const set = store.setNamed(kind, namespace, place.set);
  if (!set) return { is: 'absent', why: l10n.t('there is no {0} {1}', kind, place.set) };
  const pods = store.podsOf(set.meta.uid);
  const pod = newest(
    place.kind === 'slot'
      ? pods.filter((p) => p.meta.name === podName(place.set, place.ordinal))
      : pods.filter((p) => p.targetNode === place.node),
  );
  if (pod) return occupant(pod, now);
  const name =
    place.kind === 'slot' ? podName(place.set, place.ordinal) : l10n.t('{0} on {1}', place.set, place.node);
  return { is: 'absent', why: l10n.t('there is no pod {0} now', name) };
}

const SETS = { slot: ['statefulsets'], node: ['daemonsets'], pod: [] } as const;

function newest(pods: readonly Pod[]): Pod | undefined {
  return pods.reduce<Pod | undefined>(
    (best, pod) =>
      best && (best.meta.deleting === undefined || best.meta.created > pod.meta.created) ? best : pod,
    undefined,
  );
}

/** Available is the controller's question; a connection only needs Ready. */
function occupant(pod: Pod, now: number): Occupant {
  const { name, uid } = pod.meta;
  if (pod.meta.deleting !== undefined) return { is: 'absent', why: l10n.t('pod {0} is terminating', name) };
  const { state } = podState(pod, now, 0);
  if (state === 'ready') return { is: 'ready', name, uid, ports: pod.ports };
  const running = pod.phase === 'Running' && pod.containers.some((c) => c.state === 'running');
  return running
    ? { is: 'unready', why: l10n.t('pod {0} is not ready', name), name, uid, ports: pod.ports }
    : { is: 'absent', why: l10n.t('pod {0} has not started yet', name) };
}

import type { Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import { UserError } from '../base/errors.ts';
import type { Clock } from '../base/timers.ts';
import type {
  KeyedKind,
  KnownKeys,
  KnownLabel,
  KnownService,
  KnownSet,
  KnownStorageClass,
  Landing,
  Listing,
} from '../model/known.ts';
import { knowledge, type ConnectionState, type Known, type Request } from '../worker/protocol.ts';
import type { WorkerClient } from './workerClient.ts';

/** The cluster that is live in this window. */
export interface LiveContext {
  readonly context: string;
  readonly server: string;
  /** Of objects that name none. */
  readonly namespace: string;
}

interface Deps {
  readonly worker: Pick<WorkerClient, 'request' | 'onConnection' | 'onDidDie'>;
  readonly clock: Clock;
  readonly trusted: () => boolean;
  readonly log: (message: string) => void;
}

/** ms that a question waits for its answer: a dialog or a keystroke goes on without. The next one who asks may have it. */
const PATIENCE = 1000;

/**
 * What the live cluster knows that helps to write a manifest. Every question resolves within {@link PATIENCE} (or the `patience` given,
 * in ms), and never rejects: undefined = not known, because nothing is live in this window, the person may not see it, or the server is
 * slow. Asking starts no worker and makes no connection.
 */
export class LiveCluster implements Disposable {
  readonly #deps: Deps;
  readonly #changed = new Emitter<void>();
  readonly #subscriptions: readonly Disposable[];
  #live: LiveContext | undefined;
  /** Grows with every change of what is live: an answer of before is not one of now. */
  #epoch = 0;

  /** Another cluster or namespace is live, or none any more, or one again. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#subscriptions = [
      deps.worker.onConnection((state) => this.#turn(liveIn(state))),
      deps.worker.onDidDie(() => this.#turn(undefined)),
    ];
  }

  /** Undefined while none is live: before a view was opened, in Restricted Mode, while the connection is lost. */
  get live(): LiveContext | undefined {
    return this.#deps.trusted() ? this.#live : undefined;
  }

  namespaces(patience?: number): Promise<Listing<string> | undefined> {
    return this.#ask(knowledge.namespaces, undefined, patience);
  }

  storageClasses(patience?: number): Promise<Listing<KnownStorageClass> | undefined> {
    return this.#ask(knowledge.storageClasses, undefined, patience);
  }

  services(namespace: string, patience?: number): Promise<Listing<KnownService> | undefined> {
    return this.#ask(knowledge.services, { namespace }, patience);
  }

  /** The names of a namespace's Secrets or ConfigMaps. */
  keyed(kind: KeyedKind, namespace: string, patience?: number): Promise<Listing<string> | undefined> {
    return this.#ask(knowledge.keyed, { kind, namespace }, patience);
  }

  /** The names of the keys of one Secret or ConfigMap. */
  keys(kind: KeyedKind, namespace: string, name: string, patience?: number): Promise<KnownKeys | undefined> {
    return this.#ask(knowledge.keys, { kind, namespace, name }, patience);
  }

  nodeLabels(patience?: number): Promise<Listing<KnownLabel> | undefined> {
    return this.#ask(knowledge.nodeLabels, undefined, patience);
  }

  /** The StatefulSets and DaemonSets of a namespace. */
  sets(namespace: string, patience?: number): Promise<Listing<KnownSet> | undefined> {
    return this.#ask(knowledge.sets, { namespace }, patience);
  }

  /** Where a DaemonSet with this `spec.template.spec` (as JSON) would land. */
  landing(podSpec: unknown, patience?: number): Promise<Landing | undefined> {
    return this.#ask(knowledge.landing, { podSpec }, patience);
  }

  #turn(live: LiveContext | undefined): void {
    const before = this.#live;
    if (
      before?.context === live?.context &&
      before?.server === live?.server &&
      before?.namespace === live?.namespace
    ) {
      return;
    }
    this.#live = live;
    this.#epoch++;
    this.#changed.fire();
  }

  #ask<P, R>(type: Request<P, Known<R>>, params: P, patience = PATIENCE): Promise<R | undefined> {
    if (!this.live) return Promise.resolve(undefined);
    const epoch = this.#epoch;
    return new Promise((resolve) => {
      const timer = this.#deps.clock.after(patience, () => resolve(undefined));
      const done = (answer: R | undefined): void => {
        timer.dispose();
        resolve(epoch === this.#epoch ? answer : undefined);
      };
      this.#deps.worker.request(type, params).then(
        (answer) => done(answer ?? undefined),
        (error: unknown) => {
          // A worker that died has been told of; anything else is a bug.
          if (!(error instanceof UserError)) this.#deps.log(`${type.method}: ${String(error)}`);
          done(undefined);
        },
      );
    });
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }
}

function liveIn({ context, server, namespace, watch, error }: ConnectionState): LiveContext | undefined {
  if (error || watch.is !== 'live') return undefined;
  if (context === undefined || server === undefined || namespace === undefined) return undefined;
  return { context, server, namespace };
}

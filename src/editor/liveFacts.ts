import type { Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import type { Clock } from '../base/timers.ts';
import type { LiveCluster } from '../host/liveCluster.ts';
import type { ClusterFacts } from '../lint/facts.ts';
import type { KeyedKind, Listing } from '../model/known.ts';

/** ms between two looks at what findings lean on: what is created meanwhile is seen then. */
const AGAIN = 30_000;
/** ms that an asked question waits for others before it is sent: a name that is being typed is asked for once. */
const TOGETHER = 300;
/** ms within which a round of all open manifests has come to its end. */
const ROUND = 5_000;
/** ms for which an answer is waited for. */
const PATIENCE = 10_000;
/** So many questions are kept up at once. What is asked beyond is not known. */
const MOST = 200;

interface Question {
  readonly ask: () => Promise<unknown>;
  answer: unknown;
  /** When a rule asked last. */
  asked: number;
}

interface Deps {
  readonly cluster: Pick<
    LiveCluster,
    'live' | 'onDidChange' | 'services' | 'storageClasses' | 'keyed' | 'keys'
  >;
  readonly clock: Clock;
}

/**
 * What the linter asks of the live cluster, at hand. A question that was not asked before has no answer yet: it is sent, and
 * `onDidChange` tells when its answer came, or is another one. While nothing is live there are no facts at all.
 */
export class LiveFacts implements Disposable {
  readonly #deps: Deps;
  readonly #questions = new Map<string, Question>();
  readonly #changed = new Emitter<void>();
  readonly #subscription: Disposable;
  readonly #facts: ClusterFacts;
  #waiting = new Set<Question>();
  #sending: Disposable | undefined;
  #again: Disposable | undefined;
  #round = 0;

  /** Answers came or changed, so that findings may differ. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#facts = this.#make();
    this.#subscription = deps.cluster.onDidChange(() => {
      this.#questions.clear();
      this.#waiting.clear();
      this.#changed.fire();
    });
  }

  /** Undefined while nothing is live. */
  get current(): ClusterFacts | undefined {
    return this.#deps.cluster.live ? this.#facts : undefined;
  }

  /** Every open manifest is looked at anew: what is not asked again is no longer needed. */
  newRound(): void {
    this.#round = this.#deps.clock.now();
  }

  #make(): ClusterFacts {
    const { cluster } = this.#deps;
    const has = (listing: Listing<string> | undefined, name: string): boolean | undefined =>
      listing?.items.includes(name) ? true : listing?.complete ? false : undefined;
    const keyed = (kind: KeyedKind, namespace: string): Listing<string> | undefined =>
      this.#get(`${kind}/${namespace}`, () => cluster.keyed(kind, namespace, PATIENCE));
    const keys = (kind: KeyedKind, namespace: string, name: string): readonly string[] | undefined => {
      const key = `keys/${kind}/${namespace}/${name}`;
      const known = this.#get(key, () => cluster.keys(kind, namespace, name, PATIENCE));
      return known?.exists ? known.keys : undefined;
    };
    return {
      get namespace() {
        return cluster.live?.namespace;
      },
      service: (namespace, name) => {
        const listing = this.#get(`services/${namespace}`, () => cluster.services(namespace, PATIENCE));
        const found = listing?.items.find((service) => service.name === name);
        if (found) return { exists: true, headless: found.headless };
        return listing?.complete ? { exists: false } : undefined;
      },
      storageClasses: () => {
        const listing = this.#get('storageClasses', () => cluster.storageClasses(PATIENCE));
        return listing?.complete ? listing.items.map(({ name }) => name) : undefined;
      },
      keyed: (kind, namespace, name) => {
        const exists = has(keyed(kind, namespace), name);
        if (!exists) return exists === undefined ? undefined : { exists };
        // Only the object whose keys a rule wants to know is read.
        return {
          exists,
          get keys() {
            return keys(kind, namespace, name);
          },
        };
      },
    };
  }

  /** The answer at hand; a question that is new is sent. */
  #get<T>(key: string, ask: () => Promise<T | undefined>): T | undefined {
    const asked = this.#deps.clock.now();
    const known = this.#questions.get(key);
    if (known) {
      known.asked = asked;
      return known.answer as T | undefined;
    }
    if (this.#questions.size >= MOST) return undefined;
    const question: Question = { ask, answer: undefined, asked };
    this.#questions.set(key, question);
    this.#waiting.add(question);
    this.#sending ??= this.#deps.clock.after(TOGETHER, () => this.#sendWaiting());
    return undefined;
  }

  #sendWaiting(): void {
    this.#sending = undefined;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    void this.#answer(waiting);
  }

  async #answer(questions: readonly Question[]): Promise<void> {
    this.#again ??= this.#deps.clock.after(AGAIN, () => this.#lookAgain());
    const changed = await Promise.all(
      questions.map(async (question) => {
        const answer = await question.ask();
        if (JSON.stringify(answer) === JSON.stringify(question.answer)) return false;
        question.answer = answer;
        return true;
      }),
    );
    // Those of a cluster that is no longer the one are kept by nobody.
    const kept = new Set(this.#questions.values());
    if (questions.some((question, i) => changed[i] && kept.has(question))) this.#changed.fire();
  }

  #lookAgain(): void {
    this.#again = undefined;
    const roundIsOver = this.#deps.clock.now() - this.#round >= ROUND;
    for (const [key, { asked }] of this.#questions) {
      if (roundIsOver && asked < this.#round) this.#questions.delete(key);
    }
    const questions = [...this.#questions.values()].filter((question) => !this.#waiting.has(question));
    if (this.#questions.size > 0) void this.#answer(questions);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#sending?.dispose();
    this.#again?.dispose();
    this.#changed.dispose();
  }
}

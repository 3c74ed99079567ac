import { toErrorData } from '../base/errors.ts';
import type { Clock } from '../base/timers.ts';
import { keyedNames, keyNames, namesIn, services, storageClasses } from '../cluster/known.ts';
import type { Log } from '../cluster/types.ts';
import type { KnownLabel, KnownSet, Listing } from '../model/known.ts';
import { landing, typedPlacement } from '../model/landing.ts';
import { compareNames } from '../model/names.ts';
import type { Node } from '../model/objects.ts';
import { knowledge, type Known } from './protocol.ts';
import { pathOf } from './resources.ts';
import type { Answers } from './serve.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';

/** ms that an answer is given again without asking the server. */
const FRESH = 10_000;
/** So many labels of nodes are told, and so many values of each. */
const MOST_LABELS = 300;
const MOST_VALUES = 50;

interface Deps {
  readonly sessions: Pick<Sessions, 'current'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Answers what helps to write a manifest, from the window's own session while that is live. What is not known is null: nothing is live,
 * the person may not see it, or the server did not say in time.
 */
export function serveKnowledge(answers: Answers, deps: Deps): void {
  const { sessions } = deps;
  const kept = new Kept(deps);
  const ask = <T>(key: string, question: (session: Session) => Promise<T>): Promise<Known<T>> => {
    const session = live(sessions);
    return session ? kept.get(session, key, question) : Promise.resolve(null);
  };
  answers.on(knowledge.namespaces, () =>
    ask('namespaces', ({ client }) => namesIn(client, '/api/v1/namespaces')),
  );
  answers.on(knowledge.storageClasses, () => ask('storageClasses', ({ client }) => storageClasses(client)));
  answers.on(knowledge.services, ({ namespace }) =>
    ask(`services/${namespace}`, ({ client }) => services(client, namespace)),
  );
  answers.on(knowledge.keyed, ({ kind, namespace }) =>
    ask(`${kind}/${namespace}`, ({ client }) => keyedNames(client, kind, namespace)),
  );
  answers.on(knowledge.keys, (wanted) =>
    ask(`keys/${wanted.kind}/${wanted.namespace}/${wanted.name}`, ({ client }) => keyNames(client, wanted)),
  );
  answers.on(knowledge.nodeLabels, () => {
    const nodes = live(sessions)?.store.nodes;
    return nodes ? ask('nodeLabels', () => Promise.resolve(labelsOf(nodes))) : null;
  });
  answers.on(knowledge.sets, ({ namespace }) =>
    ask(`sets/${namespace}`, (session) => setsIn(session, namespace)),
  );
  answers.on(knowledge.landing, ({ podSpec }) => {
    const nodes = live(sessions)?.store.nodes;
    const spec = typedPlacement(podSpec);
    return nodes && spec ? landing(spec, nodes) : null;
  });
}

function live({ current }: Pick<Sessions, 'current'>): Session | undefined {
  return current?.state.watch.is === 'live' ? current : undefined;
}

interface Answer {
  readonly value: Promise<unknown>;
  /** When it was there; undefined while it is waited for. */
  at: number | undefined;
}

/** Answers for a moment, each asked once for all who want it meanwhile. */
class Kept {
  readonly #deps: Deps;
  readonly #answers = new WeakMap<Session, Map<string, Answer>>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Null where the question can't be answered, or its session is no longer live when it is. */
  async get<T>(session: Session, key: string, question: (session: Session) => Promise<T>): Promise<Known<T>> {
    const answers = this.#answers.get(session) ?? new Map<string, Answer>();
    this.#answers.set(session, answers);
    const now = this.#deps.clock.now();
    for (const [old, { at }] of answers) if (at !== undefined && now - at >= FRESH) answers.delete(old);
    let answer = answers.get(key);
    if (!answer) {
      answer = { value: this.#ask(key, () => question(session)), at: undefined };
      answers.set(key, answer);
    }
    try {
      const value = (await answer.value) as Known<T>;
      return live(this.#deps.sessions) === session ? value : null;
    } finally {
      answer.at ??= this.#deps.clock.now();
    }
  }

  async #ask<T>(key: string, question: () => Promise<T>): Promise<Known<T>> {
    try {
      return await question();
    } catch (error) {
      const { code, message } = toErrorData(error);
      if (code === 'bug') throw error;
      this.#deps.log('debug', `Not known (${key}): ${message}`);
      return null;
    }
  }
}

/** From the store where the namespace is watched, else asked for. */
async function setsIn(session: Session, namespace: string): Promise<Listing<KnownSet>> {
  const { store, client } = session;
  if (session.listed(['statefulsets', 'daemonsets'], namespace)) {
    return {
      items: store.sets([namespace]).map(({ kind, meta }) => ({ kind, name: meta.name })),
      complete: true,
    };
  }
  const found = await Promise.all(
    (['StatefulSet', 'DaemonSet'] as const).map(async (kind) => {
      const plural = kind === 'StatefulSet' ? 'statefulsets' : 'daemonsets';
      const { items, complete } = await namesIn(client, pathOf(plural, namespace));
      return { items: items.map((name): KnownSet => ({ kind, name })), complete };
    }),
  );
  return { items: found.flatMap(({ items }) => items), complete: found.every(({ complete }) => complete) };
}

function labelsOf(nodes: readonly Node[]): Listing<KnownLabel> {
  const counts = new Map<string, Map<string, number>>();
  for (const { meta } of nodes) {
    for (const [key, value] of Object.entries(meta.labels)) {
      const values = counts.get(key) ?? new Map<string, number>();
      counts.set(key, values.set(value, (values.get(value) ?? 0) + 1));
    }
  }
  const labels = [...counts].map(([key, values]): KnownLabel => {
    const frequent = [...values].sort(([a, n], [b, m]) => m - n || compareNames(a, b));
    return {
      key,
      nodes: frequent.reduce((sum, [, n]) => sum + n, 0),
      values: {
        items: frequent.slice(0, MOST_VALUES).map(([value, n]) => ({ value, nodes: n })),
        complete: frequent.length <= MOST_VALUES,
      },
    };
  });
  labels.sort((a, b) => compareNames(a.key, b.key));
  return { items: labels.slice(0, MOST_LABELS), complete: labels.length <= MOST_LABELS };
}

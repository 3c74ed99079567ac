import * as l10n from '@vscode/l10n';
import { insertItem } from '../manifest/edits.ts';
import { at, pathOf, scalarAt, seqAt, tokenOf } from '../manifest/nodes.ts';
import { imageOf, type ContainerView, type EnvView, type SetView } from '../manifest/objects.ts';
import { databaseExample, secretItem } from './databaseExample.ts';
import type { Fix, Problem, RuleContext } from './rule.ts';
import type { Scope } from './scope.ts';
import { fromSecret, secretKeys, type Source } from './startScript.ts';

type Variable = 'MONGO_INITDB_ROOT_USERNAME' | 'MONGO_INITDB_ROOT_PASSWORD';

/**
 * The official image's start script (docker-library/mongo `docker-entrypoint.sh`): one of the two without the other ends the container.
 * `command` replaces the script, and `envFrom` may bring the other: then nothing is said.
 */
export function* mongoProblems(
  { set, scope, file }: RuleContext,
  given: Variable,
  missing: Variable,
): Generator<Problem> {
  if (!set) return;
  for (const container of set.containers) {
    if (container.init || imageOf(container.image ?? '').repository !== 'docker.io/library/mongo') continue;
    if (at(container.node, 'command') || at(container.node, 'envFrom')) continue;
    const env = envOf(container, given);
    const name = env && scalarAt(env.node, 'name');
    if (!env || !name || envOf(container, missing)) continue;
    yield {
      range: tokenOf(name),
      path: pathOf(name),
      message: l10n.t(
        '{0} is set, {1} is not: the start script of the mongo image ends with an error.',
        env.name ?? given,
        missing,
      ),
      fixes: () => {
        const list = seqAt(container.node, 'env');
        const source = list && sourceOf(scope, set, env, missing);
        if (!list || !source) return [];
        return [
          {
            title: source.title,
            edits: insertItem(file.manifest.text, list, { name: missing, ...source.from }),
            preferred: true,
          },
        ] satisfies Fix[];
      },
    };
  }
}

/** The variable, or its `_FILE` form, unless it is empty, which the script takes for absent. */
function envOf({ env }: ContainerView, name: Variable): EnvView | undefined {
  return env.find((one) => (one.name === name || one.name === `${name}_FILE`) && one.value?.value !== '');
}

/** Where the missing one can come from: the Secret of the given one, else a Secret in scope that has a key for it. */
function sourceOf(scope: Scope, set: SetView, given: EnvView, missing: Variable): Source | undefined {
  const user = missing === 'MONGO_INITDB_ROOT_USERNAME';
  if (given.secret) {
    const { name, key } = given.secret;
    const keys = secretKeys(scope, set, name);
    const found = keys ? pick(keys, user, key) : counterpart(key, user);
    if (found !== undefined) return fromSecret(name, found, missing);
  }
  if (user) return { title: l10n.t('Add {0} with the value "root"', missing), from: { value: 'root' } };
  for (const { object } of scope.all('Secret')) {
    const found =
      object.name === undefined ? undefined : pick(secretKeys(scope, set, object.name) ?? [], user, '');
    if (object.name !== undefined && found !== undefined) return fromSecret(object.name, found, missing);
  }
  return undefined;
}

function pick(keys: readonly string[], user: boolean, except: string): string | undefined {
  const likely = user ? /user|login/i : /pass|pwd/i;
  return keys.find((key) => key !== except && likely.test(key));
}

/** `password` → `username`, `mongo-root-password` → `mongo-root-username`, `MONGO_PASSWORD` → `MONGO_USERNAME`. */
function counterpart(key: string, user: boolean): string | undefined {
  const other = user
    ? key.replace(/password|passwd|pass/i, (word) => cased(word, 'username'))
    : key.replace(/username|user/i, (word) => cased(word, 'password'));
  return other === key ? undefined : other;
}

function cased(like: string, word: string): string {
  return like === like.toUpperCase() ? word.toUpperCase() : word;
}

/** The examples of a rule's page: without and with the variable. */
export function withoutEnv(missing: Variable): { readonly bad: string; readonly good: string } {
  const username = secretItem('MONGO_INITDB_ROOT_USERNAME', 'mongodb', 'username');
  const password = secretItem('MONGO_INITDB_ROOT_PASSWORD', 'mongodb', 'password');
  const example = (env: string): string =>
    databaseExample({ name: 'mongodb', image: 'mongo:8.0', env, mountPath: '/data/db' });
  return {
    bad: example(missing === 'MONGO_INITDB_ROOT_USERNAME' ? password : username),
    good: example(username + password),
  };
}

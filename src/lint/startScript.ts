import * as l10n from '@vscode/l10n';
import { insertItem, insertKey, putIn } from '../manifest/edits.ts';
import { at, mapAt, scalarAt, seqAt, stringAt, toJs, type Json } from '../manifest/nodes.ts';
import type { ContainerView, EnvView, SetView } from '../manifest/objects.ts';
import { imageFacts, type ImageFacts } from './images.ts';
import { problemAt, problemWithout } from './problem.ts';
import type { Fix, Problem, RuleContext } from './rule.ts';
import type { Scope } from './scope.ts';

/** A container of a set whose image is known. */
export interface Known {
  readonly set: SetView;
  readonly container: ContainerView;
  readonly facts: ImageFacts;
}

/** The main containers of a whole set whose images run one of the systems (of any that is known, where none is named). */
export function* known({ set }: Pick<RuleContext, 'set'>, ...systems: readonly string[]): Generator<Known> {
  for (const container of set?.containers ?? []) {
    const facts = container.init ? undefined : imageFacts(container.image);
    if (set && facts && (systems.length === 0 || systems.includes(facts.system))) {
      yield { set, container, facts };
    }
  }
}

/**
 * Whether the image's start script prepares the server: `command` replaces the script, and first arguments that are another program's
 * name make it run that one alone.
 */
export function startScriptRuns({ node }: ContainerView, server: RegExp): boolean {
  const command = seqAt(node, 'command')?.items ?? [];
  if (command.length > 0) return false;
  const first = seqAt(node, 'args')?.items[0]?.value;
  return (
    first === undefined ||
    (first.kind === 'scalar' && (first.text.startsWith('-') || server.test(first.text)))
  );
}

/** The variable, or its `_FILE` form; one that is empty is as good as none to the start scripts. */
export function variable({ env }: ContainerView, ...names: readonly string[]): EnvView | undefined {
  return env.find(
    ({ name, value }) => names.some((one) => name === one || name === `${one}_FILE`) && value?.value !== '',
  );
}

/** Whether all variables are to be seen: `envFrom` may bring any. */
export function knowsVariables({ node }: ContainerView): boolean {
  const from = at(node, 'envFrom');
  return from === undefined || (from.kind === 'seq' && from.items.length === 0);
}

/** Where the value of a new variable can come from. */
export interface Source {
  readonly title: string;
  readonly from: { readonly [key: string]: Json };
}

/** `NAME` from a key of a Secret. */
export function fromSecret(name: string, key: string, variableName: string): Source {
  return {
    title: l10n.t('Add {0} from key "{1}" of Secret "{2}"', variableName, key, name),
    from: { valueFrom: { secretKeyRef: { name, key } } },
  };
}

/** The keys of a Secret in scope; undefined where it is not in scope. */
export function secretKeys(scope: Scope, set: SetView, name: string): readonly string[] | undefined {
  const secrets = scope.named('Secret', set.namespace, name);
  if (secrets.length === 0) return undefined;
  return secrets.flatMap(({ object }) =>
    ['data', 'stringData'].flatMap((part) => [...(mapAt(object.node, part)?.byKey.keys() ?? [])]),
  );
}

/** A key of a Secret in scope that looks like what is wanted: of those that the container uses first, then of the set's file. */
export function likelySecret(
  { scope }: RuleContext,
  { set, container }: Pick<Known, 'set' | 'container'>,
  variableName: string,
  likely: RegExp,
): Source | undefined {
  const used = container.env.flatMap(({ secret }) => (secret ? [secret] : []));
  const taken = new Set(used.map(({ name, key }) => `${name}/${key}`));
  const names = new Set(used.map(({ name }) => name));
  for (const { object } of scope.all('Secret')) {
    if (object.name !== undefined && object.document.objects.length > 0) names.add(object.name);
  }
  for (const name of names) {
    const key = (secretKeys(scope, set, name) ?? []).find(
      (one) => likely.test(one) && !taken.has(`${name}/${one}`),
    );
    if (key !== undefined) return fromSecret(name, key, variableName);
  }
  return undefined;
}

/** The container with one more variable. */
export function addVariable(
  text: string,
  { node }: ContainerView,
  name: string,
  source: Source,
  preferred = true,
): Fix {
  const item = { name, ...source.from };
  const list = seqAt(node, 'env');
  const edits = list
    ? insertItem(text, list, item)
    : at(node, 'env')
      ? putIn(text, node, ['env'], [item])
      : insertKey(text, node, 'env', [item], { after: at(node, 'args') ? 'args' : 'image' });
  return { title: source.title, edits, preferred };
}

/** What a claim of the set's own, or one that it names, is mounted as. */
export interface ClaimMount {
  readonly node: ContainerView['mounts'][number]['node'];
  readonly name: string;
  /** Without a slash at the end. */
  readonly path: string;
  readonly subPath: boolean;
}

/** The mounts of persistent volumes: those from claim templates and of claims. */
export function claimMounts({ set, container }: Pick<Known, 'set' | 'container'>): readonly ClaimMount[] {
  const claims = new Set<string | undefined>(set.claimTemplates.map(({ name }) => name));
  for (const { node, name } of set.volumes) {
    if (at(node, 'persistentVolumeClaim') || at(node, 'ephemeral')) claims.add(name);
  }
  return container.mounts.flatMap(({ node, device, name }) => {
    const path = stringAt(node, 'mountPath');
    const volume = name?.value;
    if (device || path === undefined || typeof volume !== 'string' || !claims.has(volume)) return [];
    const sub = scalarAt(node, 'subPath') ?? scalarAt(node, 'subPathExpr');
    const subPath = sub !== undefined && sub.text !== '' && sub.text !== '.' && sub.text !== '/';
    return [{ node, name: volume, path: path.replace(/(?<=.)\/+$/, ''), subPath }];
  });
}

/** The literal value of a variable, undefined where it has none or gets it from elsewhere. */
export function literal({ env }: ContainerView, name: string): string | undefined {
  const node = env.findLast((one) => one.name === name)?.value;
  const value = node ? toJs(node) : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** A problem with what the container's variables lack. */
export function problemOfEnv({ node }: ContainerView, message: string, fixes: () => readonly Fix[]): Problem {
  const env = at(node, 'env');
  return env ? problemAt(env, message, { fixes }) : problemWithout(node, 'env', message, { fixes });
}

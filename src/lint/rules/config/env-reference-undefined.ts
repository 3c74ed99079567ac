import * as l10n from '@vscode/l10n';
import type { TextRange } from '../../../base/text.ts';
import {
  at,
  mapsAt,
  pathOf,
  scalarAt,
  seqAt,
  tokenOf,
  type MapNode,
  type ScalarNode,
} from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { nearest } from '../../nearest.ts';
import { podFieldOf, withPodField } from '../../podFields.ts';
import type { Fix, Problem, Rule, RuleContext } from '../../rule.ts';

const example = (first: string): string =>
  setExample('DaemonSet', {
    container: `env:
${first}- name: URL
  value: http://$(HOST):8080`,
  });

export const envReferenceUndefined: Rule = {
  code: 'env-reference-undefined',
  severity: 'warning',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: '$(NAME) names no variable that is set above',
    why: `Kubernetes replaces \`$(NAME)\` in a variable's value by a variable of the same container that stands **above** it in \`env\`, or
comes from \`envFrom\`; in \`command\` and \`args\` by any. What names nothing stays as it is, letter by letter. Variables of the image and
of the container runtime (\`HOSTNAME\`, \`PATH\`) are not known to Kubernetes: for the pod's name, set a variable from
\`metadata.name\`. Only names in capitals are looked at: \`$(hostname)\` is meant for a shell. Nothing is said where \`envFrom\` may bring the
variable.`,
    bad: example(''),
    good: example('- name: HOST\n  value: web.example\n'),
  },
  *check(context) {
    for (const { node } of [...context.typed('Container'), ...context.typed('EphemeralContainer')]) {
      // A container without an image is a patch: its variables may be elsewhere.
      if (!at(node, 'image')) continue;
      yield* inVariables(context, node);
      yield* inCommand(context, node);
    }
  },
};

function* inVariables({ file }: RuleContext, container: MapNode): Generator<Problem> {
  const items = mapsAt(container, 'env');
  const all = new Set(items.map(({ map }) => scalarAt(map, 'name')?.text ?? ''));
  const open = at(container, 'envFrom') !== undefined;
  const above = new Set<string>();
  for (const { map } of items) {
    const value = scalarAt(map, 'value');
    const own = scalarAt(map, 'name')?.text ?? '';
    for (const name of value ? namesIn(value) : []) {
      if (above.has(name) || isService(name) || !value) continue;
      const below = all.has(name) && name !== own;
      if (open) continue;
      const message = below
        ? l10n.t('{0} is set below: "$({0})" stays as it is. Only variables above are known here.', name)
        : l10n.t('No variable {0} is set above: "$({0})" stays as it is.', name);
      yield problem(
        file.manifest.text,
        value,
        name,
        message,
        below ? undefined : { container, known: above },
      );
    }
    above.add(own);
  }
}

/** In `command` and `args`; what a shell gets is the shell's. */
function* inCommand({ file }: RuleContext, container: MapNode): Generator<Problem> {
  if (at(container, 'envFrom')) return;
  const lists = [seqAt(container, 'command'), seqAt(container, 'args')];
  const words = lists.flatMap((list) => (list?.items ?? []).map(({ value }) => value));
  if (words.some((word) => word.kind === 'scalar' && /(?:^|\/)(?:ba|da|a|z|k)?sh$/.test(word.text))) return;
  const known = new Set(mapsAt(container, 'env').map(({ map }) => scalarAt(map, 'name')?.text ?? ''));
  for (const word of words) {
    if (word.kind !== 'scalar') continue;
    for (const name of namesIn(word)) {
      if (known.has(name) || isService(name)) continue;
      const message = l10n.t('The container has no variable {0}: "$({0})" stays as it is.', name);
      yield problem(file.manifest.text, word, name, message, { container, known });
    }
  }
}

/** The names that are to be replaced; `$$(NAME)` is not. */
function namesIn({ value }: ScalarNode): readonly string[] {
  if (typeof value !== 'string' || !value.includes('$(')) return [];
  const found = value.matchAll(/(\$+)\(([A-Z_][A-Z0-9_]*)\)/g);
  return [
    ...new Set([...found].flatMap(([, dollars = '', name = '']) => (dollars.length % 2 === 1 ? [name] : []))),
  ];
}

/** Kubernetes sets these for every Service of the namespace. */
function isService(name: string): boolean {
  return /_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT(?:_\d+_(?:TCP|UDP|SCTP)(?:_\w+)?)?)$/.test(name);
}

interface Place {
  readonly container: MapNode;
  /** The variables that can be named there. */
  readonly known: ReadonlySet<string>;
}

function problem(
  text: string,
  node: ScalarNode,
  name: string,
  message: string,
  place: Place | undefined,
): Problem {
  const written = text.indexOf(`$(${name})`, node.range.start);
  const inside = written >= 0 && written < node.range.end;
  const range: TextRange = inside ? { start: written, end: written + name.length + 3 } : tokenOf(node);
  return {
    range,
    path: pathOf(node),
    message,
    fixes: () => (place && inside ? [...fixes(text, range, name, place)] : []),
  };
}

function* fixes(text: string, range: TextRange, name: string, { container, known }: Place): Generator<Fix> {
  const field = podFieldOf(name);
  const edits = field === undefined ? [] : withPodField(text, container, name, field);
  if (edits.length > 0) {
    yield { title: l10n.t("Set {0} from the pod's {1}", name, field ?? ''), edits, preferred: true };
  }
  const meant = nearest(name, known);
  if (meant === undefined) return;
  const to = `$(${meant})`;
  yield {
    title: l10n.t('Change to "{0}"', to),
    edits: [{ range, text: to }],
    ...(edits.length > 0 ? {} : { preferred: true }),
  };
}

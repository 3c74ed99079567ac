import * as l10n from '@vscode/l10n';
import { at, scalarAt } from '../../../manifest/nodes.ts';
import { changeMaybe } from '../../fixes.ts';
import { isTrue } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { objectExample } from './examples.ts';
import { numberIn } from './numbers.ts';

const largest = 1_000_000_000;
const system: ReadonlyMap<string, number> = new Map([
  ['system-cluster-critical', 2_000_000_000],
  ['system-node-critical', 2_000_001_000],
]);
const example = (value: number): string =>
  objectExample('scheduling.k8s.io/v1', 'PriorityClass', `value: ${value}`, 'databases');

export const priorityClassInvalid: Rule = {
  code: 'priority-class-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['PriorityClass'],
  docs: {
    title: "A priority that is the system's own",
    why: `Priorities above 1,000,000,000 and names that begin with \`system-\` are Kubernetes' own: the API server refuses a PriorityClass with
them. Agents that a node can't do without use \`system-node-critical\`, which is there already.`,
    bad: example(2_000_000_000),
    good: example(largest),
  },
  *check({ object }) {
    const { node, name } = object;
    const value = scalarAt(node, 'value');
    const number = numberIn(node, 'value') ?? 0;
    if (name?.startsWith('system-')) {
      if (system.get(name) === number && !isTrue(node, 'globalDefault')) return;
      const place = at(node, 'metadata', 'name') ?? node;
      yield problemAt(
        place,
        l10n.t("Names that begin with system- are Kubernetes' own: the API server refuses {0}.", name),
        {
          fixes: () =>
            place.kind === 'scalar' ? changeMaybe(place, name.replace(/^(?:system-)+/, '') || undefined) : [],
        },
      );
    } else if (value && number > largest) {
      yield problemAt(
        value,
        l10n.t('{0} is refused by the API server: a priority is at most {1}.', number, largest),
        {
          fixes: () => changeMaybe(value, largest),
        },
      );
    }
  },
};

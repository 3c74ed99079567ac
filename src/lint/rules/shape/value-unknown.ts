import * as l10n from '@vscode/l10n';
import type { ScalarNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { tablesIn } from '../../fields/byType.ts';
import { enums, type Choice } from '../../fields/enums.ts';
import { typedOf } from '../../fields/typed.ts';
import { changeMaybe } from '../../fixes.ts';
import { nearest } from '../../nearest.ts';
import { isHidden } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Problem, Rule } from '../../rule.ts';

const byType = tablesIn(enums);

/** Short forms that people know. */
const short: Readonly<Record<string, string>> = {
  RWO: 'ReadWriteOnce',
  ROX: 'ReadOnlyMany',
  RWX: 'ReadWriteMany',
  RWOP: 'ReadWriteOncePod',
  Equals: 'Equal',
  Headless: 'ClusterIP',
  DualStack: 'PreferDualStack',
  File: 'Filesystem',
};

const bad = setExample('DaemonSet', { container: 'imagePullPolicy: ifNotPresent' });

export const valueUnknown: Rule = {
  code: 'value-unknown',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A word that the field does not know',
    why: `Many fields take one of a few words only, in exactly this spelling: \`IfNotPresent\`, \`TCP\`, \`ReadWriteOnce\`, \`RollingUpdate\`. The
API server refuses others; \`Recreate\` is a Deployment's alone.`,
    bad,
    good: bad.replace('ifNotPresent', 'IfNotPresent'),
  },
  *check(context) {
    for (const typed of typedOf(context.object).all) {
      const choices = byType.get(typed.type);
      if (!choices || isHidden(typed)) continue;
      const { node } = typed;
      for (const [name, choice] of choices) {
        const value = node.byKey.get(name)?.value;
        const nodes = value?.kind === 'seq' ? value.items.map((item) => item.value) : value ? [value] : [];
        for (const one of nodes) if (one.kind === 'scalar') yield* unknown(one, choice);
      }
    }
  },
};

function* unknown(node: ScalarNode, { values, notEmpty }: Choice): Generator<Problem> {
  const { value } = node;
  if (typeof value !== 'string' || values.includes(value) || (value === '' && !notEmpty)) return;
  const meant = meantBy(value, values);
  const known = values.join(', ');
  const message =
    meant === undefined
      ? l10n.t('"{0}" is none of {1}: the API server refuses the object.', value, known)
      : l10n.t(
          '"{0}" is none of {1} ("{2}" is meant?): the API server refuses the object.',
          value,
          known,
          meant,
        );
  yield problemAt(node, message, { fixes: () => changeMaybe(node, meant) });
}

function meantBy(value: string, values: readonly string[]): string | undefined {
  const plain = (text: string): string => text.toLowerCase().replace(/[-_ ]/g, '');
  const same = values.find((one) => plain(one) === plain(value));
  if (same !== undefined) return same;
  const long = short[value];
  return long !== undefined && values.includes(long)
    ? long
    : value === ''
      ? undefined
      : (nearest(value, values) ?? beginningWith(value, values));
}

/** The one value that the text is the beginning of: `Rolling` for `RollingUpdate`. */
function beginningWith(text: string, values: readonly string[]): string | undefined {
  const longer = values.filter((one) => text.length > 3 && one.startsWith(text));
  return longer.length === 1 ? longer[0] : undefined;
}

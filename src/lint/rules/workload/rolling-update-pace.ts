import * as l10n from '@vscode/l10n';
import { scalarAt, type MapNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeTo, withKey, without } from '../../fixes.ts';
import { textIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { portionOf } from '../../values/percent.ts';

const example = (unavailable: string): string =>
  setExample('DaemonSet', {
    spec: `updateStrategy:\n  rollingUpdate:\n    maxSurge: 1\n    maxUnavailable: ${unavailable}\n`,
  });

export const rollingUpdatePace: Rule = {
  code: 'rolling-update-pace',
  severity: 'error',
  basis: 'api',
  kinds: ['DaemonSet'],
  docs: {
    title: 'A DaemonSet replaces pods one way: before or after',
    why: `A DaemonSet either stops a node's pod first (\`maxUnavailable\`, 1 where it is not set) or starts the new one beside it
(\`maxSurge\`, 0 where it is not set): exactly one of the two may be other than 0, and neither over 100%. The API server refuses others.`,
    bad: example('1'),
    good: example('0'),
  },
  *check(context) {
    for (const { node, owner } of context.typed('RollingUpdateDaemonSet')) {
      const type = textIn(owner?.node, 'type');
      if (type !== '' && type !== 'RollingUpdate') continue;
      const unavailable = amountOf(node, 'maxUnavailable', 1);
      const surge = amountOf(node, 'maxSurge', 0);
      if (unavailable === undefined || surge === undefined || context.partial) continue;
      const { text } = context.file.manifest;
      const written = scalarAt(node, 'maxUnavailable');
      if (unavailable !== 0 && surge !== 0) {
        yield problemAt(
          scalarAt(node, 'maxSurge') ?? node,
          l10n.t(
            'maxSurge is refused by the API server unless maxUnavailable is 0, and it is {0}.',
            written?.text ?? '1',
          ),
          {
            fixes: () => [
              written && written.value !== null
                ? changeTo(written, 0)
                : withKey(text, node, 'maxUnavailable', 0, true),
              without(text, node, 'maxSurge'),
            ],
          },
        );
      } else if (unavailable === 0 && surge === 0) {
        yield problemAt(
          written ?? node,
          l10n.t(
            'maxUnavailable and maxSurge are 0, so no pod could ever be replaced: the API server refuses it.',
          ),
          { fixes: () => (written ? [changeTo(written, 1)] : []) },
        );
      }
    }
  },
};

/** The number or the percentage; undefined for a form that is refused by itself. */
function amountOf(node: MapNode, key: string, unset: number): number | undefined {
  const written = scalarAt(node, key);
  if (!written || written.value === null)
    return node.byKey.get(key)?.value.kind === 'map' ? undefined : unset;
  const portion = portionOf(written);
  if (!portion) return undefined;
  return 'count' in portion ? portion.count : portion.percent;
}

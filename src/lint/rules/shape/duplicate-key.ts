import * as l10n from '@vscode/l10n';
import { formatPath, stepsOf, walk, type MapEntry } from '../../../manifest/nodes.ts';
import { removeKey } from '../../../manifest/edits.ts';
import type { Rule } from '../../rule.ts';

const bad = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  mode: fast
  level: info
  mode: fast
`;

export const duplicateKey: Rule = {
  code: 'duplicate-key',
  severity: 'warning',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: 'A key twice in one map',
    why: `kubectl keeps the last of them and drops the others without a word; a server that reads the YAML itself refuses it. Two \`env:\` or two
\`labels:\` in one map are the usual case: what stands under the first is gone.`,
    bad,
    good: bad.replace('  level: info\n  mode: fast\n', '  level: info\n'),
  },
  *check(context) {
    for (const map of walk(context.object.node)) {
      if (map.kind !== 'map' || map.duplicates.length === 0) continue;
      const byKey = Map.groupBy(map.entries, ({ key }) => key);
      const alike = new Map<string, boolean>();
      for (const entry of map.duplicates) {
        const { key } = entry;
        const same = byKey.get(key) ?? [];
        const [first] = same;
        yield {
          range: entry.keyRange,
          path: formatPath([...stepsOf(map), key]),
          message: l10n.t(
            '"{0}" is here twice: kubectl keeps the last one alone, the API server refuses both.',
            entry.key,
          ),
          related: first
            ? [{ uri: context.file.uri, range: first.keyRange, message: l10n.t('This one is lost.') }]
            : [],
          fixes: () => {
            const { text } = context.file.manifest;
            const preferred = alike.get(key) ?? new Set(same.map((one) => textOf(text, one))).size === 1;
            alike.set(key, preferred);
            return [{ title: l10n.t('Remove this "{0}"', key), edits: removeKey(text, map, key), preferred }];
          },
        };
      }
    }
  },
};

function textOf(text: string, { value, alias }: MapEntry): string {
  const { start, end } = alias ?? value.range;
  return text.slice(start, end);
}

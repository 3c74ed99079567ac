import * as l10n from '@vscode/l10n';
import { formatPath, stepsOf, walk, type MapEntry, type MapNode } from '../../../manifest/nodes.ts';
import { removeKey } from '../../../manifest/edits.ts';
import type { Fix, Rule } from '../../rule.ts';

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
      if (map.kind !== 'map') continue;
      for (const entry of map.duplicates) {
        const first = map.entries.find((one) => one.key === entry.key);
        yield {
          range: entry.keyRange,
          path: formatPath([...stepsOf(map), entry.key]),
          message: l10n.t(
            '"{0}" is here twice: kubectl keeps the last one alone, the API server refuses both.',
            entry.key,
          ),
          related: first
            ? [{ uri: context.file.uri, range: first.keyRange, message: l10n.t('This one is lost.') }]
            : [],
          fixes: () => fixes(context.file.manifest.text, map, entry),
        };
      }
    }
  },
};

function fixes(text: string, map: MapNode, entry: MapEntry): readonly Fix[] {
  const same = map.entries.filter((one) => one.key === entry.key).map((one) => textOf(text, one));
  return [
    {
      title: l10n.t('Remove this "{0}"', entry.key),
      edits: removeKey(text, map, entry.key),
      preferred: same.every((one) => one === same[0]),
    },
  ];
}

function textOf(text: string, { value, alias }: MapEntry): string {
  const { start, end } = alias ?? value.range;
  return text.slice(start, end);
}

import * as l10n from '@vscode/l10n';
import { formatPath } from '../../../manifest/nodes.ts';
import { without } from '../../fixes.ts';
import { given } from '../../given.ts';
import type { Rule } from '../../rule.ts';
import { objectExample } from './examples.ts';

export const configKeyTwice: Rule = {
  code: 'config-key-twice',
  severity: 'error',
  basis: 'api',
  kinds: ['ConfigMap'],
  docs: {
    title: 'A key that is in data and in binaryData',
    why: `\`data\` holds text and \`binaryData\` bytes, but both make files of the same names: the API server refuses a ConfigMap that has a
key in both.`,
    bad: objectExample(
      'v1',
      'ConfigMap',
      'data:\n  logo: none\n  other: "x"\nbinaryData:\n  logo: AAAA\n  icon: AAAA',
    ),
    good: objectExample('v1', 'ConfigMap', 'data:\n  other: "x"\nbinaryData:\n  logo: AAAA\n  icon: AAAA'),
  },
  *check({ object, file }) {
    const data = given(object.node, 'data');
    const binary = given(object.node, 'binaryData');
    if (data?.kind !== 'map' || binary?.kind !== 'map') return;
    for (const [key, { keyRange }] of data.byKey) {
      const other = binary.byKey.get(key);
      if (!other) continue;
      yield {
        range: keyRange,
        path: formatPath(['data', key]),
        message: l10n.t('{0} is in binaryData too: the API server refuses the ConfigMap.', key),
        related: [{ uri: file.uri, range: other.keyRange, message: l10n.t('The other one.') }],
        fixes: () => [
          { ...without(file.manifest.text, binary, key), title: l10n.t('Remove it from {0}', 'binaryData') },
          { ...without(file.manifest.text, data, key), title: l10n.t('Remove it from {0}', 'data') },
        ],
      };
    }
  },
};

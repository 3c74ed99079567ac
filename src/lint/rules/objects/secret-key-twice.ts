import * as l10n from '@vscode/l10n';
import { formatPath } from '../../../manifest/nodes.ts';
import { without } from '../../fixes.ts';
import { given } from '../../given.ts';
import type { Rule } from '../../rule.ts';
import { objectExample } from './examples.ts';

export const secretKeyTwice: Rule = {
  code: 'secret-key-twice',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['Secret'],
  docs: {
    title: 'A key that is in data and in stringData',
    why: `\`stringData\` is written over \`data\` when the Secret is stored: the value in \`data\` is lost without a word. Keep one of them.`,
    bad: objectExample('v1', 'Secret', 'data:\n  token: YQ==\n  user: YQ==\nstringData:\n  token: b'),
    good: objectExample('v1', 'Secret', 'data:\n  user: YQ==\nstringData:\n  token: b'),
  },
  *check({ object, file }) {
    const data = given(object.node, 'data');
    const plain = given(object.node, 'stringData');
    if (data?.kind !== 'map' || plain?.kind !== 'map') return;
    for (const [key, { keyRange }] of data.byKey) {
      const other = plain.byKey.get(key);
      if (!other) continue;
      const { text } = file.manifest;
      yield {
        range: keyRange,
        path: formatPath(['data', key]),
        message: l10n.t('{0} is in stringData too, which wins: this value is lost.', key),
        related: [{ uri: file.uri, range: other.keyRange, message: l10n.t('The value that counts.') }],
        fixes: () => [
          { ...without(text, data, key, true), title: l10n.t('Remove it from {0}', 'data') },
          { ...without(text, plain, key), title: l10n.t('Remove it from {0}', 'stringData') },
        ],
      };
    }
  },
};

import * as l10n from '@vscode/l10n';
import { setScalar } from '../../../manifest/edits.ts';
import { given } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { base64Stop, decodeBase64, decodeText, encodeBase64 } from '../../values/base64.ts';
import { objectExample } from './examples.ts';

/** Keys whose value is compared as it is: a line break at its end makes it another one. */
const exact =
  /(?:^|[-_.])(?:pass(?:word|wd|phrase)?|pwd|user(?:name)?|token|key|secret|login|host|database|db)$/i;
const filed = /(?:tls|ssh|private|public|ca|cert|\.pem|\.crt|\.key$)/i;

export const secretEndsWithNewline: Rule = {
  code: 'secret-ends-with-newline',
  severity: 'info',
  basis: 'runtime',
  kinds: ['Secret'],
  docs: {
    title: 'A password that ends with a line break',
    why: `\`echo pass | base64\` encodes the line break that \`echo\` adds: the container then gets \`pass\\n\`, and the login fails with no visible
reason. Use \`echo -n\` or \`printf\`, or write the plain text into \`stringData\`.`,
    bad: objectExample('v1', 'Secret', 'data:\n  password: cGFzcwo='),
    good: objectExample('v1', 'Secret', 'data:\n  password: cGFzcw=='),
  },
  *check({ object }) {
    const data = given(object.node, 'data');
    if (data?.kind !== 'map') return;
    for (const [key, { value: node }] of data.byKey) {
      if (node.kind !== 'scalar' || typeof node.value !== 'string' || !exact.test(key) || filed.test(key))
        continue;
      // Keys and certificates are long, and end with one on purpose.
      if (node.value.length > 200 || base64Stop(node.value) !== undefined) continue;
      const text = decodeText(decodeBase64(node.value));
      if (text === undefined || !/^[^\r\n]+\r?\n$/.test(text)) continue;
      yield problemAt(node, l10n.t('The decoded value of {0} ends with a line break.', key), {
        fixes: () => {
          const edits = setScalar(node, encodeBase64(text.trimEnd()));
          return [{ title: l10n.t('Encode it without the line break'), edits, preferred: true }];
        },
      });
    }
  },
};

import * as l10n from '@vscode/l10n';
import { formatPath } from '../../../manifest/nodes.ts';
import { given } from '../../given.ts';
import type { Rule } from '../../rule.ts';
import { configKeyFault } from '../../values/names.ts';
import { objectExample } from './examples.ts';

/** The fields of a ConfigMap or Secret whose keys become file names. */
export const dataFields: Readonly<Record<string, readonly string[]>> = {
  ConfigMap: ['data', 'binaryData'],
  Secret: ['data', 'stringData'],
};

export const dataKeyInvalid: Rule = {
  code: 'data-key-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['ConfigMap', 'Secret'],
  docs: {
    title: 'A key of a ConfigMap or Secret that is refused',
    why: `Keys become file names and variables: letters, digits, \`-\`, \`_\` and \`.\`, at most 253 characters, not \`.\` and nothing that
begins with \`..\`. For files in folders, give the key a plain name and set the path in the volume's \`items\`.`,
    bad: objectExample('v1', 'ConfigMap', 'data:\n  conf/app.yaml: "x"'),
    good: objectExample('v1', 'ConfigMap', 'data:\n  app.yaml: "x"'),
  },
  *check({ object, file }) {
    for (const field of dataFields[object.kind] ?? []) {
      const data = given(object.node, field);
      if (data?.kind !== 'map') continue;
      for (const [key, { keyRange: range }] of data.byKey) {
        const fault = key === '' ? l10n.t('it is empty') : configKeyFault(key);
        if (fault === undefined) continue;
        const meant = key
          .replace(/[^-._a-zA-Z0-9]+/g, '_')
          .replace(/^\.\.+/, '.')
          .slice(0, 253);
        const free = configKeyFault(meant) === undefined && meant !== '' && !data.byKey.has(meant);
        const shown = key.length > 80 ? `${key.slice(0, 77)}…` : key;
        yield {
          // An empty key is still written, as quotes.
          range,
          path: formatPath([field, key]),
          message: l10n.t(
            '"{0}" is no key of a {1}: {2}. The API server refuses it.',
            shown,
            object.kind,
            fault,
          ),
          fixes: () =>
            free && range.end > range.start && file.manifest.text.length >= range.end
              ? [
                  {
                    title: l10n.t('Rename to "{0}"', meant),
                    edits: [{ range, text: meant }],
                    preferred: true,
                  },
                ]
              : [],
        };
      }
    }
  },
};

import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { changeMaybe } from '../../fixes.ts';
import { textIn } from '../../given.ts';
import { isPatch } from '../../patches.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { asName, subdomainFault } from '../../values/names.ts';
import { objectExample } from './examples.ts';
import { servicesOf } from './service.ts';

export const externalNameInvalid: Rule = {
  code: 'external-name-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['Service'],
  docs: {
    title: 'An ExternalName Service without a good name',
    why: `A Service of type ExternalName is an alias in DNS: \`externalName\` says for which host, as a lower-case DNS name without
scheme, port or path. The API server refuses the Service otherwise.`,
    bad: objectExample(
      'v1',
      'Service',
      'spec:\n  type: ExternalName\n  externalName: https://db.example.org/',
      'db',
    ),
    good: objectExample('v1', 'Service', 'spec:\n  type: ExternalName\n  externalName: db.example.org', 'db'),
  },
  *check(context) {
    for (const { node, type } of servicesOf(context)) {
      const name = type === 'ExternalName' ? textIn(node, 'externalName') : undefined;
      if (name === undefined) continue;
      // A dot at the end is a full name's.
      const host = name.endsWith('.') ? name.slice(0, -1) : name;
      const written = scalarAt(node, 'externalName');
      if (host === '') {
        if (isPatch(context)) continue;
        const message = l10n.t(
          'A Service of type ExternalName needs externalName: the API server refuses it without.',
        );
        yield written ? problemAt(written, message) : problemWithout(node, 'externalName', message);
        continue;
      }
      const fault = subdomainFault(host);
      if (fault === undefined || !written) continue;
      const meant = host
        .replace(/^[a-z]+:\/\//i, '')
        .replace(/[/:].*$/, '')
        .toLowerCase();
      yield problemAt(written, l10n.t('"{0}" is no DNS name: {1}.', name, fault), {
        fixes: () =>
          changeMaybe(written, subdomainFault(meant) === undefined ? meant : asName(host, subdomainFault)),
      });
    }
  },
};

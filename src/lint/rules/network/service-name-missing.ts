import * as l10n from '@vscode/l10n';
import { insertDocumentBefore, insertKey } from '../../../manifest/edits.ts';
import { formatPath, stepsOf, tokenOf } from '../../../manifest/nodes.ts';
import type { Rule } from '../../rule.ts';
import { headlessService, isLabel } from '../../services.ts';
import { serviceMissing } from './service-missing.ts';

export const serviceNameMissing: Rule = {
  code: 'service-name-missing',
  severity: 'hint',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: 'No serviceName',
    why: `Without \`serviceName\` the pods have stable names, but no names in DNS. The field can't be added later without making the set
anew. Leave it out on purpose where the pods need not find each other.`,
    bad: serviceMissing.docs.good.replace('  serviceName: web\n', ''),
    good: serviceMissing.docs.good,
  },
  *check({ set, scope, document, file }) {
    const { name, spec } = set ?? {};
    const written = spec?.byKey.get('serviceName')?.value;
    if (
      !set ||
      !spec ||
      (written && !(written.kind === 'scalar' && (written.value === '' || written.value === null)))
    )
      return;
    yield {
      range: tokenOf(written ?? spec),
      path: formatPath([...stepsOf(spec), 'serviceName']),
      message: l10n.t('No serviceName: the pods will have no names in DNS, and it can not be added later.'),
      fixes: () => {
        if (written || name === undefined || !isLabel(name)) return [];
        const { text } = file.manifest;
        const add = insertKey(text, spec, 'serviceName', name, { after: 'replicas' });
        if (scope.named('Service', set.namespace, name).length > 0) {
          return [{ title: l10n.t('Use the Service "{0}"', name), edits: add }];
        }
        const create = insertDocumentBefore(text, document, headlessService(set, name));
        return [
          { title: l10n.t('Create a headless Service "{0}" and use it', name), edits: [...create, ...add] },
        ];
      },
    };
  },
};

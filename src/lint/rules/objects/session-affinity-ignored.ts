import * as l10n from '@vscode/l10n';
import { given, textIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { serviceExample } from './examples.ts';

export const sessionAffinityIgnored: Rule = {
  code: 'session-affinity-ignored',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['Service'],
  docs: {
    title: 'A session affinity that has no effect',
    why: `Clients of a headless Service reach the pods directly, so nothing can keep them at one pod: \`sessionAffinity\` is ignored. And
\`sessionAffinityConfig\` is dropped without a word unless \`sessionAffinity\` is \`ClientIP\`.`,
    bad: serviceExample('clusterIP: None\nsessionAffinity: ClientIP\nports:\n- port: 80'),
    good: serviceExample('sessionAffinity: ClientIP\nports:\n- port: 80'),
  },
  *check(context) {
    for (const { node } of context.typed('ServiceSpec')) {
      const affinity = textIn(node, 'sessionAffinity');
      const written = given(node, 'sessionAffinity');
      const config = given(node, 'sessionAffinityConfig');
      if (written && affinity === 'ClientIP' && textIn(node, 'clusterIP') === 'None') {
        yield problemAt(written, l10n.t('sessionAffinity is ignored by a headless Service.'));
      }
      if (config?.kind === 'map' && config.byKey.size > 0 && (affinity === '' || affinity === 'None')) {
        yield problemAt(config, l10n.t('sessionAffinityConfig is dropped: sessionAffinity is not ClientIP.'));
      }
    }
  },
};

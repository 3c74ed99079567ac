import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { textIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { serviceExample } from './examples.ts';

export const sessionAffinityInvalid: Rule = {
  code: 'session-affinity-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['Service'],
  docs: {
    title: 'A session affinity that lasts too long, or not at all',
    why: `\`sessionAffinityConfig.clientIP.timeoutSeconds\` goes from 1 to 86400 (a day); without it, clients are kept for three hours.`,
    bad: serviceExample(
      'sessionAffinity: ClientIP\nsessionAffinityConfig:\n  clientIP:\n    timeoutSeconds: 0\nports:\n- port: 80',
    ),
    good: serviceExample(
      'sessionAffinity: ClientIP\nsessionAffinityConfig:\n  clientIP:\n    timeoutSeconds: 600\nports:\n- port: 80',
    ),
  },
  *check(context) {
    for (const { node } of context.typed('ServiceSpec')) {
      if (textIn(node, 'sessionAffinity') !== 'ClientIP') continue;
      const timeout = scalarAt(node, 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds');
      const value = timeout?.value;
      if (!timeout || typeof value !== 'number' || (value > 0 && value <= 86400)) continue;
      yield problemAt(timeout, l10n.t('{0} is refused: an affinity lasts from 1 to 86400 seconds.', value));
    }
  },
};

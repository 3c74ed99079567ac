import * as l10n from '@vscode/l10n';
import { mapAt, scalarAt } from '../../../manifest/nodes.ts';
import { putIn } from '../../../manifest/edits.ts';
import { given, textIn } from '../../given.ts';
import { isPatch } from '../../patches.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { objectExample } from './examples.ts';

const example = (target: string): string =>
  objectExample(
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    `spec:\n  scaleTargetRef:\n${target}\n  maxReplicas: 3`,
  );

export const autoscalerTargetInvalid: Rule = {
  code: 'autoscaler-target-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['HorizontalPodAutoscaler'],
  docs: {
    title: 'An autoscaler that does not say what it scales',
    why: `\`scaleTargetRef\` names what is scaled by \`apiVersion\` (with its group: \`apps/v1\`), \`kind\` and \`name\`. The API server refuses an
autoscaler without.`,
    bad: example('    apiVersion: v1\n    kind: StatefulSet\n    name: web'),
    good: example('    apiVersion: apps/v1\n    kind: StatefulSet\n    name: web'),
  },
  *check(context) {
    for (const { node } of context.typed('HorizontalPodAutoscalerSpec')) {
      if (!given(node, 'scaleTargetRef') && !isPatch(context)) {
        const message = l10n.t('No scaleTargetRef: the API server refuses an autoscaler without.');
        yield problemWithout(node, 'scaleTargetRef', message);
      }
      const target = mapAt(node, 'scaleTargetRef');
      if (!target || isPatch(context)) continue;
      const version = textIn(target, 'apiVersion');
      const kind = textIn(target, 'kind') ?? '';
      const parts = version?.split('/') ?? [];
      // Of the core group, only a ReplicationController can be scaled, and even that is refused.
      if (version === undefined || (parts.length === 2 && parts[0] !== '')) continue;
      const written = scalarAt(target, 'apiVersion');
      const message =
        version === ''
          ? l10n.t(
              'scaleTargetRef needs an apiVersion with its group, such as apps/v1: the API server refuses it without.',
            )
          : l10n.t(
              '"{0}" names no API group: the API server refuses it. Write apps/v1 for sets and Deployments.',
              version,
            );
      const fixes = () => {
        const own = /^(?:StatefulSet|Deployment|ReplicaSet)$/.test(kind);
        const edits = own ? putIn(context.file.manifest.text, target, ['apiVersion'], 'apps/v1') : [];
        return edits.length > 0
          ? [{ title: l10n.t('Set {0} to {1}', 'apiVersion', 'apps/v1'), edits, preferred: true }]
          : [];
      };
      yield written
        ? problemAt(written, message, { fixes })
        : problemWithout(target, 'apiVersion', message, { fixes });
    }
  },
};

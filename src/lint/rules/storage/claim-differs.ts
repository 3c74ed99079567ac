import * as l10n from '@vscode/l10n';
import { setScalar } from '../../../manifest/edits.ts';
import { formatPath, mapAt, stepsOf, tokenOf } from '../../../manifest/nodes.ts';
import { setOf } from '../../../manifest/objects.ts';
import { claimExample } from '../../claimExample.ts';
import type { Rule, RuleContext } from '../../rule.ts';
import { differences } from '../../same.ts';

const example = (size: string): string => `${claimExample()}---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data-web-0
spec:
  accessModes:
  - ReadWriteOnce
  resources:
    requests:
      storage: ${size}
`;

export const claimDiffers: Rule = {
  code: 'claim-differs',
  severity: 'info',
  basis: 'runtime',
  kinds: ['PersistentVolumeClaim'],
  docs: {
    title: 'A claim made in advance differs from its template',
    why: `A claim named \`<template>-<set>-<ordinal>\` is taken by the pod of that ordinal as it is, whatever the claim template says: the one
pod gets another size, class or access mode than the others.`,
    bad: example('5Gi'),
    good: example('1Gi'),
  },
  *check(context) {
    const { object } = context;
    const spec = mapAt(object.node, 'spec');
    const found = spec && templateOf(context);
    if (!spec || !found) return;
    for (const { path, before, after, within } of differences(
      'PersistentVolumeClaimSpec',
      found.spec,
      spec,
    )) {
      if (!/^(?:accessModes|resources|storageClassName|volumeMode)$/.test(String(path[0]))) continue;
      yield {
        range: tokenOf(after ?? within),
        path: formatPath([...stepsOf(spec), ...path]),
        message:
          before?.kind === 'scalar'
            ? l10n.t(
                'The claim template "{0}" of StatefulSet "{1}" says {2} here.',
                found.template,
                found.set,
                before.text,
              )
            : l10n.t(
                'The claim template "{0}" of StatefulSet "{1}" says something else here.',
                found.template,
                found.set,
              ),
        related: [
          { uri: found.uri, range: tokenOf(before ?? found.spec), message: l10n.t('The claim template.') },
        ],
        fixes: () =>
          before?.kind === 'scalar' && after?.kind === 'scalar'
            ? [
                {
                  title: l10n.t('Change to "{0}", as in the template', before.text),
                  edits: setScalar(after, before.value),
                },
              ]
            : [],
      };
    }
  },
};

/** Every way to read the claim's name as `<template>-<set>-<ordinal>`. */
function templateOf({ object, scope }: RuleContext) {
  const [, stem = ''] = /^(.*)-\d+$/.exec(object.name ?? '') ?? [];
  for (let dash = stem.indexOf('-'); dash > 0; dash = stem.indexOf('-', dash + 1)) {
    const template = stem.slice(0, dash);
    const set = stem.slice(dash + 1);
    for (const located of scope.named('StatefulSet', object.namespace, set)) {
      const templates = setOf(located.object)?.claimTemplates ?? [];
      const spec = mapAt(templates.find(({ name }) => name === template)?.node, 'spec');
      if (spec) return { spec, template, set, uri: located.file.uri };
    }
  }
  return undefined;
}

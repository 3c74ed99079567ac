import * as l10n from '@vscode/l10n';
import { at, stringAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { textIn } from '../../given.ts';
import { metadataOf } from '../../labelMaps.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

export const ownerInvalid: Rule = {
  code: 'owner-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'An owner reference that is incomplete or contradicts another',
    why: `An owner reference names \`apiVersion\`, \`kind\`, \`name\` and \`uid\` of an object that exists already; its uid is not known when a
manifest is written, so owner references are for controllers. At most one owner is the controller.`,
    bad: setExample('DaemonSet', {
      metadata: 'ownerReferences:\n- apiVersion: v1\n  kind: ConfigMap\n  name: settings',
    }),
    good: setExample('DaemonSet'),
  },
  *check(context) {
    const own = metadataOf(context).filter(({ owner }) => !owner?.owner);
    for (const metadata of own) {
      let controllers = 0;
      for (const { node } of context.typed('OwnerReference').filter(({ owner }) => owner === metadata)) {
        const lacks = ['apiVersion', 'kind', 'name', 'uid'].filter((field) => textIn(node, field) === '');
        const [field] = lacks;
        if (field !== undefined) {
          const written = at(node, field);
          const message = l10n.t(
            'An owner needs its {0}: the API server refuses the object.',
            lacks.join(', '),
          );
          yield written ? problemAt(written, message) : problemWithout(node, field, message);
        }
        const controller = at(node, 'controller');
        if (controller?.kind === 'scalar' && controller.value === true && ++controllers > 1)
          yield problemAt(
            controller,
            l10n.t('Only one owner can be the controller: the API server refuses the object.'),
          );
        if (stringAt(node, 'apiVersion') === 'v1' && stringAt(node, 'kind') === 'Event')
          yield problemAt(node, l10n.t('An Event can own nothing: the API server refuses the object.'));
      }
    }
  },
};

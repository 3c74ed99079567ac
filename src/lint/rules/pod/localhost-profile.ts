import * as l10n from '@vscode/l10n';
import { stringAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { without } from '../../fixes.ts';
import { given, textIn } from '../../given.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (type: string): string =>
  setExample('DaemonSet', {
    container: `securityContext:\n  seccompProfile:\n    type: ${type}\n    localhostProfile: profiles/web.json\n`,
  });

const others: ReadonlySet<string> = new Set(['RuntimeDefault', 'Unconfined']);

export const localhostProfile: Rule = {
  code: 'localhost-profile',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'localhostProfile and the type of a profile do not go together',
    why: `A \`seccompProfile\` or \`appArmorProfile\` of the type \`Localhost\` names the profile on the node, \`localhostProfile\`; those of
other types may not. The API server refuses the one and the other.`,
    bad: example('RuntimeDefault'),
    good: example('Localhost'),
  },
  *check(context) {
    for (const kind of ['SeccompProfile', 'AppArmorProfile']) {
      for (const { node } of context.typed(kind)) {
        const type = stringAt(node, 'type');
        const profile = given(node, 'localhostProfile');
        const text = textIn(node, 'localhostProfile');
        if (type === 'Localhost') {
          if (!profile && !context.partial) {
            yield problemWithout(
              node,
              'localhostProfile',
              l10n.t(
                'A profile of the type "Localhost" needs a localhostProfile: the API server refuses it.',
              ),
            );
          } else if (profile && kind === 'AppArmorProfile' && text !== undefined && appArmorFault(text)) {
            yield problemAt(
              profile,
              l10n.t(
                'It must be a name without spaces around it, of at most 4,095 characters: the API server refuses it.',
              ),
            );
          }
        } else if (profile && type !== undefined && (kind === 'SeccompProfile' || others.has(type))) {
          yield problemAt(
            profile,
            l10n.t(
              'Only profiles of the type "Localhost" have a localhostProfile: the API server refuses it.',
            ),
            { fixes: () => [without(context.file.manifest.text, node, 'localhostProfile', true)] },
          );
        }
      }
    }
  },
};

function appArmorFault(profile: string): boolean {
  return profile.trim() !== profile || profile === '' || profile.length > 4095;
}

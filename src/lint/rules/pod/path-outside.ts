import * as l10n from '@vscode/l10n';
import { stringAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import type { Typed } from '../../fields/typed.ts';
import { changeMaybe } from '../../fixes.ts';
import { textsIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (path: string): string =>
  setExample('DaemonSet', {
    container: `volumeMounts:\n- name: cache\n  mountPath: /cache\n  subPath: ${path}\n`,
    pod: `volumes:\n- name: cache\n  emptyDir: {}\n`,
  });

/** `absolute`: may begin with `/`; `own`: may not begin with two dots either, as the kubelet's own files in a volume do. */
type Form = 'absolute' | 'relative' | 'own';

interface Place {
  readonly type: string;
  readonly fields: readonly string[];
  readonly form: Form;
  readonly when?: (part: Typed) => boolean;
}

const places: readonly Place[] = [
  { type: 'HostPathVolumeSource', fields: ['path'], form: 'absolute' },
  { type: 'FileKeySelector', fields: ['path'], form: 'absolute' },
  { type: 'VolumeDevice', fields: ['devicePath'], form: 'absolute' },
  { type: 'GitRepoVolumeSource', fields: ['directory'], form: 'relative' },
  { type: 'VolumeMount', fields: ['subPath', 'subPathExpr'], form: 'relative' },
  {
    type: 'SeccompProfile',
    fields: ['localhostProfile'],
    form: 'relative',
    when: (part) => stringAt(part.node, 'type') === 'Localhost',
  },
  { type: 'KeyToPath', fields: ['path'], form: 'own' },
  { type: 'DownwardAPIVolumeFile', fields: ['path'], form: 'own' },
  { type: 'ServiceAccountTokenProjection', fields: ['path'], form: 'own' },
];

export const pathOutside: Rule = {
  code: 'path-outside',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A path leads out of its directory',
    why: `Paths of files in a volume and sub-paths of mounts are relative and stay where they are: the API server refuses \`..\` in them,
and a \`/\` at the beginning. A \`hostPath\` may begin with \`/\`, but not go back by \`..\` either.`,
    bad: example('/data/cache'),
    good: example('data/cache'),
  },
  *check(context) {
    for (const { type, fields, form, when } of places) {
      for (const part of context.typed(type)) {
        if (when && !when(part)) continue;
        for (const node of fields.flatMap((field) => textsIn(part.node, field))) {
          const { value } = node;
          const message = faultOf(value, form);
          if (message === undefined) continue;
          const inside = value.replace(/^\/+/, '');
          yield problemAt(node, message, {
            fixes: () =>
              inside !== '' && inside !== value && faultOf(inside, form) === undefined
                ? changeMaybe(node, inside)
                : [],
          });
        }
      }
    }
  },
};

function faultOf(path: string, form: Form): string | undefined {
  if (form !== 'absolute' && path.startsWith('/'))
    return l10n.t('"{0}" must be a relative path: the API server refuses it.', path);
  if (path.split('/').includes('..'))
    return l10n.t('".." is not allowed in "{0}": the API server refuses it.', path);
  if (form === 'own' && path.startsWith('..'))
    return l10n.t('"{0}" may not begin with "..": the API server refuses it.', path);
  return undefined;
}

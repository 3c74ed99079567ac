import * as l10n from '@vscode/l10n';
import { setExample } from '../../examples.ts';
import { changeTo } from '../../fixes.ts';
import { textsIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (path: string): string =>
  setExample('DaemonSet', {
    pod: `volumes:\n- name: shared\n  nfs:\n    server: nfs.example\n    path: ${path}\n`,
  });

export const pathNotAbsolute: Rule = {
  code: 'path-not-absolute',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'The path of an NFS volume does not begin with /',
    why: "An `nfs` volume's path is that of the server's export, from its root. The API server refuses a relative one.",
    bad: example('exports/shared'),
    good: example('/exports/shared'),
  },
  *check(context) {
    for (const path of context.typed('NFSVolumeSource').flatMap(({ node }) => textsIn(node, 'path'))) {
      if (path.value === '' || path.value.startsWith('/')) continue;
      yield problemAt(path, l10n.t('"{0}" must begin with "/": the API server refuses it.', path.value), {
        fixes: () => [changeTo(path, `/${path.value}`)],
      });
    }
  },
};

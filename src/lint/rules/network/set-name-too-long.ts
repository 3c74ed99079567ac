import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const good = setExample('StatefulSet', { name: 'reports' });
const long = 'a-name-that-says-all-there-is-to-say-about-these-reports';

// The label has 63 characters: the name, a hyphen, and a hash of mostly ten digits (pkg/controller/history `ControllerRevisionName`).
const most = 52;

export const setNameTooLong: Rule = {
  code: 'set-name-too-long',
  severity: 'error',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: "The pods of a set of this name can't be made",
    why: `Each pod gets the label \`controller-revision-hash\` with the set's name and a hash of up to ten digits behind it. A label has at
most 63 characters: with a name of more than 52 the API server takes the set, and refuses every one of its pods. With 53 or 54
characters it depends on the hash, so that any update may be the first to fail: there it is a warning.`,
    bad: good.replace('  name: reports\nspec', `  name: ${long}\nspec`),
    good,
  },
  *check({ object }) {
    const name = scalarAt(object.node, 'metadata', 'name');
    if (!name || typeof name.value !== 'string' || name.value.length <= most || name.value.length > 63)
      return;
    yield problemAt(
      name,
      l10n.t(
        'A name of {0} characters leaves no room for the hash in the label of the pods: the API server refuses them. {1} are possible.',
        name.value.length,
        most,
      ),
      name.value.length <= most + 2 ? { severity: 'warning' } : {},
    );
  },
};

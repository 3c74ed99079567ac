import * as l10n from '@vscode/l10n';
import { mapsAt, type MapNode } from '../../../manifest/nodes.ts';
import { groupOfResource, resourcesOfGroup } from '../../apiGroups.ts';
import { changeTo, withoutItem } from '../../fixes.ts';
import { lengthIn, textsIn } from '../../given.ts';
import { nearest } from '../../nearest.ts';
import { problemAt } from '../../problem.ts';
import type { Problem, Rule } from '../../rule.ts';
import { objectExample } from './examples.ts';

const example = (resource: string): string =>
  objectExample(
    'rbac.authorization.k8s.io/v1',
    'Role',
    `rules:\n- apiGroups: [""]\n  resources: ["${resource}"]\n  verbs: ["get", "list"]`,
    'reader',
  );

// What the authorizer is asked with (pkg/endpoints/request/requestinfo.go), and the verbs of some resources only.
const verbs =
  'get list watch create update patch delete deletecollection use bind escalate impersonate approve sign attest proxy *'.split(
    ' ',
  );
const usualVerbs = verbs.slice(0, 8);

/** Words of other systems, and of methods of HTTP. */
const slips: ReadonlyMap<string, string> = new Map(
  Object.entries({
    read: 'get',
    view: 'get',
    write: 'update',
    edit: 'update',
    put: 'update',
    modify: 'patch',
    post: 'create',
    add: 'create',
    remove: 'delete',
  }),
);

const shortNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    po: 'pods',
    svc: 'services',
    cm: 'configmaps',
    ns: 'namespaces',
    pv: 'persistentvolumes',
    pvc: 'persistentvolumeclaims',
    sa: 'serviceaccounts',
    sts: 'statefulsets',
    ds: 'daemonsets',
    deploy: 'deployments',
    rs: 'replicasets',
    pdb: 'poddisruptionbudgets',
    hpa: 'horizontalpodautoscalers',
  }),
);

export const roleWordUnknown: Rule = {
  code: 'role-word-unknown',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['Role', 'ClusterRole'],
  docs: {
    title: 'A word in a role that means nothing',
    why: `The API server does not check the words of a role: it compares them with those of each request. A resource is named as in the URL, in
small letters and the plural (\`pods\`, not \`pod\` or \`Pod\`); a group without its version (\`apps\`, not \`apps/v1\`; \`""\`, not \`core\` or
\`v1\`); a verb is \`get\`, \`list\`, \`watch\`, \`create\`, \`update\`, \`patch\`, \`delete\` … (not \`read\`). Another word allows nothing. Resources
and verbs of groups that are not Kubernetes' own are left alone.`,
    bad: example('pod'),
    good: example('pods'),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const { map } of mapsAt(context.object.node, 'rules')) {
      if (lengthIn(map, 'nonResourceURLs') !== 0) continue;
      const groups = textsIn(map, 'apiGroups').map(({ value }) => groupMeant(value) ?? value);
      yield* unknown(map, 'apiGroups', text, groupMeant);
      if (groups.length === 0 || !groups.every((group) => resourcesOfGroup.has(group))) continue;
      yield* unknown(map, 'resources', text, (word) => resourceMeant(word, groups));
      yield* unknown(map, 'verbs', text, verbMeant);
    }
  },
};

function* unknown(
  map: MapNode,
  key: string,
  text: string,
  meantBy: (word: string) => string | undefined,
): Generator<Problem> {
  const words = textsIn(map, key);
  for (const node of words) {
    const meant = meantBy(node.value);
    if (meant === undefined) continue;
    yield problemAt(
      node,
      l10n.t('"{0}" means nothing here, and allows nothing: "{1}" is meant?', node.value, meant),
      {
        fixes: () =>
          words.some(({ value }) => value === meant)
            ? withoutItem(text, node, true)
            : [changeTo(node, meant)],
      },
    );
  }
}

function groupMeant(word: string): string | undefined {
  if (word === 'core' || word === 'v1') return '';
  return /^(.*)\/v\d\w*$/.exec(word)?.[1]?.replace(/^core$/, '');
}

function resourceMeant(word: string, groups: readonly string[]): string | undefined {
  const [, resource = '', sub = ''] = /^([^/]*)(.*)$/.exec(word) ?? [];
  if (resource === '' || resource === '*' || groupOfResource.has(resource)) return undefined;
  const low = resource.toLowerCase();
  const known = groups.flatMap((group) => resourcesOfGroup.get(group) ?? []);
  const meant =
    [low, `${low}s`, `${low}es`, low.replace(/y$/, 'ies'), shortNames.get(low)].find(
      (one) => one !== undefined && known.includes(one),
    ) ?? nearest(low, known);
  return meant === undefined ? undefined : meant + sub;
}

function verbMeant(word: string): string | undefined {
  if (verbs.includes(word) || word.includes(':')) return undefined;
  const low = word.toLowerCase();
  if (usualVerbs.includes(low)) return low;
  return slips.get(low) ?? (low.length > 3 ? nearest(low, usualVerbs) : undefined);
}

import * as l10n from '@vscode/l10n';
import { insertKey } from '../../../manifest/edits.ts';
import { mapAt, scalarAt, type MapNode } from '../../../manifest/nodes.ts';
import { given } from '../../given.ts';
import { isPatch } from '../../patches.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Rule } from '../../rule.ts';
import { objectExample } from './examples.ts';

/** What the API server wants in a Secret of a type: all of the keys, or one of them. */
const types: Readonly<
  Record<string, { readonly keys: readonly string[]; readonly any?: true; readonly filled?: true }>
> = {
  'kubernetes.io/tls': { keys: ['tls.crt', 'tls.key'] },
  'kubernetes.io/dockerconfigjson': { keys: ['.dockerconfigjson'] },
  'kubernetes.io/dockercfg': { keys: ['.dockercfg'] },
  'kubernetes.io/basic-auth': { keys: ['username', 'password'], any: true },
  'kubernetes.io/ssh-auth': { keys: ['ssh-privatekey'], filled: true },
};
const tokenType = 'kubernetes.io/service-account-token';
const account = 'kubernetes.io/service-account.name';

export const secretKeysMissing: Rule = {
  code: 'secret-keys-missing',
  severity: 'error',
  basis: 'api',
  kinds: ['Secret'],
  docs: {
    title: 'A Secret without the keys of its type',
    why: `A Secret's \`type\` promises its keys: \`kubernetes.io/tls\` has \`tls.crt\` and \`tls.key\`, \`kubernetes.io/dockerconfigjson\` has
\`.dockerconfigjson\`, \`kubernetes.io/basic-auth\` has \`username\` or \`password\`, \`kubernetes.io/ssh-auth\` has \`ssh-privatekey\`;
\`kubernetes.io/service-account-token\` has the annotation \`kubernetes.io/service-account.name\`. The API server refuses a Secret without
them. A type of its own, or none, promises nothing.`,
    bad: objectExample('v1', 'Secret', 'type: kubernetes.io/basic-auth\nstringData:\n  user: web'),
    good: objectExample('v1', 'Secret', 'type: kubernetes.io/basic-auth\nstringData:\n  username: web'),
  },
  *check(context) {
    const { object, file } = context;
    const { node } = object;
    const type = scalarAt(node, 'type');
    if (typeof type?.value !== 'string' || isPatch(context)) return;
    if (type.value === tokenType) {
      const name = given(node, 'metadata', 'annotations', account);
      if (name && !(name.kind === 'scalar' && name.value === '')) return;
      const message = l10n.t(
        'A Secret of this type needs the annotation {0}: the API server refuses it without.',
        account,
      );
      yield { ...problemAt(type, message), path: `metadata.annotations[${account}]` };
      return;
    }
    const wanted = Object.hasOwn(types, type.value) ? types[type.value] : undefined;
    if (!wanted) return;
    const missing = wanted.keys.filter((key) => !has(node, key, wanted.filled === true));
    if (missing.length === 0 || (wanted.any && missing.length < wanted.keys.length)) return;
    const list = missing.join(wanted.any ? l10n.t(' or ') : l10n.t(' and '));
    yield {
      ...problemAt(
        type,
        l10n.t('A Secret of type {0} needs {1}: the API server refuses it without.', type.value, list),
      ),
      path: `data[${missing[0] ?? ''}]`,
      fixes: () => renames(file.manifest.text, node, missing, wanted.keys),
    };
  },
};

function has(node: MapNode, key: string, filled: boolean): boolean {
  return ['data', 'stringData'].some((field) => {
    const entry = mapAt(node, field)?.byKey.get(key);
    if (!entry) return false;
    const empty = entry.value.kind === 'scalar' && (entry.value.value === null || entry.value.value === '');
    return !(filled && empty);
  });
}

/** The keys that have no place in the type, as many as are missing, and near enough to be meant. */
function renames(
  text: string,
  node: MapNode,
  missing: readonly string[],
  keys: readonly string[],
): readonly Fix[] {
  const [one] = missing;
  const fixes: Fix[] = [];
  for (const field of ['data', 'stringData']) {
    const map = mapAt(node, field);
    const others = (map?.entries ?? []).filter((entry) => !keys.includes(entry.key));
    for (const entry of others) {
      const meant = missing.find((key) => alike(key, entry.key));
      if (meant === undefined || map?.flow) continue;
      const edits = [{ range: entry.keyRange, text: meant }];
      fixes.push({
        title: l10n.t('Rename {0} to {1}', entry.key, meant),
        edits,
        preferred: fixes.length === 0,
      });
    }
  }
  const plain = mapAt(node, 'stringData');
  if (fixes.length === 0 && one !== undefined && plain && missing.length < 2) {
    fixes.push({ title: l10n.t('Add {0}', one), edits: insertKey(text, plain, one, '') });
  }
  return missing.length === 1 || fixes.length > 0 ? fixes : [];
}

function alike(a: string, b: string): boolean {
  const bare = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '');
  const [x, y] = [bare(a), bare(b)];
  return x === y || (y.length > 2 && (x.startsWith(y) || x.endsWith(y)));
}

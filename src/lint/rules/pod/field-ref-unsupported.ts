import * as l10n from '@vscode/l10n';
import { scalarAt, type MapNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeMaybe } from '../../fixes.ts';
import { textIn } from '../../given.ts';
import { nearest } from '../../nearest.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Rule } from '../../rule.ts';
import { labelKeyFault } from '../../values/labels.ts';

const example = (path: string): string =>
  setExample('StatefulSet', {
    container: `env:\n- name: POD_IP\n  valueFrom:\n    fieldRef:\n      fieldPath: ${path}\n`,
  });

const ofVariables: ReadonlySet<string> = new Set([
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
  // An old name of spec.nodeName.
  'spec.host',
]);
const ofFiles: ReadonlySet<string> = new Set([
  'metadata.name',
  'metadata.namespace',
  'metadata.labels',
  'metadata.annotations',
  'metadata.uid',
]);

/** `metadata.labels['key']`: a single label or annotation. */
function isSubscript(path: string): boolean {
  const [, map, key = ''] = /^metadata\.(labels|annotations)\['([^]*)'\]$/.exec(path) ?? [];
  return map !== undefined && labelKeyFault(map === 'labels' ? key : key.toLowerCase()) === undefined;
}

function meant(path: string, known: ReadonlySet<string>): string | undefined {
  const lower = path.toLowerCase().replace(/^(?:\.|spec\.template\.)/, '');
  return [...known].find((one) => one.toLowerCase() === lower) ?? nearest(path, known);
}

export const fieldRefUnsupported: Rule = {
  code: 'field-ref-unsupported',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A fieldRef names a field that pods do not hand out',
    why: `An environment variable can have the pod's \`metadata.name\`, \`metadata.namespace\`, \`metadata.uid\`, one label or annotation
(\`metadata.labels['app']\`), \`spec.nodeName\`, \`spec.serviceAccountName\`, \`status.hostIP\`, \`status.hostIPs\`, \`status.podIP\` and
\`status.podIPs\`; a file of a \`downwardAPI\` volume the fields of \`metadata\`, all labels or annotations at once too. The API server
refuses others. Upper and lower case count.`,
    bad: example('status.podIp'),
    good: example('status.podIP'),
  },
  *check(context) {
    for (const { node, owner } of context.typed('ObjectFieldSelector')) {
      const path = scalarAt(node, 'fieldPath');
      if (typeof path?.value !== 'string' || path.value === '') continue;
      const known = owner?.type === 'DownwardAPIVolumeFile' ? ofFiles : ofVariables;
      const version = textIn(node, 'apiVersion');
      if (version === undefined) continue;
      const served = version === '' || version === 'v1';
      if (served && (known.has(path.value) || isSubscript(path.value))) continue;
      const message = served
        ? l10n.t('"{0}" can\'t be referred to here: the API server refuses it.', path.value)
        : l10n.t('Fields of pods are of version "v1", not "{0}": the API server refuses it.', version);
      const { value } = path;
      yield problemAt(path, message, {
        fixes: () => (served ? changeMaybe(path, meant(value, known)) : versionFix(node)),
      });
    }
  },
};

function versionFix(node: MapNode): readonly Fix[] {
  const version = scalarAt(node, 'apiVersion');
  return version ? changeMaybe(version, 'v1') : [];
}

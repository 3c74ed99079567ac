import * as l10n from '@vscode/l10n';
import { insertDocumentBefore } from '../../../manifest/edits.ts';
import { at, mapAt, pathOf, tokenOf } from '../../../manifest/nodes.ts';
import type { SetView } from '../../../manifest/objects.ts';
import { serviceExample, setExample } from '../../examples.ts';
import { changeTo } from '../../fixes.ts';
import { isSlip } from '../../nearest.ts';
import { problemAt } from '../../problem.ts';
import type { Related, Rule, RuleContext } from '../../rule.ts';
import { mayShareNamespace, type Located, type Scope } from '../../scope.ts';
import { hasAll, labelsIn } from '../../selectors.ts';
import { headlessService, isHeadless, isLabel } from '../../services.ts';

const set = setExample('StatefulSet', {
  spec: 'serviceName: web',
  container: 'ports:\n- name: http\n  containerPort: 8080',
});

export const serviceMissing: Rule = {
  code: 'service-missing',
  severity: 'info',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: 'No Service for serviceName',
    why: `\`serviceName\` names the headless Service under whose name each pod gets its own (\`mongodb-0.mongodb\`). The API server does
not check that it exists: without it the pods run, but their names don't resolve, so the members of a cluster don't find each
other. Only the files of the workspace are searched, so this is an information; it is a warning where a connected cluster has no such
Service either, or where a Service of nearly the name selects the pods.`,
    bad: set,
    good: `${serviceExample('web', 'publishNotReadyAddresses: true\nports:\n- name: http\n  port: 8080')}---\n${set}`,
  },
  *check(context) {
    const { set, scope } = context;
    const node = set?.serviceName;
    const name = node?.value;
    if (!set || !node || typeof name !== 'string' || !isLabel(name)) return;
    if (scope.named('Service', set.namespace, name).length > 0) return;
    const live = inCluster(context, set.namespace, name);
    if (live?.exists) return;
    const meant = meantBy(context, set, name);
    const meantName = meant?.object.name;
    if (meant && meantName !== undefined) {
      yield problemAt(
        node,
        l10n.t(
          'No Service "{0}" in these files; "{1}", which selects these pods, is meant? Their names will not resolve.',
          name,
          meantName,
        ),
        {
          severity: 'warning',
          related: [
            {
              uri: meant.file.uri,
              range: tokenOf(at(meant.object.node, 'metadata', 'name') ?? meant.object.node),
              message: l10n.t('This one selects the pods.'),
            },
          ],
          fixes: () => [changeTo(node, meantName)],
        },
      );
      return;
    }
    yield {
      range: node.range,
      path: pathOf(node),
      message: live
        ? l10n.t(
            'Neither these files nor the cluster have a Service "{0}": the names of the pods will not resolve.',
            name,
          )
        : l10n.t('No Service "{0}" in these files: without it the names of the pods will not resolve.', name),
      ...(live ? { severity: 'warning' } : {}),
      related: elsewhere(scope, name),
      fixes: () => [
        {
          title: l10n.t('Create the headless Service "{0}"', name),
          edits: insertDocumentBefore(
            context.file.manifest.text,
            context.document,
            headlessService(set, name),
          ),
          preferred: true,
        },
      ],
    };
  },
};

/** The headless Service of the same file that selects the set's pods, and has nearly the name. */
function meantBy({ scope, file }: RuleContext, set: SetView, name: string): Located | undefined {
  const labels = labelsIn(set.templateLabels);
  for (const located of scope.all('Service')) {
    const { object } = located;
    if (located.file.uri !== file.uri) return undefined; // those of the own file come first
    const wanted = labelsIn(mapAt(object.node, 'spec', 'selector'));
    if (!isSlip(name, object.name) || !isHeadless(object) || wanted.size === 0) continue;
    if (hasAll(labels, wanted) && mayShareNamespace(object.namespace, set.namespace)) return located;
  }
  return undefined;
}

function inCluster(
  { facts }: RuleContext,
  namespace: string | undefined,
  name: string,
): { exists: boolean } | undefined {
  const own = namespace ?? facts?.namespace;
  return own === undefined ? undefined : facts?.service(own, name);
}

function elsewhere(scope: Scope, name: string): Related[] {
  return [...scope.all('Service')]
    .filter(({ object }) => object.name === name)
    .map(({ object, file }) => ({
      uri: file.uri,
      range: tokenOf(at(object.node, 'metadata', 'name') ?? object.node),
      message: l10n.t(
        'This one is in namespace {0}: a Service governs only pods of its own.',
        object.namespace ?? '',
      ),
    }));
}

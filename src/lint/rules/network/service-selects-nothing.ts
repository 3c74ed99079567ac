import * as l10n from '@vscode/l10n';
import { setScalar } from '../../../manifest/edits.ts';
import { mapAt, pathOf, scalarAt, stringAt, tokenOf, type MapNode } from '../../../manifest/nodes.ts';
import { serviceExample, setExample } from '../../examples.ts';
import { isSlip } from '../../nearest.ts';
import type { Fix, Rule, RuleContext } from '../../rule.ts';
import { mayShareNamespace, type LocatedWorkload } from '../../scope.ts';
import { labelsIn } from '../../selectors.ts';
import { governedBy } from '../../services.ts';

// Labels that controllers give to pods; they stand in no template.
const given =
  /^(?:statefulset\.kubernetes\.io\/pod-name|apps\.kubernetes\.io\/pod-index|controller-revision-hash|pod-template-(?:hash|generation)|(?:batch\.kubernetes\.io\/)?(?:job-name|controller-uid|job-completion-index))$/;

const set = setExample('StatefulSet', { spec: 'serviceName: web' });
const client = serviceExample('web-client', 'ports:\n- port: 80')
  .replace('  clusterIP: None\n', '')
  .replace('app: web-client', 'app: web');

export const serviceSelectsNothing: Rule = {
  code: 'service-selects-nothing',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['Service'],
  docs: {
    title: 'A Service selects no pods, but nearly',
    why: `No workload in these files has all labels of the selector, and one differs by what looks like a slip: the Service will have no
endpoints, and connections are refused. Nothing is said where no workload comes near: its pods may be made by what is not in these files.`,
    bad: `${serviceExample('web')}---\n${set}---\n${client.replace('app: web', 'app: wep')}`,
    good: `${serviceExample('web')}---\n${set}---\n${client}`,
  },
  *check(context) {
    const { object } = context;
    const selector = mapAt(object.node, 'spec', 'selector');
    if (!selector || stringAt(object.node, 'spec', 'type') === 'ExternalName') return;
    const wanted = new Map([...labelsIn(selector)].filter(([key]) => !given.test(key)));
    if (wanted.size === 0 || governedBy(context).length > 0) return;
    if (selected(context, wanted)) return;
    const meant = meantBy(context, wanted);
    const wrong = meant && [...wanted].find(([key, value]) => meant.workload.labels.get(key) !== value);
    if (!meant || !wrong) return;
    const node = scalarAt(selector, wrong[0]) ?? selector;
    yield {
      range: tokenOf(node),
      path: pathOf(node),
      message: l10n.t(
        'No workload in these files has pods with {0}={1}: the Service will have no endpoints. {2} "{3}" has {0}={4}.',
        wrong[0],
        wrong[1],
        meant.object.kind,
        meant.object.name ?? '',
        meant.workload.labels.get(wrong[0]) ?? '',
      ),
      related: [
        {
          uri: meant.file.uri,
          range: tokenOf(meant.workload.labelsNode ?? meant.object.node),
          message: l10n.t('The labels of the pods.'),
        },
      ],
      fixes: () => fixes(selector, wanted, meant),
    };
  },
};

function selected({ scope, object }: RuleContext, wanted: ReadonlyMap<string, string>): boolean {
  for (const { workload } of scope.labelled(wanted)) {
    if (mayShareNamespace(workload.object.namespace, object.namespace)) return true;
  }
  return false;
}

/** The workload of the same file whose labels differ from the wanted ones only by slips of the pen. */
function meantBy(
  { scope, object }: RuleContext,
  wanted: ReadonlyMap<string, string>,
): LocatedWorkload | undefined {
  return scope.ownUnlike().find(({ workload: { labels, object: made } }) => {
    if (!mayShareNamespace(made.namespace, object.namespace)) return false;
    const slips = [...wanted].filter(([key, value]) => labels.get(key) !== value);
    return slips.every(([key, value]) => isSlip(value, labels.get(key)));
  });
}

function fixes(
  selector: MapNode,
  wanted: ReadonlyMap<string, string>,
  { object, workload }: LocatedWorkload,
): Fix[] {
  const edits = [...wanted].flatMap(([key, value]) => {
    const node = scalarAt(selector, key);
    const label = workload.labels.get(key);
    return node && label !== undefined && label !== value ? setScalar(node, label) : [];
  });
  return edits.length === 0
    ? []
    : [
        {
          title: l10n.t('Select the pods of {0} "{1}"', object.kind, object.name ?? ''),
          edits,
          preferred: true,
        },
      ];
}

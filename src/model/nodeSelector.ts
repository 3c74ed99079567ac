import type { Node, NodeSelectorTerm, SelectorRequirement } from './objects.ts';

// Node selector terms as k8s.io/component-helpers/scheduling/corev1/nodeaffinity and apimachinery's labels.Requirement read them.

const NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const INTEGER = /^[+-]?\d+$/;

function isLabelKey(key: string): boolean {
  const slash = key.indexOf('/');
  if (slash < 0) return NAME.test(key);
  const prefix = key.slice(0, slash);
  return prefix.length <= 253 && DNS_SUBDOMAIN.test(prefix) && NAME.test(key.slice(slash + 1));
}

/** A signed 64-bit integer in base 10, as Go's ParseInt takes it; undefined for anything else. */
function parseInt64(text: string): bigint | undefined {
  if (!INTEGER.test(text)) return undefined;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

function isInvalidExpression(requirement: SelectorRequirement): boolean {
  const values = requirement.values ?? [];
  if (!isLabelKey(requirement.key) || values.some((v) => v !== '' && !NAME.test(v))) return true;
  switch (requirement.operator) {
    case 'In':
    case 'NotIn':
      return values.length === 0;
    case 'Exists':
    case 'DoesNotExist':
      return values.length > 0;
    case 'Gt':
    case 'Lt':
      return values.length !== 1 || parseInt64(values[0] as string) === undefined;
    default:
      return true;
  }
}

function isInvalidField(requirement: SelectorRequirement): boolean {
  return (
    (requirement.operator !== 'In' && requirement.operator !== 'NotIn') || requirement.values?.length !== 1
  );
}

/** A term that matches no node whatever its labels: empty, or with a requirement that can't be read. */
export function isInvalidTerm(term: NodeSelectorTerm): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length === 0 && fields.length === 0) return true;
  return expressions.some(isInvalidExpression) || fields.some(isInvalidField);
}

/** The first requirement of a term that keeps it from matching: one that can't be read, else one that the node fails. */
export function unmetRequirement(term: NodeSelectorTerm, node: Node): SelectorRequirement | undefined {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  return (
    expressions.find(isInvalidExpression) ??
    fields.find(isInvalidField) ??
    expressions.find((requirement) => !matchesLabels(requirement, node.meta.labels)) ??
    fields.find((requirement) => !matchesField(requirement, node))
  );
}

function matchesLabels(requirement: SelectorRequirement, labels: Readonly<Record<string, string>>): boolean {
  const have = Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined;
  const values = requirement.values ?? [];
  switch (requirement.operator) {
    case 'In':
      return have !== undefined && values.includes(have);
    case 'NotIn':
      return have === undefined || !values.includes(have);
    case 'Exists':
      return have !== undefined;
    case 'DoesNotExist':
      return have === undefined;
    default:
      return compares(requirement.operator, have, values[0]);
  }
}

function compares(operator: string, have: string | undefined, bound: string | undefined): boolean {
  const a = have === undefined ? undefined : parseInt64(have);
  const b = bound === undefined ? undefined : parseInt64(bound);
  if (a === undefined || b === undefined) return false;
  return operator === 'Gt' ? a > b : operator === 'Lt' && a < b;
}

function matchesField(requirement: SelectorRequirement, node: Node): boolean {
  // The only field that nodes offer; any other reads as ''.
  const have = requirement.key === 'metadata.name' ? node.meta.name : '';
  const same = have === requirement.values?.[0];
  return requirement.operator === 'In' ? same : !same;
}

/** A requirement as a person would write it: `zone In [a, b]`, `gpu Exists`. */
export function describeRequirement(requirement: SelectorRequirement): string {
  const values = requirement.values ?? [];
  const head = `${requirement.key} ${requirement.operator}`;
  return values.length === 0 ? head : `${head} [${values.join(', ')}]`;
}

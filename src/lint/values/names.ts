import * as l10n from '@vscode/l10n';

// The forms that Kubernetes has for names (k8s.io/apimachinery `pkg/util/validation` and `pkg/api/validate/content`). Each check gives
// what is wrong, as a clause that follows the value (`"My_App" is no name: …`), or undefined for a good value.

export type Check = (text: string) => string | undefined;

const label = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;

export function tooLong(text: string, most: number): string | undefined {
  return text.length > most ? l10n.t('it has {0} characters, {1} are allowed', text.length, most) : undefined;
}

function edges(text: string): string {
  return text === ''
    ? l10n.t('it is empty')
    : l10n.t('it must begin and end with a lower-case letter or a digit');
}

/** RFC 1123 label, at most 63 characters: containers, volumes, namespaces, StatefulSets' pods. */
export function labelFault(text: string): string | undefined {
  const long = tooLong(text, 63);
  if (long !== undefined || label.test(text)) return long;
  if (text.includes('.') && subdomainFault(text) === undefined) return l10n.t('it may not contain dots');
  if (/[^-a-z0-9]/.test(text)) return l10n.t("only lower-case letters, digits and '-' are allowed");
  return edges(text);
}

/** RFC 1123 subdomain, at most 253 characters: the names of most objects. */
export function subdomainFault(text: string): string | undefined {
  const long = tooLong(text, 253);
  if (long !== undefined || (text !== '' && text.split('.').every((part) => label.test(part)))) return long;
  if (/[^-.a-z0-9]/.test(text)) return l10n.t("only lower-case letters, digits, '-' and '.' are allowed");
  if (/^\.|\.\.|\.$/.test(text)) return l10n.t('a dot must stand between letters or digits');
  return text.includes('.')
    ? l10n.t('each part between dots must begin and end with a lower-case letter or a digit')
    : edges(text);
}

/** What can stand in a URL's path: the names of roles and their bindings. An empty name is no fault of its form. */
export function pathSegmentFault(text: string): string | undefined {
  if (text === '.' || text === '..') return l10n.t("it may not be '{0}'", text);
  if (/[/%]/.test(text)) return l10n.t("'/' and '%' are not allowed");
  return undefined;
}

// The names of most objects are DNS subdomains (pkg/apis/…/validation: `Validate…Name`); these are not.
const checksByKind: Readonly<Record<string, Check>> = {
  StatefulSet: labelFault,
  Service: labelFault,
  Namespace: labelFault,
  // Of a budget no more is checked than what goes for all objects.
  PodDisruptionBudget: pathSegmentFault,
  Role: pathSegmentFault,
  ClusterRole: pathSegmentFault,
  RoleBinding: pathSegmentFault,
  ClusterRoleBinding: pathSegmentFault,
};

/** The form of the name of an object of a kind. */
export function objectNameFault(kind: string): Check {
  return (Object.hasOwn(checksByKind, kind) ? checksByKind[kind] : undefined) ?? subdomainFault;
}

/** The name of a port (IANA service name), at most 15 characters, with a letter. */
export function portNameFault(text: string): string | undefined {
  const long = tooLong(text, 15);
  if (long !== undefined) return long;
  if (!/^[-a-z0-9]+$/.test(text)) return l10n.t("only lower-case letters, digits and '-' are allowed");
  if (!/[a-z]/.test(text)) return l10n.t('it must contain a letter');
  if (text.includes('--')) return l10n.t("'-' may not follow '-'");
  if (/^-|-$/.test(text)) return l10n.t("it may not begin or end with '-'");
  return undefined;
}

/** The name of an environment variable, as the API server takes it since 1.34: printable ASCII but `=`. */
export function envNameFault(text: string): string | undefined {
  if (text === '') return l10n.t('it is empty');
  return /^[ -<>-~]+$/.test(text)
    ? undefined
    : l10n.t("only printable ASCII characters other than '=' are allowed");
}

/** A key of a ConfigMap or Secret, at most 253 characters. */
export function configKeyFault(text: string): string | undefined {
  const long = tooLong(text, 253);
  if (long !== undefined) return long;
  if (!/^[-._a-zA-Z0-9]+$/.test(text)) return l10n.t("only letters, digits, '-', '_' and '.' are allowed");
  if (text === '.' || text.startsWith('..')) return l10n.t("it may not be '.' or begin with '..'");
  return undefined;
}

export function headerNameFault(text: string): string | undefined {
  return /^[-A-Za-z0-9]+$/.test(text) ? undefined : l10n.t("only letters, digits and '-' are allowed");
}

/** The name that is probably meant by one that is refused; undefined where nothing is left of it. */
export function asName(text: string, check: Check, most = 253): string | undefined {
  let name = text
    .toLowerCase()
    .replace(/[^-.a-z0-9]+/g, '-')
    .replace(check === subdomainFault ? /\.{2,}/g : /\.+/g, check === subdomainFault ? '.' : '-');
  if (check === portNameFault) name = name.replace(/-{2,}/g, '-');
  const length = check === portNameFault ? 15 : check === subdomainFault ? most : Math.min(most, 63);
  name = name
    .slice(0, length)
    .split('.')
    .map((part) => part.replace(/^-+|-+$/g, ''))
    .filter((part) => part !== '')
    .join('.');
  return name === text || name === '' || check(name) !== undefined ? undefined : name;
}

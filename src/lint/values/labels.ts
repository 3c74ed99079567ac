import * as l10n from '@vscode/l10n';
import { subdomainFault, tooLong } from './names.ts';

// Keys and values of labels (k8s.io/apimachinery `pkg/api/validate/content/kube.go`), annotations (`pkg/api/validation/objectmeta.go`)
// and whatever else is a "qualified name": taints, finalizers, resources. As in names.ts, a check gives a clause or undefined.

const part = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** A qualified name: an optional DNS subdomain and `/`, then at most 63 characters. */
export function labelKeyFault(key: string): string | undefined {
  if (key.length <= 63 && part.test(key)) return undefined;
  const parts = key.split('/');
  if (parts.length > 2) return l10n.t("only one '/' is allowed, between a prefix and a name");
  const name = parts.at(-1) ?? '';
  const prefix = parts.length === 2 ? parts[0] : undefined;
  if (prefix === '') return l10n.t("nothing stands before the '/'");
  const fault = prefix === undefined ? undefined : subdomainFault(prefix);
  if (fault !== undefined) return l10n.t("its prefix is no DNS name ('{0}')", fault);
  if (name === '') return parts.length === 2 ? l10n.t("nothing stands after the '/'") : l10n.t('it is empty');
  return tooLong(name, 63) ?? partFault(name);
}

/** The value of a label, at most 63 characters; it may be empty. */
export function labelValueFault(value: string): string | undefined {
  return value === '' ? undefined : (tooLong(value, 63) ?? partFault(value));
}

/** As a label's key, but upper-case letters are allowed in the prefix too. */
export function annotationKeyFault(key: string): string | undefined {
  return labelKeyFault(key.toLowerCase());
}

function partFault(text: string): string | undefined {
  if (part.test(text)) return undefined;
  return /[^-A-Za-z0-9_.]/.test(text)
    ? l10n.t("only letters, digits, '-', '_' and '.' are allowed")
    : l10n.t('it must begin and end with a letter or a digit');
}

/** The label value that comes nearest to one that is refused; undefined where nothing is left of it. */
export function asLabelValue(value: string): string | undefined {
  const text = value
    .replace(/[^-A-Za-z0-9_.]+/g, '-')
    .slice(0, 63)
    .replace(/^[-_.]+|[-_.]+$/g, '');
  return text === '' || text === value || labelValueFault(text) !== undefined ? undefined : text;
}

/** The label or annotation key that comes nearest to one that is refused. */
export function asLabelKey(key: string): string | undefined {
  const [name, ...before] = key.split('/').reverse();
  const prefix = before
    .reverse()
    .join('.')
    .toLowerCase()
    .replace(/[^-.a-z0-9]+/g, '-');
  const text = (name ?? '').replace(/[^-A-Za-z0-9_.]+/g, '-').replace(/^[-_.]+|[-_.]+$/g, '');
  const meant = prefix === '' ? text : `${prefix}/${text}`;
  return meant === key || labelKeyFault(meant) !== undefined ? undefined : meant;
}

import * as l10n from '@vscode/l10n';

/** What a name is for; each has its own limit on the server. */
export type NameKind = 'Namespace' | 'StatefulSet' | 'DaemonSet' | 'Service' | 'Secret';

/**
 * Longest names that work. A StatefulSet's pods carry its name and a hash of up to 11 characters in the label
 * `controller-revision-hash`, whose value may have 63: from 53 on the set is accepted and no pod is ever created.
 */
const longest: Readonly<Record<NameKind, number>> = {
  Namespace: 63,
  StatefulSet: 52,
  DaemonSet: 63,
  Service: 63,
  Secret: 253,
};

/**
 * Says what is wrong with a name as it is typed, or `undefined` where nothing is.
 * Stricter than the server where the name is reused: a DaemonSet's becomes a label's value. `more`: how many characters the objects'
 * names have after this one.
 */
export function validateName(kind: NameKind, text: string, more = 0): string | undefined {
  if (text === '') return l10n.t('A name is needed.');
  const most = longest[kind] - more;
  if (text.length > most) {
    return kind === 'StatefulSet'
      ? l10n.t(
          'At most {0} characters ({1} now): its pods carry the name and a hash in one label, which would be too long.',
          most,
          text.length,
        )
      : l10n.t('At most {0} characters ({1} now).', most, text.length);
  }
  if (/[A-Z]/.test(text))
    return l10n.t('Only lower-case letters: Kubernetes refuses upper-case ones in names.');
  const stranger = (kind === 'Secret' ? /[^a-z0-9.-]/ : /[^a-z0-9-]/).exec(text);
  if (stranger) {
    return l10n.t('“{0}” can’t be in a name: only lower-case letters, digits and “-”.', stranger[0]);
  }
  if (text.startsWith('-') || text.endsWith('-')) return l10n.t('A name can’t start or end with “-”.');
  // Only a Secret's name gets here with a dot: the parts between dots are names of their own.
  if (/^\.|\.$|\.\.|-\.|\.-/.test(text)) return l10n.t('Between dots there has to be a name.');
  if (kind === 'Service' && /^[0-9]/.test(text)) {
    return l10n.t('Must start with a letter: the name is also that of a Service.');
  }
  return undefined;
}

/** True where YAML 1.1 would read the name as something else than a text: a number, a date, a boolean, null. */
export function needsQuotes(name: string): boolean {
  return !/^[a-z][a-z0-9.-]*$/.test(name) || /^(true|false|yes|no|on|off|y|n|null)$/.test(name);
}

/** A valid name as a YAML scalar. */
export function nameScalar(name: string): string {
  return needsQuotes(name) ? `"${name}"` : name;
}

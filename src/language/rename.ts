import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import { applyEdits, type TextEdit } from '../base/text.ts';
import type { LintFile } from '../lint/rule.ts';
import { labelKeyFault, labelValueFault } from '../lint/values/labels.ts';
import {
  configKeyFault,
  labelFault,
  objectNameFault,
  portNameFault,
  type Check,
} from '../lint/values/names.ts';
import { setKey, setScalar } from '../manifest/edits.ts';
import { parse, type ManifestDocument } from '../manifest/parse.ts';
import { namedElsewhere } from './elsewhere.ts';
import { isObjectKind } from './mentions/objects.ts';
import { Names } from './names.ts';
import type { NameKind, Occurrence } from './occurrence.ts';
import { placesByOffset } from './sharing.ts';

/** Edits by the URI of their file. */
export type Renaming = ReadonlyMap<string, readonly TextEdit[]>;

function refuse(message: string, remedy?: string): UserError {
  return new UserError({ code: 'invalid', message, ...(remedy === undefined ? {} : { remedy }) });
}

/** The name at an offset that can be changed. Throws a {@link UserError} where there is none, or it can't be changed everywhere. */
export function renameable(names: Names, uri: string, offset: number): Occurrence {
  const one = names.at(uri, offset);
  if (!one) throw refuse(l10n.t('There is no name here that other places refer to.'));
  const same = names.same(one);
  // A volume, port or label that no pod has: a slip, to be corrected here alone.
  if ((one.pod ?? one.selecting) && !same.some(({ role }) => role === 'definition')) {
    throw refuse(l10n.t('Nothing that could be meant here has the name "{0}".', one.name));
  }
  const spaces = new Set(same.filter(({ role }) => role === 'definition').map(({ namespace }) => namespace));
  if (!/^label|^port$/.test(one.kind) && spaces.size > 1) {
    const message = l10n.t(
      '"{0}" may be in several namespaces: it is not clear which references mean it.',
      one.name,
    );
    throw refuse(message, l10n.t('Write the namespace where it is missing.'));
  }
  for (const { file, object } of same) {
    if (file.manifest.templated || object.document.error) {
      const message = l10n.t(
        '"{0}" is named in {1} too, which can not be read as YAML.',
        one.name,
        baseOf(file),
      );
      throw refuse(message, l10n.t('Mend it, or change the name by hand there.'));
    }
  }
  const unread = namedElsewhere(one, same, names);
  if (unread) {
    throw refuse(
      l10n.t('{0} seems to mean "{1}" too, at a place that is not renamed.', baseOf(unread), one.name),
      l10n.t('Change the name by hand, there too.'),
    );
  }
  refuseShared(one, same);
  return one;
}

/** An anchor's text may be changed only where all that share it mean the same name. */
function refuseShared(one: Occurrence, same: readonly Occurrence[]): void {
  const places = new Map<ManifestDocument, ReadonlyMap<number, number> | undefined>();
  for (const { file, object, range, written } of same) {
    const { document } = object;
    if (!places.has(document)) places.set(document, placesByOffset(file.manifest.text, document));
    const start = 'keyRange' in written ? written.keyRange.start : written.range.start;
    const meant = same.filter((other) => other.file === file && other.range.start === range.start).length;
    if (places.get(document)?.get(start) !== meant) {
      throw refuse(
        l10n.t('An anchor shares "{0}" with places that mean something else.', one.name),
        l10n.t('Write the text instead of the alias, and try again.'),
      );
    }
  }
}

/**
 * Another name for what is named at an offset, in every file. Throws a {@link UserError} for a name that has not the right form or would
 * mean something else too. `files`: all in which it may be named.
 */
export function rename(files: readonly LintFile[], uri: string, offset: number, name: string): Renaming {
  const names = new Names(files);
  const one = renameable(names, uri, offset);
  if (name === one.name) return new Map();
  const fault = name === '' ? l10n.t('it is empty') : checkOf(one.kind)(name);
  if (fault !== undefined) throw refuse(l10n.t('"{0}" can not be the name here: {1}.', name, fault));
  const same = names.same(one);
  const edits = new Map<string, Map<number, TextEdit>>();
  for (const occurrence of same) {
    const { file, range } = occurrence;
    let own = edits.get(file.uri);
    if (!own) edits.set(file.uri, (own = new Map<number, TextEdit>()));
    for (const edit of editsOf(occurrence, name)) own.set(range.start, edit);
  }
  const renaming = new Map([...edits].map(([file, own]) => [file, [...own.values()]]));
  refuseTaken(names, same, name);
  refuseOtherMeaning(files, same, renaming, name);
  return renaming;
}

function checkOf(kind: NameKind): Check {
  if (isObjectKind(kind)) return objectNameFault(kind);
  switch (kind) {
    case 'SecretKey':
    case 'ConfigMapKey':
      return configKeyFault;
    case 'port':
      return portNameFault;
    case 'labelKey':
      return labelKeyFault;
    case 'labelValue':
      return labelValueFault;
    default:
      return labelFault;
  }
}

function editsOf({ file, range, written, part }: Occurrence, name: string): readonly TextEdit[] {
  if (part) return [{ range, text: name }];
  return 'keyRange' in written ? setKey(file.manifest.text, written, name) : setScalar(written, name);
}

function refuseTaken(names: Names, same: readonly Occurrence[], name: string): void {
  for (const one of same) {
    if (one.kind === 'labelKey' || one.kind === 'labelValue' || (one.kind === 'port' && !one.pod)) continue;
    const taken = names.defined(one.kind, one).find((other) => other.name === name);
    if (taken) throw isTaken(name, taken);
  }
}

function isTaken(name: string, { object, file }: Occurrence): UserError {
  const message = l10n.t(
    '"{0}" is taken: {1} "{2}" in {3} has it.',
    name,
    object.kind,
    object.name ?? '',
    baseOf(file),
  );
  return refuse(message, l10n.t('Choose another name.'));
}

/** After the change the same places must mean the same, and no others. */
function refuseOtherMeaning(
  files: readonly LintFile[],
  same: readonly Occurrence[],
  renaming: Renaming,
  name: string,
): void {
  const after = files.map((file): LintFile => {
    const edits = renaming.get(file.uri);
    return edits
      ? { uri: file.uri, manifest: parse(applyEdits(file.manifest.text, edits), file.manifest) }
      : file;
  });
  const names = new Names(after);
  const expected = new Set(same.map((one) => placeIn(one, movedStart(one, renaming))));
  const [first] = same;
  if (!first) return;
  const place = placeIn(first, movedStart(first, renaming));
  const renamed = names
    .in(first.file.uri)
    .find((one) => one.kind === first.kind && one.name === name && placeIn(one, one.range.start) === place);
  const found = renamed ? names.same(renamed) : [];
  const other = found.find((one) => !expected.has(placeIn(one, one.range.start)));
  if (other) throw isTaken(name, other);
  if (new Set(found.map((one) => placeIn(one, one.range.start))).size < expected.size) {
    throw refuse(l10n.t('"{0}" would not mean the same everywhere.', name), l10n.t('Choose another name.'));
  }
}

function placeIn({ file, role }: Occurrence, start: number): string {
  return `${role} ${start} ${file.uri}`;
}

/** Where an occurrence's text begins after the edits; quotes that come or go with the name are taken into account. */
function movedStart({ file, range }: Occurrence, renaming: Renaming): number {
  let start = range.start;
  for (const { range: edited, text } of renaming.get(file.uri) ?? []) {
    if (edited.end <= range.start) start += text.length - (edited.end - edited.start);
    else if (edited.start <= range.start && range.end <= edited.end) {
      start += (/^['"]/.test(text) ? 1 : 0) - (range.start - edited.start);
    }
  }
  return start;
}

function baseOf({ uri }: LintFile): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}

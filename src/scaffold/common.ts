import * as l10n from '@vscode/l10n';
import { needsQuotes, validateName, type NameKind } from './names.ts';
import type { Objects, Question, TextQuestion } from './system.ts';
import { pieces, type Piece } from './template.ts';

/** Asks for the name and the namespace. The name has to do for all of `kinds`, also with `more` characters after it. */
export function placeQuestions(
  kinds: readonly NameKind[],
  name: string,
  namespace: string,
  more = 0,
): readonly Question[] {
  return [
    {
      type: 'text',
      id: 'name',
      title: l10n.t('Name'),
      default: name,
      validate: (text) => firstProblem(kinds, text, more),
    },
    {
      type: 'text',
      id: 'namespace',
      title: l10n.t('Namespace'),
      default: namespace,
      offers: 'Namespace',
      validate: (text) => validateName('Namespace', text),
    },
  ];
}

function firstProblem(kinds: readonly NameKind[], text: string, more: number): string | undefined {
  for (const kind of kinds) {
    const problem = validateName(kind, text, more);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** The namespace as a YAML scalar. No tab stop: it was asked for, and a cursor in each of its places invites accidents. */
export function namespaceScalar(namespace: string): readonly Piece[] {
  return needsQuotes(namespace) ? ['"', namespace, '"'] : [namespace];
}

/** A name for a cluster-wide object of `name`, so that two namespaces can have one each. */
export function clusterWideName(name: string, namespace: string): readonly Piece[] {
  const parts = [name, '-', namespace];
  return needsQuotes(name) ? ['"', ...parts, '"'] : parts;
}

/**
 * The Namespace object, or nothing where the namespace is the cluster's own: what is in a manifest is deleted with it.
 */
export function namespaceDocument(namespace: string): Objects {
  if (namespace === 'default' || namespace.startsWith('kube-')) return [];
  return [
    pieces`apiVersion: v1
kind: Namespace
metadata:
  name: ${namespaceScalar(namespace)}
`,
  ];
}

export function imageQuestion(suggestion: string): TextQuestion {
  return {
    type: 'text',
    id: 'image',
    title: l10n.t('Image'),
    default: suggestion,
    validate(text) {
      if (text === '') return l10n.t('An image is needed.');
      if (/\s/.test(text)) return l10n.t('An image’s name has no blanks.');
      if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return l10n.t('Without a scheme: registry/name:tag.');
      if (!/^[a-z0-9][\w./:@-]*$/i.test(text)) return l10n.t('This can’t be the name of an image.');
      return undefined;
    },
  };
}

export function portQuestion(suggestion: string): TextQuestion {
  return {
    type: 'text',
    id: 'port',
    title: l10n.t('Port it listens on'),
    default: suggestion,
    validate: (text) =>
      /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65535
        ? undefined
        : l10n.t('A port is a number from 1 to 65535.'),
  };
}

/** Asks for a path in a container or on a node. */
export function pathQuestion(id: string, title: string, suggestion: string): TextQuestion {
  return {
    type: 'text',
    id,
    title,
    default: suggestion,
    validate(text) {
      if (!text.startsWith('/')) return l10n.t('A path begins with “/”.');
      if (/[\u0000-\u001f\u007f:]/.test(text))
        return l10n.t('A path here has no “:” and no control characters.');
      if (text.split('/').includes('..')) return l10n.t('“..” is not allowed in a path here.');
      return undefined;
    },
  };
}

/** Asks for the size of the volume that holds the data. */
export function sizeQuestion(suggestion: string): TextQuestion {
  return {
    type: 'text',
    id: 'size',
    title: l10n.t('Size of each volume'),
    default: suggestion,
    validate(text) {
      if (/^\d+(\.\d+)?$/.test(text)) return l10n.t('A size has a unit: {0} would be bytes.', text);
      if (!/^\d{1,6}(\.\d{1,3})?(?:[MGTP]i?)$/.test(text))
        return l10n.t('A size is like 500Mi, 10Gi or 1.5Ti.');
      return Number.parseFloat(text) > 0 ? undefined : l10n.t('A volume of no size can’t be had.');
    },
  };
}

/** Asks whether a Secret with passwords is made, or which one there is already; `keys`: what it has to hold, in words. */
export function secretQuestions(keys: string): readonly Question[] {
  return [
    {
      type: 'choice',
      id: 'password',
      title: l10n.t('Password'),
      default: 'generate',
      options: [
        {
          value: 'generate',
          label: l10n.t('Generate one'),
          detail: l10n.t('The file holds a Secret with it: it does not belong into git as it is'),
        },
        {
          value: 'existing',
          label: l10n.t('Use an existing Secret'),
          detail: l10n.t('With the keys {0}; the file holds no password', keys),
        },
      ],
    },
    {
      type: 'text',
      id: 'secret',
      title: l10n.t('Name of the Secret with the keys {0}', keys),
      default: 'credentials',
      when: ({ password }) => password === 'existing',
      offers: 'Secret',
      validate: (text) => validateName('Secret', text),
    },
  ];
}

/** Asks whether all objects stand in one file. */
export function layoutQuestion(): Question {
  return {
    type: 'choice',
    id: 'layout',
    title: l10n.t('Files'),
    default: 'one',
    options: [
      {
        value: 'one',
        label: l10n.t('One file'),
        detail: l10n.t('All objects, in the order in which they are applied'),
      },
      {
        value: 'each',
        label: l10n.t('A file for each object'),
        detail: l10n.t('In a folder of their own, with a kustomization.yaml'),
      },
    ],
  };
}

/** Any one-line text as a YAML scalar. */
export function textScalar(text: string): string {
  return /^[\w/][\w./@-]*(?::[\w./@-]+)*$/.test(text) && !/^[\d.+-]+$/.test(text) && needsNoQuotes(text)
    ? text
    : JSON.stringify(text);
}

function needsNoQuotes(text: string): boolean {
  return !/^(?:true|false|yes|no|on|off|y|n|null|~|0x[\da-f]+|\d[\d_:.e+-]*)$/i.test(text);
}

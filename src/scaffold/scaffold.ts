import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import { namespaceDocument, namespaceScalar } from './common.ts';
import { toFiles } from './layout.ts';
import type { RandomBytes } from './secrets.ts';
import type { Answers, Objects, Question, System } from './system.ts';
import { documents, toSnippet, toText } from './template.ts';

/** The same text twice: as it is with every default, and with tab stops in VS Code's snippet syntax. */
export interface Scaffold {
  readonly text: string;
  readonly snippet: string;
}

/** One of the files of a scaffold. */
export interface ScaffoldFile extends Scaffold {
  /** `mongodb.yaml`; below a folder `mongodb/statefulset.yaml`. */
  readonly path: string;
  /** The one with the set: the file to look at first. */
  readonly main: boolean;
}

/**
 * Writes the manifest of `system` as one text. Same answers, same text, but for generated passwords.
 * Throws a `UserError` ('invalid') on an answer that its own question would have refused.
 */
export function scaffold(system: System, answers: Answers, random: RandomBytes): Scaffold {
  const template = documents(objects(system, completed(system, answers), random));
  return { text: toText(template), snippet: toSnippet(template) };
}

/** A scaffold as it is saved. */
export interface ScaffoldFiles {
  readonly files: readonly ScaffoldFile[];
  /** All of it as one text, for where it can't be saved. */
  readonly whole: Scaffold;
}

/**
 * The manifest as the files that were asked for: one, or one for each object and a `kustomization.yaml`. `called` names the file, or
 * their folder. Throws as {@link scaffold} does.
 */
export function scaffoldFiles(
  system: System,
  answers: Answers,
  random: RandomBytes,
  called?: string,
): ScaffoldFiles {
  const complete = completed(system, answers);
  const all = objects(system, complete, random);
  const template = documents(all);
  const whole = { text: toText(template), snippet: toSnippet(template) };
  const base = called ?? complete['name'] ?? system.id;
  const files =
    complete['layout'] === 'each'
      ? toFiles(all, system.kind, base, toText(namespaceScalar(complete['namespace'] ?? '')))
      : [{ path: `${base}.yaml`, main: true, ...whole }];
  return { files, whole };
}

/** Every answer, the defaults of those that are missing included. */
export function completed(system: System, answers: Answers): Answers {
  return Object.fromEntries(system.questions.map((question) => [question.id, checked(question, answers)]));
}

function objects(system: System, complete: Answers, random: RandomBytes): Objects {
  const answer = (id: string): string => {
    const text = complete[id];
    if (text === undefined) throw new Error(`${system.id} has no question ${id}`);
    return text;
  };
  const place = { name: answer('name'), namespace: answer('namespace') };
  const own = system.render({ place, random, answer });
  return [...namespaceDocument(place.namespace), ...own];
}

function checked(question: Question, answers: Answers): string {
  const text = answers[question.id] ?? question.default;
  const wrong = problemOf(question, text);
  if (wrong === undefined) return text;
  throw new UserError({
    code: 'invalid',
    message: `${question.title}: ${wrong}`,
    remedy: l10n.t('Answer the question anew.'),
  });
}

/** What is wrong with an answer, or `undefined`. */
export function problemOf(question: Question, text: string): string | undefined {
  if (question.type === 'text') return question.validate(text);
  if (question.options.some((option) => option.value === text)) return undefined;
  return l10n.t('“{0}” is none of {1}.', text, question.options.map((option) => option.value).join(', '));
}

import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { RandomBytes } from './secrets.ts';
import type { Answers, Question, System } from './system.ts';
import { toSnippet, toText } from './template.ts';

/** The same manifest twice: as it is with every default, and with tab stops in VS Code's snippet syntax. */
export interface Scaffold {
  readonly text: string;
  readonly snippet: string;
}

/**
 * Writes the manifest of `system`. Same answers, same text, but for generated passwords.
 * Throws a `UserError` ('invalid') on an answer that its own question would have refused.
 */
export function scaffold(system: System, answers: Answers, random: RandomBytes): Scaffold {
  const complete = new Map(system.questions.map((question) => [question.id, checked(question, answers)]));
  const answer = (id: string): string => {
    const text = complete.get(id);
    if (text === undefined) throw new Error(`${system.id} has no question ${id}`);
    return text;
  };
  const template = system.render(answer, random);
  return { text: toText(template), snippet: toSnippet(template) };
}

function checked(question: Question, answers: Answers): string {
  const text = answers[question.id] ?? question.default;
  const wrong =
    question.type === 'text'
      ? question.validate(text)
      : question.options.some((option) => option.value === text)
        ? undefined
        : l10n.t('“{0}” is none of {1}.', text, question.options.map((option) => option.value).join(', '));
  if (wrong === undefined) return text;
  throw new UserError({
    code: 'invalid',
    message: `${question.title}: ${wrong}`,
    remedy: l10n.t('Answer the question anew.'),
  });
}

import type { RandomBytes } from './secrets.ts';
import type { Piece } from './template.ts';

interface QuestionBase {
  readonly id: string;
  readonly title: string;
  readonly default: string;
}

export interface TextQuestion extends QuestionBase {
  readonly type: 'text';
  /** What is wrong with the text as typed, or `undefined`. */
  validate(text: string): string | undefined;
}

export interface ChoiceQuestion extends QuestionBase {
  readonly type: 'choice';
  readonly options: readonly { readonly value: string; readonly label: string; readonly detail: string }[];
}

export type Question = TextQuestion | ChoiceQuestion;

/** By question id; a question without an answer takes its default. */
export type Answers = Readonly<Record<string, string>>;

/** Something that can be scaffolded. One file each; `catalogue.ts` lists them. */
export interface System {
  readonly id: string;
  readonly kind: 'StatefulSet' | 'DaemonSet';
  readonly title: string;
  readonly description: string;
  readonly questions: readonly Question[];
  /** `answer` knows every question's id. The only unpredictable thing in the result is what `random` gave. */
  render(answer: (id: string) => string, random: RandomBytes): readonly Piece[];
}

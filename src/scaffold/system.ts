import type { Place } from './parts.ts';
import type { RandomBytes } from './secrets.ts';
import type { Piece } from './template.ts';

/** By question id; a question without an answer takes its default. */
export type Answers = Readonly<Record<string, string>>;

/** Kinds whose known names are offered as answers. */
export type OfferedKind = 'Secret' | 'Namespace' | 'StorageClass';

interface QuestionBase {
  readonly id: string;
  readonly title: string;
  readonly default: string;
  /** Whether it is asked at all, after these answers; without it always. */
  readonly when?: (answers: Answers) => boolean;
}

export interface TextQuestion extends QuestionBase {
  readonly type: 'text';
  /** The names of objects of this kind that are known are offered; another one may still be typed. */
  readonly offers?: OfferedKind;
  /** What is wrong with the text as typed, or `undefined`. */
  validate(text: string): string | undefined;
}

export interface ChoiceQuestion extends QuestionBase {
  readonly type: 'choice';
  readonly options: readonly { readonly value: string; readonly label: string; readonly detail: string }[];
}

export type Question = TextQuestion | ChoiceQuestion;

/** The objects of a manifest, in the order in which they are applied; each ends with a line break. */
export type Objects = readonly (readonly Piece[])[];

/** What a system makes its manifest of. */
export interface Given {
  readonly place: Place;
  /** The only unpredictable thing in the result. */
  readonly random: RandomBytes;
  /** The answer to one of the system's own questions, by its id. */
  readonly answer: (id: string) => string;
}

/** Something that can be scaffolded. One file each; `catalogue.ts` lists them, each with the questions that all have in common. */
export interface System {
  readonly id: string;
  readonly kind: 'StatefulSet' | 'DaemonSet';
  readonly title: string;
  readonly description: string;
  /** `name` and `namespace` are among them: `placeQuestions`. */
  readonly questions: readonly Question[];
  /** All objects but the Namespace. */
  render(given: Given): Objects;
}

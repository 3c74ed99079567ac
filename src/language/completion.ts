import type { TextEdit, TextRange } from '../base/text.ts';

/** What a completion stands for, for its icon. */
export type CompletionKind = 'field' | 'enum' | 'reference' | 'value' | 'object';

export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** Beside the label: a type, or where a name comes from. */
  readonly detail?: string;
  /** `Type.field`, whose documentation belongs to it. */
  readonly docs?: string;
  /** What is inserted, in the syntax of snippets, with its whitespace as it is to stand. */
  readonly snippet: string;
  readonly range: TextRange;
  /** What the text in `range` is compared with; the label where it is absent. */
  readonly filter?: string;
  readonly sort: string;
  /** Another look is worth while afterwards: the value of the key. */
  readonly again?: boolean;
  /** Changes elsewhere in the document that belong to it. */
  readonly also?: readonly TextEdit[];
}

/** Text as a snippet inserts it word for word. */
export function literal(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** The first place from `at` on in a text that is neither blank nor comment; `at` must not lie in a scalar. */
export function skipTrivia(text: string, at: number): number {
  const trivia = /(?:[ \t\r\n\uFEFF]+|(?<=[\s,[\]{}:"'-]|^)#[^\r\n]*)*/y;
  trivia.lastIndex = at;
  trivia.test(text);
  return trivia.lastIndex;
}

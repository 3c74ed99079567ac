import type { Answers, System } from '../../src/scaffold/system.ts';

/** Every combination of a system's choices; its texts at their defaults. */
export function allAnswers(system: System): readonly Answers[] {
  let all: Answers[] = [{}];
  for (const question of system.questions) {
    if (question.type !== 'choice') continue;
    all = all.flatMap((answers) =>
      question.options.map(({ value }) => ({ ...answers, [question.id]: value })),
    );
  }
  return all;
}

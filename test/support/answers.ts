import type { Answers, System } from '../../src/scaffold/system.ts';

/** Choices that change files or where a password comes from, but no pod beyond a Secret's name. */
const besidePods = ['layout', 'password'];

/** Every combination of a system's choices; its texts at their defaults. */
export function allAnswers(system: System): readonly Answers[] {
  return combinations(system, () => true);
}

/** Every combination of the choices that change pods. */
export function podAnswers(system: System): readonly Answers[] {
  return combinations(system, (id) => !besidePods.includes(id));
}

function combinations(system: System, counts: (id: string) => boolean): readonly Answers[] {
  let all: Answers[] = [{}];
  for (const question of system.questions) {
    if (question.type !== 'choice' || !counts(question.id)) continue;
    all = all.flatMap((answers) =>
      question.options.map(({ value }) => ({ ...answers, [question.id]: value })),
    );
  }
  return all;
}

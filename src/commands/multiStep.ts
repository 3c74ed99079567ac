import * as vscode from 'vscode';
import { cancelled } from '../base/errors.ts';

/** One question of a multi-step input. */
export type Step =
  | {
      readonly type: 'text';
      readonly title: string;
      readonly value: string;
      validate(text: string): string | undefined;
    }
  | {
      readonly type: 'choice';
      readonly title: string;
      readonly value: string | undefined;
      readonly options: readonly {
        readonly value: string;
        readonly label: string;
        readonly detail?: string;
      }[];
    };

const BACK = Symbol('back');

/**
 * Asks question after question, with `1/3` in the title and a back button; the answer of each is kept while going back.
 * `step(n, answers)` gives the n-th question, or undefined after the last. @throws `cancelled`
 */
export async function askAll(
  title: string,
  total: (answers: readonly string[]) => number,
  step: (n: number, answers: readonly string[]) => Step | undefined,
): Promise<readonly string[]> {
  let answers: readonly string[] = [];
  const given: string[] = [];
  for (;;) {
    const n = answers.length;
    const next = step(n, answers);
    if (!next) return answers;
    const kept = given[n];
    const shown = kept === undefined ? next : { ...next, value: kept };
    const answer = await ask(shown, title, n, total(answers));
    if (answer === BACK) {
      answers = answers.slice(0, -1);
    } else {
      given[n] = answer;
      answers = [...answers, answer];
    }
  }
}

async function ask(step: Step, title: string, n: number, total: number): Promise<string | typeof BACK> {
  return step.type === 'text' ? askText(step, title, n, total) : askChoice(step, title, n, total);
}

function askText(
  step: Extract<Step, { type: 'text' }>,
  title: string,
  n: number,
  total: number,
): Promise<string | typeof BACK> {
  const input = vscode.window.createInputBox();
  input.value = step.value;
  input.prompt = step.title;
  const check = (): boolean => {
    const wrong = step.validate(input.value);
    input.validationMessage = wrong;
    return wrong === undefined;
  };
  input.onDidChangeValue(check);
  return show(input, title, n, total, (done) => {
    if (check()) done(input.value);
  });
}

function askChoice(
  step: Extract<Step, { type: 'choice' }>,
  title: string,
  n: number,
  total: number,
): Promise<string | typeof BACK> {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { value: string }>();
  pick.placeholder = step.title;
  pick.matchOnDetail = true;
  pick.items = step.options.map(({ value, label, detail }) => ({
    value,
    label,
    ...(detail ? { detail } : {}),
  }));
  const active = pick.items.filter((item) => item.value === step.value);
  // Without one, VS Code would highlight none, and Enter would do nothing.
  pick.activeItems = active.length > 0 ? active : pick.items.slice(0, 1);
  return show(pick, title, n, total, (done) => {
    const [chosen] = pick.activeItems;
    if (chosen) done(chosen.value);
  });
}

function show(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem & { value: string }>,
  title: string,
  n: number,
  total: number,
  accept: (done: (value: string) => void) => void,
): Promise<string | typeof BACK> {
  input.title = title;
  input.step = n + 1;
  input.totalSteps = total;
  input.ignoreFocusOut = true;
  input.buttons = n > 0 ? [vscode.QuickInputButtons.Back] : [];
  return new Promise((resolve, reject) => {
    const done = (value: string | typeof BACK): void => {
      resolve(value);
      input.dispose();
    };
    input.onDidAccept(() => accept(done));
    input.onDidTriggerButton(() => done(BACK));
    input.onDidHide(() => {
      reject(cancelled());
      input.dispose();
    });
    input.show();
  });
}

import * as vscode from 'vscode';
import { cancelled } from '../base/errors.ts';

/** An answer that can be chosen instead of being typed. */
export interface Offer {
  readonly value: string;
  readonly detail?: string;
}

/** One question of a multi-step input. */
export type Step =
  | {
      readonly type: 'text';
      readonly title: string;
      readonly value: string;
      validate(text: string): string | undefined;
      /** Answers to choose from; another one may still be typed. */
      readonly offers?: readonly Offer[];
      /** What there is to know of a valid answer, said as it is typed; it forbids nothing. Never rejects. */
      note?(text: string): Promise<string | undefined>;
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
  step: (n: number, answers: readonly string[]) => Promise<Step | undefined>,
): Promise<readonly string[]> {
  let answers: readonly string[] = [];
  const given: string[] = [];
  for (;;) {
    const n = answers.length;
    const next = await step(n, answers);
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
  if (step.type === 'choice') return askChoice(step, title, n, total);
  return step.offers?.length ? askOffered(step, title, n, total) : askText(step, title, n, total);
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
  const tell = async (): Promise<void> => {
    const { value } = input;
    const message = check() ? await step.note?.(value) : undefined;
    if (message === undefined || input.value !== value) return;
    input.validationMessage = { message, severity: vscode.InputBoxValidationSeverity.Warning };
  };
  input.onDidChangeValue(() => void tell());
  void tell();
  return show(input, title, n, total, (done) => {
    if (check()) done(input.value);
  });
}

/** A text, with answers to choose from: the suggestion first, then what is offered, above all what is typed. */
function askOffered(
  step: Extract<Step, { type: 'text' }>,
  title: string,
  n: number,
  total: number,
): Promise<string | typeof BACK> {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { value: string }>();
  pick.placeholder = step.title;
  const notes = new Map<string, string | undefined>();
  const details = new Map((step.offers ?? []).map(({ value, detail }) => [value, detail]));
  const fill = (): void => {
    const chosen = pick.activeItems[0]?.value;
    const values = [...new Set([pick.value, step.value, ...details.keys()])].filter((value) => value !== '');
    pick.items = values.map((value) => {
      const detail = step.validate(value) ?? notes.get(value) ?? details.get(value);
      return { value, label: value, ...(detail === undefined ? {} : { detail }) };
    });
    const active = pick.items.find(({ value }) => value === (pick.value || chosen));
    if (active) pick.activeItems = [active];
  };
  const tell = async (value: string | undefined): Promise<void> => {
    if (value === undefined || notes.has(value) || step.validate(value) !== undefined) return;
    notes.set(value, undefined);
    const message = await step.note?.(value);
    if (message === undefined) return;
    notes.set(value, message);
    fill();
  };
  pick.onDidChangeValue(fill);
  pick.onDidChangeActive(([item]) => void tell(item?.value));
  fill();
  return show(pick, title, n, total, (done) => {
    const value = pick.activeItems[0]?.value ?? pick.value;
    if (step.validate(value) === undefined) done(value);
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

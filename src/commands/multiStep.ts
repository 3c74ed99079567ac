import * as vscode from 'vscode';
import { cancelled } from '../base/errors.ts';

interface StepBase {
  /** Answers are kept by it while going back and forth. */
  readonly id: string;
  readonly title: string;
}

interface Option {
  readonly value: string;
  readonly label: string;
  /** On a line of its own. */
  readonly detail?: string;
  /** On the label's line. */
  readonly description?: string;
  /** Options of one group stand together, below its name. */
  readonly group?: string;
}

/** Asks for a text. */
export interface TextStep extends StepBase {
  readonly type: 'text';
  readonly value: string;
  /** Texts to choose from; another one may be typed. */
  readonly offers?: readonly { readonly value: string; readonly detail: string }[];
  /** What is wrong with the text: it is not accepted. */
  validate(text: string): string | undefined;
  /** What should be known of the text, which is accepted all the same. Never rejects. */
  remark?(text: string): Promise<string | undefined>;
}

/** Asks for one of several. */
export interface ChoiceStep extends StepBase {
  readonly type: 'choice';
  readonly value: string | undefined;
  readonly options: readonly Option[];
}

/** One question of a multi-step input. */
export type Step = TextStep | ChoiceStep;

const BACK = Symbol('back');

interface Heading {
  readonly title: string;
  readonly step: number;
  readonly total: number;
}

/**
 * Asks question after question, with `1/3` in the title and a back button; the answer of each is kept while going back.
 * `next` gives the question after these answers (by id, in the order given), or undefined after the last; `total` how many there are,
 * as far as these answers tell. @throws `cancelled`
 */
export async function askAll(
  title: string,
  total: (answers: ReadonlyMap<string, string>) => number,
  next: (answers: ReadonlyMap<string, string>) => Promise<Step | undefined>,
): Promise<ReadonlyMap<string, string>> {
  const kept = new Map<string, string>();
  let answers: readonly (readonly [string, string])[] = [];
  for (;;) {
    const given = new Map(answers);
    const step = await next(given);
    if (!step) return given;
    const shown = { ...step, value: kept.get(step.id) ?? step.value } as Step;
    const heading = { title, step: answers.length + 1, total: Math.max(total(given), answers.length + 1) };
    const answer = await ask(shown, heading);
    if (answer === BACK) {
      answers = answers.slice(0, -1);
    } else {
      kept.set(step.id, answer);
      answers = [...answers, [step.id, answer]];
    }
  }
}

function ask(step: Step, heading: Heading): Promise<string | typeof BACK> {
  if (step.type === 'choice') return askChoice(step, heading);
  return step.offers && step.offers.length > 0
    ? askOffer(step, step.offers, heading)
    : askText(step, heading);
}

function askText(step: TextStep, heading: Heading): Promise<string | typeof BACK> {
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
    const message = check() ? await step.remark?.(value) : undefined;
    if (message === undefined || input.value !== value) return;
    input.validationMessage = { message, severity: vscode.InputBoxValidationSeverity.Warning };
  };
  input.onDidChangeValue(() => void tell());
  void tell();
  return show(input, heading, (done) => {
    if (check()) done(input.value);
  });
}

type Item = vscode.QuickPickItem & { readonly value?: string };

/** A text that can be chosen or typed: what is typed stands first, with what is wrong with it. */
function askOffer(
  step: TextStep,
  offers: readonly { readonly value: string; readonly detail: string }[],
  heading: Heading,
): Promise<string | typeof BACK> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.placeholder = step.title;
  const remarks = new Map<string, string | undefined>();
  const item = (value: string, detail?: string): Item => {
    const remark = step.validate(value) ?? remarks.get(value);
    const said = [remark && `$(warning) ${remark}`, detail].filter(Boolean).join(' · ');
    return { value, label: value, description: said };
  };
  const fill = (active?: string): void => {
    const typed = pick.value || step.value;
    const rest = offers.filter(({ value }) => value !== typed);
    const same = offers.find(({ value }) => value === typed);
    pick.items = [item(typed, same?.detail), ...rest.map(({ value, detail }) => item(value, detail))];
    pick.activeItems = [pick.items.find(({ value }) => value === active) ?? pick.items[0]!];
  };
  const tell = async (value: string | undefined): Promise<void> => {
    if (value === undefined || remarks.has(value) || step.validate(value) !== undefined) return;
    remarks.set(value, undefined);
    const remark = await step.remark?.(value);
    if (remark === undefined) return;
    remarks.set(value, remark);
    fill(pick.activeItems[0]?.value);
  };
  pick.onDidChangeValue(() => fill());
  pick.onDidChangeActive(([first]) => void tell(first?.value));
  fill();
  return show(pick, heading, (done) => {
    const chosen = pick.activeItems[0]?.value;
    if (chosen !== undefined && step.validate(chosen) === undefined) done(chosen);
  });
}

function askChoice(step: ChoiceStep, heading: Heading): Promise<string | typeof BACK> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.placeholder = step.title;
  pick.matchOnDetail = true;
  pick.matchOnDescription = true;
  pick.items = step.options.flatMap(({ group, ...option }, i): Item[] => {
    const first = group !== undefined && step.options[i - 1]?.group !== group;
    return first ? [{ kind: vscode.QuickPickItemKind.Separator, label: group }, option] : [option];
  });
  const choices = pick.items.filter((item) => item.value !== undefined);
  const active = choices.filter((item) => item.value === step.value);
  // Without one, VS Code would highlight none, and Enter would do nothing.
  pick.activeItems = active.length > 0 ? active : choices.slice(0, 1);
  return show(pick, heading, (done) => {
    const chosen = pick.activeItems[0]?.value;
    if (chosen !== undefined) done(chosen);
  });
}

function show(
  input: vscode.InputBox | vscode.QuickPick<Item>,
  { title, step, total }: Heading,
  accept: (done: (value: string) => void) => void,
): Promise<string | typeof BACK> {
  input.title = title;
  input.step = step;
  input.totalSteps = total;
  input.ignoreFocusOut = true;
  input.buttons = step > 1 ? [vscode.QuickInputButtons.Back] : [];
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

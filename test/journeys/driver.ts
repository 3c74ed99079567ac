import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';

/** A menu drops clicks in its first 100 ms: nobody is that fast. */
const menuSettles = 250;

const whole = (text: string): RegExp =>
  new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);

/** Repeats a look at the window until it no longer throws (an assertion, mostly), or throws its last error after `timeout` ms. */
export async function eventually<T>(look: () => Promise<T>, timeout = 60_000): Promise<T> {
  const end = performance.now() + timeout;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (performance.now() > end) throw error;
      await delay(100);
    }
  }
}

/** What a person does in a VS Code window, as verbs. Each waits for what it needs, up to the page's default timeout. */
export class Driver {
  readonly page: Page;
  readonly #artifacts: string;
  #shots = 0;

  constructor(page: Page, artifacts: string) {
    this.page = page;
    this.#artifacts = artifacts;
  }

  /** The text field of the palette, of a quick pick or of an input box. */
  get input(): Locator {
    return this.page.locator('.quick-input-widget:visible input').first();
  }

  /** The choices of the open quick pick. */
  get choices(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');
  }

  /**
   * Runs a command by its title; without a category (`Other: Title`) it is one of ours, after `>` one that has no category. The palette closes when an editor takes the
   * focus just then, as it does after saving or inserting, and on a busy machine it may lose what was typed while it opened: a person
   * opens it again.
   */
  async palette(title: string): Promise<void> {
    const full = title.startsWith('>')
      ? title.slice(1)
      : title.includes(': ')
        ? title
        : `Kube Sets: ${title}`;
    const entry = this.choices.filter({ has: this.page.getByText(full, { exact: true }) }).first();
    for (let again = 3; ; again--) {
      await this.page.keyboard.press('F1');
      try {
        await this.input.fill(`>${full}`, { timeout: 5_000 });
        await entry.click({ timeout: 10_000 });
        return;
      } catch (error) {
        if (again === 0) throw error;
        if (await this.input.isVisible()) await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Picks the entry of the open quick pick whose label is `text`, else the first that holds it. */
  async choose(text: string): Promise<void> {
    await this.choices.filter({ hasText: text }).first().waitFor();
    const label = this.page.locator('.label-name', { hasText: whole(text) });
    const exact = this.choices.filter({ has: label });
    await ((await exact.count()) > 0 ? exact : this.choices.filter({ hasText: text })).first().click();
  }

  /** Ticks entries of a quick pick that takes several, then accepts. */
  async tick(...texts: readonly string[]): Promise<void> {
    for (const text of texts)
      await this.choices.filter({ hasText: text }).first().locator('.monaco-checkbox, input').first().click();
    await this.input.press('Enter');
  }

  /** Types into the open input box (replacing what is there) and accepts it. */
  async type(text: string): Promise<void> {
    await this.input.fill(text);
    await this.input.press('Enter');
  }

  /** Accepts the open quick pick or input box as it is. */
  async accept(): Promise<void> {
    await this.input.press('Enter');
  }

  /** Waits for the message under the open input box (e.g. why a name is refused) that matches, and returns it whole. */
  async validation(text: string | RegExp): Promise<string> {
    const message = this.page
      .locator('.quick-input-widget:visible .quick-input-message')
      .filter({ hasText: text });
    return message.innerText();
  }

  /** Opens a view container by its title, unless it is open. */
  async openView(title: string): Promise<void> {
    const tab = this.page.locator('.activitybar').getByRole('tab', { name: title });
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
    await this.page.locator('.sidebar .composite.title', { hasText: title }).waitFor();
  }

  /** One view of the open container, by its title. */
  view(title: string): Locator {
    return this.page
      .locator('.pane')
      .filter({ has: this.page.locator(`.pane-header[aria-label^="${title} "]`) });
  }

  /** What stands beside the view's title: which cluster, how fresh, or what is wrong. */
  async headline(view = 'Sets'): Promise<string> {
    return (await this.view(view).locator('.pane-header .description').allInnerTexts()).join('');
  }

  /** The text of an empty view, with the titles of its buttons; '' where rows stand there. */
  async welcome(view = 'Sets'): Promise<string> {
    const shown = this.view(view).locator('.welcome-view-content:visible');
    return (await shown.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ').trim();
  }

  /** The line above the rows of a view; '' where there is none. */
  async message(view = 'Sets'): Promise<string> {
    return (await this.view(view).locator('.message:visible').allInnerTexts()).join('\n').trim();
  }

  /** Opens a view of the container that is folded away. */
  async unfold(title: string): Promise<void> {
    const header = this.view(title).locator('.pane-header');
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
  }

  /** The row with exactly this label, in the view named. Rows out of sight are not in the window: {@link scrollTo}. */
  row(label: string, view = 'Sets'): Locator {
    const name = this.page.locator('.label-name', { hasText: whole(label) });
    return this.view(view).locator('.monaco-list-row[role=treeitem]').filter({ has: name }).first();
  }

  /** A row's description: its state in words. */
  async description(label: string, view = 'Sets'): Promise<string> {
    return this.row(label, view).locator('.label-description').innerText();
  }

  /** Waits until the row's description matches, up to `timeout` ms. */
  async until(label: string, description: string | RegExp, timeout = 30_000, view = 'Sets'): Promise<void> {
    const text = this.page.locator('.label-description', { hasText: description });
    await this.row(label, view).filter({ has: text }).waitFor({ timeout });
  }

  /** The labels of the view's rows that are on screen, from top to bottom. */
  async labels(view = 'Sets'): Promise<string[]> {
    const rows = this.view(view).locator('.monaco-list-row[role=treeitem]');
    const found = await rows.evaluateAll((all) =>
      (all as unknown as { offsetTop: number; querySelector(s: string): { textContent: string } | null }[])
        .map((row) => ({ top: row.offsetTop, label: row.querySelector('.label-name')?.textContent ?? '' }))
        .sort((a, b) => a.top - b.top)
        .map(({ label }) => label),
    );
    return found;
  }

  /** Scrolls the view with the wheel until the row is there. */
  async scrollTo(label: string, view = 'Sets'): Promise<Locator> {
    const row = this.row(label, view);
    const body = this.view(view).locator('.monaco-list');
    await body.waitFor();
    await body.hover();
    await this.page.mouse.wheel(0, -100_000);
    for (let pages = 0; pages < 100 && !(await row.isVisible()); pages++) {
      await this.page.mouse.wheel(0, 200);
      await this.page.waitForTimeout(60);
    }
    await row.waitFor();
    return row;
  }

  /** Expands a row that is collapsed. Its children may still be on their way: look at them with {@link eventually}. */
  async expand(label: string, level?: number): Promise<void> {
    const row = this.view('Sets')
      .locator(`.monaco-list-row${level === undefined ? '' : `[aria-level="${level}"]`}`)
      .filter({ has: this.page.locator('.label-name', { hasText: whole(label) }) })
      .first();
    await row.waitFor();
    // What opens by itself at that moment is closed by the click: a person would click once more.
    await eventually(async () => {
      if ((await row.getAttribute('aria-expanded')) === 'false')
        await row.locator('.monaco-tl-twistie').click();
      await this.page.waitForTimeout(menuSettles);
      assert.equal(await row.getAttribute('aria-expanded'), 'true', `${label} is open`);
    });
  }

  /** A row that is drawn anew under the mouse opens no menu: a person would click once more. */
  async #openMenu(label: string, view: string): Promise<Locator> {
    const items = this.page.locator('.monaco-menu [role=menuitem]');
    await eventually(async () => {
      await this.row(label, view).click({ button: 'right' });
      await items.first().waitFor({ timeout: 10_000 });
    });
    return items;
  }

  /** Right-clicks a row and takes an entry of its menu; an entry of a submenu is `Submenu > Entry`. */
  async menu(label: string, item: string, view = 'Sets'): Promise<void> {
    await this.#openMenu(label, view);
    for (const part of item.split(' > ')) {
      const entry = this.page.getByRole('menuitem', { name: part, exact: true });
      await entry.waitFor();
      await this.page.waitForTimeout(menuSettles);
      await entry.click();
    }
  }

  /** The entries of a row's context menu, which is closed again. */
  async menuItems(label: string, view = 'Sets'): Promise<string[]> {
    const items = await this.#openMenu(label, view);
    const texts = await items.locator('.action-label').allInnerTexts();
    await this.page.waitForTimeout(menuSettles);
    await this.page.keyboard.press('Escape');
    return texts.map((text) => text.trim()).filter((text) => text !== '');
  }

  /** A small button in a row, by its title. */
  async inline(label: string, title: string, view = 'Sets'): Promise<void> {
    const row = this.row(label, view);
    await row.hover();
    await row.getByRole('button', { name: title }).click();
  }

  /** Reads the modal dialog that is open and presses one of its buttons. */
  async dialog(button: string | RegExp): Promise<{ readonly message: string; readonly detail: string }> {
    const box = this.page.locator('.monaco-dialog-box');
    await box.waitFor();
    const detail = box.locator('.dialog-message-detail');
    const said = {
      message: await box.locator('.dialog-message-text').innerText(),
      detail: (await detail.count()) > 0 ? await detail.innerText() : '',
    };
    await box.getByRole('button', { name: button, exact: typeof button === 'string' }).click();
    // Another dialog may follow at once.
    await box.filter({ hasText: said.message }).waitFor({ state: 'hidden' });
    return said;
  }

  /** Waits for a notification that matches and returns its text; with `button`, presses that. */
  async toast(text: string | RegExp = /\S/, button?: string): Promise<string> {
    const toast = this.page.locator('.notification-toast').filter({ hasText: text }).first();
    const message = await toast.locator('.notification-list-item-message').innerText();
    if (button) await toast.getByRole('button', { name: button }).click();
    return message;
  }

  /** The notifications on screen now, without waiting. */
  async toasts(): Promise<string[]> {
    return this.page.locator('.notification-toast .notification-list-item-message').allInnerTexts();
  }

  /** Opens a file of the folder by its name, as with Ctrl+P. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.input.fill(name);
    await this.choose(name);
    await this.page.locator('.tabs-container .tab.active', { hasText: name }).waitFor();
    await this.focusEditor();
  }

  /** The whole text of the active editor, by way of the clipboard. */
  async editorText(): Promise<string> {
    await this.focusEditor();
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.press('Control+C');
    await this.page.waitForTimeout(100);
    const text = await this.page.evaluate<string>('navigator.clipboard.readText()');
    await this.page.keyboard.press('Control+Home');
    return text;
  }

  async focusEditor(): Promise<void> {
    await this.page.locator('.editor-group-container.active .monaco-editor .view-lines').first().waitFor();
    await this.palette('View: Focus Active Editor Group');
    await this.#keyboardInEditor();
  }

  /** Puts the cursor at the start of the first place where `text` stands in the active editor. */
  async cursorAt(text: string): Promise<void> {
    const all = await this.editorText();
    const at = all.indexOf(text);
    if (at < 0) throw new Error(`The editor does not hold ${JSON.stringify(text)}:\n${all}`);
    const before = all.slice(0, at).split('\n');
    await this.goTo(before.length, (before.at(-1)?.length ?? 0) + 1);
  }

  /** Line and column from 1. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.input.fill(`:${line}:${column}`);
    await this.input.press('Enter');
    await this.#keyboardInEditor();
  }

  /** What is typed before the palette has given the keyboard back is lost. */
  async #keyboardInEditor(): Promise<void> {
    await this.page.locator('.quick-input-widget').first().waitFor({ state: 'hidden' });
    await this.page.waitForFunction(
      "document.activeElement?.closest('.editor-group-container.active .monaco-editor') != null",
    );
  }

  /** Opens the lightbulb at the cursor and returns its entries' titles; it stays open. */
  async lightbulb(): Promise<string[]> {
    const entries = this.page.locator('.action-widget .monaco-list-row.action');
    // The widget goes when the findings it was asked for change under it; a person presses the key again.
    await eventually(async () => {
      await this.page.keyboard.press('Control+.');
      await entries.first().waitFor({ timeout: 5000 });
    });
    return (await entries.locator('.title').allInnerTexts()).map((text) =>
      text.replaceAll('\u00a0', ' ').trim(),
    );
  }

  /** Takes an entry of the lightbulb at the cursor. */
  async quickFix(title: string | RegExp): Promise<void> {
    await this.lightbulb();
    await this.page.waitForTimeout(menuSettles);
    await this.page
      .locator('.action-widget .monaco-list-row.action')
      .filter({ hasText: title })
      .first()
      .click();
  }

  /** The titles of the open editors, the active one first. */
  async tabs(): Promise<string[]> {
    const active = await this.page.locator('.tabs-container .tab.active .label-name').allInnerTexts();
    const others = await this.page.locator('.tabs-container .tab:not(.active) .label-name').allInnerTexts();
    return [...active, ...others];
  }

  /** What the Problems view lists: one text a problem. Leaves that view open. */
  async problems(): Promise<string[]> {
    const panel = this.page.locator('.markers-panel');
    if (!(await panel.isVisible())) await this.palette('Problems: Focus on Problems View');
    await panel.waitFor();
    await this.page.waitForTimeout(menuSettles);
    const rows = panel.locator('.monaco-list-row[aria-level="2"]');
    return (await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
  }

  /** The text of the visible terminal. */
  async terminalText(): Promise<string> {
    const rows = this.page.locator('.terminal-wrapper.active .xterm-rows');
    await rows.waitFor();
    return (await rows.innerText()).replaceAll('\u00a0', ' ');
  }

  /** Types into the visible terminal and presses Enter. */
  async terminal(line: string): Promise<void> {
    await this.page.locator('.terminal-wrapper.active .xterm-helper-textarea').pressSequentially(`${line}\n`);
  }

  /** A picture of the window, numbered in the order taken. Returns its path. */
  async screenshot(name: string): Promise<string> {
    await mkdir(this.#artifacts, { recursive: true });
    const path = join(this.#artifacts, `${String(++this.#shots).padStart(2, '0')}-${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }
}

import type * as vscode from 'vscode';

/** This window's choice of context and namespaces, and what was answered last. It lives in the workspace's state: the kubeconfig is never written. */
export class Choices {
  readonly #memento: vscode.Memento;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
  }

  /** `undefined` = none was chosen: the kubeconfig's current context. */
  get context(): string | undefined {
    return this.#memento.get<string>('context');
  }

  get namespaces(): readonly string[] | undefined {
    return this.#memento.get<string[]>('namespaces');
  }

  /** Another context starts with its own default namespaces. */
  async setContext(context: string): Promise<void> {
    await this.#memento.update('context', context);
    await this.#memento.update('namespaces', undefined);
  }

  /** The last answers for a system; the layout is that of the last system whichever. */
  scaffold(system: string): Readonly<Record<string, string>> {
    return {
      ...this.#memento.get<Record<string, string>>(`scaffold.${system}`),
      ...this.#memento.get<Record<string, string>>('scaffold.any'),
    };
  }

  /** Passwords are no answers: they are made with the file. */
  async rememberScaffold(system: string, answers: Readonly<Record<string, string>>): Promise<void> {
    const { layout } = answers;
    await this.#memento.update(`scaffold.${system}`, answers);
    if (layout !== undefined) await this.#memento.update('scaffold.any', { layout });
  }

  async setNamespaces(namespaces: readonly string[] | undefined): Promise<void> {
    await this.#memento.update('namespaces', namespaces);
  }
}

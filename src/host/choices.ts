import type * as vscode from 'vscode';

/** This window's choice of context and namespaces. It lives in the workspace's state: the kubeconfig is never written. */
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

  async setNamespaces(namespaces: readonly string[] | undefined): Promise<void> {
    await this.#memento.update('namespaces', namespaces);
  }
}

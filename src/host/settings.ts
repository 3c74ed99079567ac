import * as vscode from 'vscode';
import type { Disposable } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/emitter.ts';

/** The settings that reach the cluster; all of them machine-scoped, so that no workspace can choose a server. */
export interface ClusterSettings {
  readonly kubeconfig: readonly string[];
  readonly protectedContexts: readonly string[];
  readonly forwardAddress: string;
}

/** The current values, and word of their change. */
export class Settings implements Disposable {
  readonly #changed = new Emitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly onDidChange: Event<void> = this.#changed.event;

  constructor() {
    this.#subscription = vscode.workspace.onDidChangeConfiguration((e) => {
      if (e.affectsConfiguration('kubesets')) this.#changed.fire();
    });
  }

  get cluster(): ClusterSettings {
    const all = vscode.workspace.getConfiguration('kubesets');
    return {
      kubeconfig: all.get<string[]>('kubeconfig', []),
      protectedContexts: all.get<string[]>('protectedContexts', []),
      forwardAddress: all.get<string>('portForward.address', '127.0.0.1'),
    };
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

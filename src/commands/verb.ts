import type * as vscode from 'vscode';
import type { Choices } from '../host/choices.ts';
import type { CommandId } from '../host/contributions.ts';
import type { LiveCluster } from '../host/liveCluster.ts';
import type { Settings } from '../host/settings.ts';
import type { WorkerClient } from '../host/workerClient.ts';
import type { SetRef } from '../model/rows.ts';
import type { Manifest } from '../manifest/parse.ts';
import type { ApplyOutcome, ViewName } from '../worker/protocol.ts';
import type { OpenManifest } from './manifestDocument.ts';

/** What a verb may use. The composition root fills it. */
export interface VerbDeps {
  readonly worker: WorkerClient;
  /** What the live cluster knows; asking it makes no connection. */
  readonly cluster: LiveCluster;
  readonly settings: Settings;
  readonly choices: Choices;
  readonly log: vscode.LogOutputChannel;
  /** The manifests of the workspace, as far as they are read; the first call begins with that. */
  manifests(): Iterable<{ readonly uri: string; readonly manifest: Manifest }>;
  readonly views: {
    reset(): void;
    refreshVisibility(): void;
    reveal(view: ViewName, key: string): Promise<void>;
    /** Shows a set's row and opens what is above it; false where it has not come within seconds. */
    revealSet(set: SetRef): Promise<boolean>;
    /** Opens the rows of these sets, as soon as they are there; for those that do not come within seconds it does nothing. */
    openSets(sets: readonly { readonly kind: string; readonly name: string }[]): Promise<void>;
  };
  /** Puts the server's errors on the lines of the document version that was sent. */
  showServerFindings(open: OpenManifest, outcomes: readonly ApplyOutcome[]): void;
}

/** A command: from the palette (no argument), a row, several rows, or the lightbulb. */
export interface Verb {
  readonly id: CommandId;
  run(...args: readonly unknown[]): Promise<unknown>;
}

export type MakeVerb = (deps: VerbDeps) => Verb;

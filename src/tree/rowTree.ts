import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import type { WorkerClient } from '../host/workerClient.ts';
import { formatKey } from '../model/keys.ts';
import type { Row, SetRef } from '../model/rows.ts';
import { requests, type RowChange, type ViewName } from '../worker/protocol.ts';
import type { Action } from './actions.ts';
import { present } from './present.ts';

/** A row on screen. Its identity is the key; the facts are replaced as the worker sends new ones. */
export interface RowNode {
  row: Row;
  readonly parent: RowNode | undefined;
}

/** What stands in the tree where there are no rows. */
export interface ActionNode {
  readonly action: Action;
}

export type TreeNode = RowNode | ActionNode;

/** One view on the worker's rows: asks for children, and redraws only the rows that the worker says have changed. */
export class RowTree implements vscode.TreeDataProvider<TreeNode>, Disposable {
  readonly #view: ViewName;
  readonly #worker: WorkerClient;
  readonly #onFailure: (error: unknown) => void;
  readonly #changed = new vscode.EventEmitter<TreeNode | TreeNode[] | undefined>();
  readonly #nodes = new Map<string, RowNode>();
  /** The keys last shown below each key ('' = the root). */
  readonly #below = new Map<string, readonly string[]>();
  /** Rows that were closed: VS Code keeps their children, but the worker no longer tells of them. */
  readonly #closed = new Set<string>();
  readonly #store = new DisposableStore();
  readonly #rootLoaded = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  /** The rows at the root were asked for: {@link hasRows} may be another now. */
  readonly onDidLoadRoot = this.#rootLoaded.event;
  #rows = 0;
  #actions: readonly ActionNode[] = [];

  constructor(view: ViewName, worker: WorkerClient, onFailure: (error: unknown) => void) {
    this.#view = view;
    this.#worker = worker;
    this.#onFailure = onFailure;
    this.#store.add(this.#changed);
    this.#store.add(this.#rootLoaded);
    this.#store.add(worker.onRowsChanged((e) => e.view === view && this.#apply(e.changes)));
    this.#store.add(worker.onDidDie(() => this.reset()));
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node && 'action' in node) return [];
    // Nothing is asked for a view that was never shown: VS Code asks for hidden trees, too.
    if (!node && !this.#worker.running) {
      this.#loaded(0);
      return [];
    }
    const key = node?.row.key ?? '';
    this.#closed.delete(key);
    try {
      const rows = await this.#worker.request(requests.children, {
        view: this.#view,
        key,
      });
      if (!node) this.#loaded(rows.length);
      if (!node && rows.length === 0) return [...this.#actions];
      this.#keepBelow(
        key,
        rows.map((row) => row.key),
      );
      return rows.map((row) => this.#node(row, node));
    } catch (error) {
      if (!node) this.#loaded(0);
      this.#onFailure(error);
      return node ? [] : [...this.#actions];
    }
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    if ('action' in node) return actionItem(node.action);
    const p = present(node.row);
    const item = new vscode.TreeItem(
      p.label,
      node.row.expandable
        ? node.row.kind === 'namespace'
          ? vscode.TreeItemCollapsibleState.Expanded
          : vscode.TreeItemCollapsibleState.Collapsed
        : vscode.TreeItemCollapsibleState.None,
    );
    item.id = node.row.key;
    item.description = p.description;
    item.iconPath = new vscode.ThemeIcon(p.icon, p.color ? new vscode.ThemeColor(p.color) : undefined);
    item.contextValue = p.contextValue;
    item.accessibilityInformation = { label: p.accessibilityLabel };
    item.tooltip = [p.label, p.description, ...p.tooltip].filter(Boolean).join('\n');
    return item;
  }

  getParent(node: TreeNode): RowNode | undefined {
    return 'action' in node ? undefined : node.parent;
  }

  /** The row was closed: its children need no more notice. */
  collapsed({ row: { key } }: RowNode): void {
    this.#closed.add(key);
    this.#worker.collapsed(this.#view, key);
  }

  /** The row was opened: children that were kept while nobody told of them are asked for anew. */
  expanded(node: RowNode): void {
    if (this.#closed.delete(node.row.key)) this.#changed.fire(node);
  }

  /** What is offered while there are no rows. */
  offer(actions: readonly Action[]): void {
    if (JSON.stringify(actions) === JSON.stringify(this.#actions.map(({ action }) => action))) return;
    this.#actions = actions.map((action) => ({ action }));
    if (this.#rows === 0) this.#changed.fire(undefined);
  }

  /** Whether any row stands at the root, live or stale. */
  get hasRows(): boolean {
    return this.#rows > 0;
  }

  /** The node on screen for a key, or undefined where its parent was never opened. */
  find(key: string): RowNode | undefined {
    return this.#nodes.get(key);
  }

  /** The row of a set that is on screen, with something below it to open. */
  findSet(kind: string, name: string): RowNode | undefined {
    for (const node of this.#nodes.values()) {
      const { row } = node;
      if (row.kind !== 'statefulset' && row.kind !== 'daemonset') continue;
      if (row.set.kind === kind && row.set.name === name && row.expandable) return node;
    }
    return undefined;
  }

  /** The row of exactly this set, asked for where nothing above it has been opened yet. */
  async setNode({ context, namespace, uid }: SetRef): Promise<RowNode | undefined> {
    const key = formatKey({ kind: 'set', context, uid });
    const parent = formatKey({ kind: 'namespace', context, name: namespace });
    if (!this.#nodes.has(parent)) await this.getChildren();
    const above = this.#nodes.get(parent);
    if (above && !this.#nodes.has(key)) await this.getChildren(above);
    return this.#nodes.get(key);
  }

  /** Asks for everything anew. */
  reset(): void {
    this.#nodes.clear();
    this.#below.clear();
    this.#closed.clear();
    this.#changed.fire(undefined);
  }

  #keepBelow(key: string, keys: readonly string[]): void {
    const kept = new Set(keys);
    for (const old of this.#below.get(key) ?? []) if (!kept.has(old)) this.#forget(old);
    this.#below.set(key, keys);
  }

  #forget(key: string): void {
    for (const child of this.#below.get(key) ?? []) this.#forget(child);
    this.#below.delete(key);
    this.#closed.delete(key);
    this.#nodes.delete(key);
  }

  #loaded(rows: number): void {
    this.#rows = rows;
    this.#rootLoaded.fire();
  }

  #node(row: Row, parent: RowNode | undefined): RowNode {
    const known = this.#nodes.get(row.key);
    if (known && known.parent === parent) {
      known.row = row;
      return known;
    }
    const node: RowNode = { row, parent };
    this.#nodes.set(row.key, node);
    return node;
  }

  #apply(changes: readonly RowChange[]): void {
    if (changes.some((change) => change.key === '' && change.children)) {
      this.#changed.fire(undefined);
      return;
    }
    const changed: RowNode[] = [];
    for (const change of changes) {
      const node = this.#nodes.get(change.key);
      if (!node) continue;
      if (change.row) node.row = change.row;
      changed.push(node);
    }
    if (changed.length > 0) this.#changed.fire(changed);
  }

  dispose(): void {
    this.#store.dispose();
    this.#nodes.clear();
  }
}

function actionItem({ label, icon, command, args }: Action): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.iconPath = new vscode.ThemeIcon(icon);
  item.command = { command, title: label, arguments: [...args] };
  item.accessibilityInformation = { label, role: 'button' };
  return item;
}

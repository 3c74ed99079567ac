import { after, before } from 'node:test';
import { lint } from '../../src/lint/lint.ts';
import type { Finding } from '../../src/lint/rule.ts';
import { applyEdits } from '../../src/base/text.ts';
import { removeKey } from '../../src/manifest/edits.ts';
import { mapAt } from '../../src/manifest/nodes.ts';
import { parse } from '../../src/manifest/parse.ts';
import { sharedCluster, testNamespace, type Cluster, type TestNamespace } from '../cluster/cluster.ts';
import { Judge } from './judge.ts';
import { Mutator, seeded, type Mutant } from './mutants.ts';

/** A document on which the linter and the API server differ. */
export interface Difference {
  readonly text: string;
  readonly what: string;
  readonly server: string;
  readonly linter: readonly string[];
}

/** How far the linter agrees with the API server over a number of documents. */
export class Agreement {
  accepted = 0;
  rejected = 0;
  found = 0;
  /** Of the found, those with a finding on a field that the server names; only where it names one. */
  named = 0;
  located = 0;
  readonly falseAlarms: Difference[] = [];
  readonly missed: Difference[] = [];
  readonly elsewhere: Difference[] = [];

  /** Asks both about one document; what the server can't say here is left out. */
  async add(judge: Judge, text: string, what: string): Promise<void> {
    const verdict = await judge.verdict(text);
    if (!verdict) return;
    const errors = apiErrors(text);
    const linter = errors.map(({ code, path, message }) => `${code} ${path}: ${message}`);
    const difference = { text, what, server: verdict.message, linter };
    if (verdict.accepted) {
      // A dry run asks neither the storage nor the allocators of addresses and ports.
      const really = errors.length > 0 ? await judge.verdict(text, true) : verdict;
      if (!really?.accepted) return;
      this.accepted++;
      if (errors.length > 0) this.falseAlarms.push(difference);
      return;
    }
    // The server refuses a key that is there twice, kubectl sends it the last one only: a warning here.
    if (errors.length === 0 && /already set in map/.test(verdict.message)) return;
    this.rejected++;
    if (errors.length === 0) {
      this.missed.push(difference);
      return;
    }
    this.found++;
    if (verdict.fields.length === 0) return;
    this.named++;
    const wanted = verdict.fields.map(plain);
    if (errors.some(({ path }) => wanted.some((field) => isAt(plain(path), field)))) this.located++;
    else this.elsewhere.push(difference);
  }

  /** `recall` and `location` as fractions; 1 where there was nothing to find. */
  get recall(): number {
    return this.rejected === 0 ? 1 : this.found / this.rejected;
  }

  get location(): number {
    return this.named === 0 ? 1 : this.located / this.named;
  }

  toString(): string {
    const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
    return [
      `${this.accepted} accepted, ${this.falseAlarms.length} of them with an error of ours`,
      `${this.rejected} rejected, ${this.found} of them found (${percent(this.recall)})`,
      `${this.located} of ${this.named} on the field that the server names (${percent(this.location)})`,
    ].join('; ');
  }
}

/** The judge of a test file, with a namespace of its own; there once the tests run. */
export function judgeOf(namespaceName: string): () => Judge {
  let cluster: Cluster | undefined;
  let namespace: TestNamespace | undefined;
  let judge: Judge | undefined;
  before(async () => {
    cluster = await sharedCluster();
    namespace = await testNamespace(cluster, namespaceName);
    judge = new Judge(cluster.kubeconfig, namespace.name);
  });
  after(async () => {
    judge?.close();
    await namespace?.remove();
    await cluster?.stop();
  });
  return () => {
    if (!judge) throw new Error('Asked for the judge before the tests run');
    return judge;
  };
}

/** The first differences, for a failed test's message. */
export function shown(differences: readonly Difference[]): string {
  return differences
    .slice(0, 20)
    .map(
      ({ what, server, linter, text }) =>
        `\n${what}\n  server: ${server.slice(0, 300)}\n  linter: ${linter.join('; ').slice(0, 300)}\n${text}`,
    )
    .join('');
}

export function apiErrors(text: string): readonly Finding[] {
  return lint({ uri: 'file:///manifest.yaml', manifest: parse(text) }, []).filter(
    ({ basis, severity }) => basis === 'api' && severity === 'error',
  );
}

/**
 * The server's words and ours for one place made alike: its decoder names no indices, it names the structs that Go embeds, it writes
 * keys in brackets, and its paths shift where it adds volumes to a template.
 */
function plain(path: string): string {
  return path
    .replace(/\[\d+\]/g, '')
    .replace(
      /\.(?:VolumeSource|ProbeHandler|LifecycleHandler|LocalObjectReference|EnvFromSource)(?=\.|$)/g,
      '',
    )
    .replace(/\[([^\]]*)\]/g, '.$1')
    .replace(/^\./, '')
    .replace('spec.clusterIPs', 'spec.clusterIP');
}

/** Whether `path` is the field that the server names, or a part of it that is exactly at fault (a label of `labels`), or it of that. */
function isAt(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}.`) || (field.startsWith(`${path}.`) && path !== '');
}

/** `count` changes of documents that the server accepts, drawn from a seed. */
export function* mutants(bases: readonly string[], seed: number, count: number): Generator<Mutant> {
  const random = seeded(seed);
  const mutator = new Mutator(random, bases);
  for (let drawn = 0, tries = 0; drawn < count && tries < count * 20; tries++) {
    const mutant = mutator.mutate(bases[Math.floor(random() * bases.length)] ?? '');
    if (!mutant) continue;
    drawn++;
    yield mutant;
  }
}

/** The documents of a file, each alone and without the namespace that it names: the judge has one of its own. */
export function documentsOf(file: string): readonly string[] {
  return parse(file).documents.flatMap(({ range }) => {
    const text = file.slice(range.start, range.end);
    const metadata = mapAt(parse(text).documents[0]?.root, 'metadata');
    return [
      metadata?.byKey.has('namespace') ? applyEdits(text, removeKey(text, metadata, 'namespace')) : text,
    ];
  });
}

import type { LintFile } from '../lint/rule.ts';
import type { KubeObject, Manifest } from '../manifest/parse.ts';
import { Collector } from './mentions/collector.ts';
import { collectConfig } from './mentions/config.ts';
import { collectHosts } from './mentions/hosts.ts';
import { collectLabels } from './mentions/labels.ts';
import { collectObjects } from './mentions/objects.ts';
import { collectPods } from './mentions/pods.ts';
import { keyOf, type Mention, type Occurrence } from './occurrence.ts';

const collected = new WeakMap<KubeObject, readonly Mention[]>();

/** The names in an object; `text` is that of its file. Computed once for a parse of its document. */
export function mentionsIn(object: KubeObject, text: string): readonly Mention[] {
  let known = collected.get(object);
  if (!known) {
    const into = new Collector(object, text);
    for (const collect of [collectObjects, collectConfig, collectPods, collectLabels, collectHosts])
      collect(into);
    collected.set(object, (known = into.mentions));
  }
  return known;
}

/** The names in one file, in no order. */
export interface FileNames {
  readonly file: LintFile;
  readonly all: readonly Occurrence[];
  readonly byKey: ReadonlyMap<string, readonly Occurrence[]>;
}

const indexed = new WeakMap<Manifest, FileNames>();

export function namesIn(file: LintFile): FileNames {
  const known = indexed.get(file.manifest);
  if (known?.file.uri === file.uri) return known;
  const all: Occurrence[] = [];
  const byKey = new Map<string, Occurrence[]>();
  for (const { objects } of file.manifest.documents) {
    for (const mention of objects.flatMap((object) => mentionsIn(object, file.manifest.text))) {
      const occurrence = { ...mention, file };
      all.push(occurrence);
      const key = keyOf(mention);
      const same = byKey.get(key);
      if (same) same.push(occurrence);
      else byKey.set(key, [occurrence]);
    }
  }
  const names = { file, all, byKey };
  indexed.set(file.manifest, names);
  return names;
}

import { seqAt, stringAt, type YamlNode } from '../manifest/nodes.ts';
import type { RuleContext } from './rule.ts';

/**
 * Whether an object is a kustomize patch, which holds only what it changes: a kustomization names its file as one, or stands beside it
 * and does not name it among its resources. Without a kustomization the text alone has to show it (`context.partial`).
 */
export function isPatch({ file, scope, partial }: Pick<RuleContext, 'file' | 'scope' | 'partial'>): boolean {
  if (partial) return true;
  const folder = folderOf(file.uri);
  for (const { object, file: other } of scope.all('Kustomization')) {
    const named = (keys: readonly string[]): boolean =>
      keys.some((key) =>
        pathsIn(object.node, key).some((path) => resolved(folderOf(other.uri), path) === file.uri),
      );
    if (named(['patches', 'patchesStrategicMerge'])) return true;
    if (
      isKustomization(other.uri) &&
      folderOf(other.uri) === folder &&
      !named(['resources', 'bases', 'crds'])
    )
      return true;
  }
  return false;
}

function isKustomization(uri: string): boolean {
  return /\/(?:kustomization\.ya?ml|Kustomization)$/.test(uri);
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1);
}

function resolved(folder: string, path: string): string | undefined {
  return URL.canParse(path, folder) ? new URL(path, folder).href : undefined;
}

/** The paths of a list of files, or of things with a `path`; what is written in place is no path. */
function pathsIn(kustomization: YamlNode, key: string): string[] {
  return (seqAt(kustomization, key)?.items ?? []).flatMap(({ value }) => {
    const path = value.kind === 'scalar' ? value.text : stringAt(value, 'path');
    return path === undefined || path.includes('\n') ? [] : [path];
  });
}

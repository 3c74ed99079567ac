import type { ScaffoldFile } from './scaffold.ts';
import type { Objects } from './system.ts';
import { toSnippet, toText } from './template.ts';

/** What tells one object from another. */
export interface ObjectName {
  readonly kind: string;
  readonly name: string;
  /** Undefined for what is cluster-wide. */
  readonly namespace: string | undefined;
}

/** Which object a scaffold's text makes; the text is our own, so that its first lines of each key say it. */
export function nameOf(text: string): ObjectName {
  const value = (key: RegExp): string | undefined => key.exec(text)?.[1]?.replace(/^"(.*)"$/, '$1');
  return {
    kind: value(/^kind: (.+)$/m) ?? '',
    name: value(/^metadata:\n {2}name: (.+)$/m) ?? '',
    namespace: value(/^metadata:\n {2}name: .+\n {2}namespace: (.+)$/m),
  };
}

/**
 * One file for each object in the folder `folder`, and the `kustomization.yaml` that names them in the order in which they are applied.
 * A tab stop that stands in several files is one in each. `namespace` as a YAML scalar.
 */
export function toFiles(
  objects: Objects,
  main: string,
  folder: string,
  namespace: string,
): readonly ScaffoldFile[] {
  const texts = objects.map((template) => ({
    template,
    text: toText(template),
    ...nameOf(toText(template)),
  }));
  const first = texts.findIndex(({ kind }) => kind === main);
  const files = texts.map(({ template, text, kind, name }, index): ScaffoldFile => {
    const several = texts.filter((other) => other.kind === kind).length > 1;
    const file = `${kind.toLowerCase()}${several ? `-${name}` : ''}.yaml`;
    return { path: `${folder}/${file}`, main: index === first, text, snippet: toSnippet(template) };
  });
  const lines = files.map(({ path }) => `  - ${path.slice(folder.length + 1)}\n`).join('');
  const kustomization = `# All of it at once: kubectl apply -k .
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: ${namespace}
# In the order in which they are applied.
sortOptions:
  order: fifo
resources:
${lines}`;
  return [
    ...files,
    {
      path: `${folder}/kustomization.yaml`,
      main: false,
      text: kustomization,
      snippet: toSnippet([kustomization]),
    },
  ];
}

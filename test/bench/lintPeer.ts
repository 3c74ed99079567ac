import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runChild } from '../../scripts/lib/child.ts';
import { cache } from '../../scripts/lib/paths.ts';
import { startCluster } from '../cluster/cluster.ts';

// yaml-language-server, which knows Kubernetes by a JSON schema, as a library in this process: without the wait of 200 ms that its
// server puts before each look, and without what goes over the wire.

const version = '1.25.0';
const folder = join(cache, `yaml-language-server-${version}`);

/** Looks at a text and gives what was found. */
export type Validate = (text: string) => readonly unknown[] | Promise<readonly unknown[]>;

interface Schema {
  readonly oneOf: readonly object[];
  readonly definitions: Readonly<Record<string, object>>;
}

interface Library {
  readonly getLanguageService: (wish: object) => {
    configure(settings: object): void;
    doValidation(document: object, isKubernetes: boolean): Promise<readonly unknown[]>;
  };
}

interface Texts {
  readonly TextDocument: {
    create(uri: string, language: string, version: number, text: string): object;
  };
}

/** Installs it where it is missing; gives the folder. Nothing but this bench needs its 27 MB. */
export async function installPeer(): Promise<string> {
  const library = join(folder, 'node_modules/yaml-language-server');
  if (existsSync(library)) return library;
  await mkdir(folder, { recursive: true });
  const wish = `yaml-language-server@${version}`;
  const args = [
    'install',
    '--prefix',
    folder,
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    wish,
  ];
  if ((await runChild('npm', args, { stdout: 'stderr' })) !== 0)
    throw new Error(`${wish} could not be installed`);
  return library;
}

interface OpenApi {
  readonly definitions: Readonly<Record<string, Definition>>;
}

interface Definition {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, object>>;
  readonly 'x-kubernetes-group-version-kind'?: readonly { group: string; version: string; kind: string }[];
}

/**
 * The schema that it has for Kubernetes, in the strict form in which it is published, but made from what a running API server says of
 * itself: one of all kinds, whose `apiVersion` and `kind` are fixed, without unknown fields.
 */
export async function kubernetesSchema(): Promise<Schema> {
  const { definitions } = JSON.parse(await openApi()) as OpenApi;
  const oneOf: object[] = [];
  const strict = Object.entries(definitions).map(([name, definition]): [string, object] => {
    const kinds = definition['x-kubernetes-group-version-kind'] ?? [];
    const properties = { ...definition.properties };
    if (kinds.length === 1 && 'kind' in properties) {
      const [{ group, version: served, kind }] = kinds as [{ group: string; version: string; kind: string }];
      properties['apiVersion'] = { type: 'string', enum: [group === '' ? served : `${group}/${served}`] };
      properties['kind'] = { type: 'string', enum: [kind] };
      oneOf.push({ $ref: `#/definitions/${name}` });
    }
    const closed = definition.properties ? { properties, additionalProperties: false } : {};
    const required = kinds.length === 1 ? { required: ['apiVersion', 'kind'] } : {};
    return [name, { ...definition, ...closed, ...required }];
  });
  return { oneOf, definitions: Object.fromEntries(strict) };
}

async function openApi(): Promise<string> {
  const kept = join(folder, 'openapi.json');
  if (existsSync(kept)) return readFile(kept, 'utf8');
  const cluster = await startCluster({ nodes: 0 });
  try {
    const said = await cluster.must(['get', '--raw', '/openapi/v2']);
    await writeFile(kept, said);
    return said;
  } finally {
    await cluster.stop();
  }
}

/** One editor's language service, to which each text is another version of one document. */
export function peerValidator(library: string, schema: Schema): Validate {
  const load = createRequire(join(library, 'package.json'));
  const { getLanguageService } = load(library) as Library;
  const { TextDocument } = load('vscode-languageserver-textdocument') as Texts;
  const refuse = (uri: string): Promise<string> => Promise.reject(new Error(`${uri} is not there`));
  const service = getLanguageService({
    schemaRequestService: refuse,
    workspaceContext: { resolveRelativePath: (path: string) => path },
  });
  const at = 'file:///kubernetes.json';
  service.configure({
    validate: true,
    isKubernetes: true,
    yamlVersion: '1.1',
    schemas: [{ uri: at, fileMatch: ['*.yaml'], schema }],
  });
  let version = 0;
  return (text) =>
    service.doValidation(TextDocument.create('file:///typed.yaml', 'yaml', version++, text), true);
}

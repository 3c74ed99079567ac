import type { KeyedKind, KnownKeys, KnownService, KnownStorageClass, Listing } from '../model/known.ts';
import type { Client } from './client.ts';
import { listFirst, listNames, type RawObject } from './list.ts';
import { getObject } from './verbs.ts';

// Small questions to the server, asked while a person writes: names, and what little else a manifest refers to.

/** So many objects of a collection are looked at. */
const MOST = 1000;
/** ms: who asks is typing, and does not wait for long. */
const TIMEOUT = 5000;

const core = (namespace: string, plural: string): string =>
  `/api/v1/namespaces/${encodeURIComponent(namespace)}/${plural}`;

/** The names in a collection by its path, sorted. */
export async function namesIn(client: Client, path: string): Promise<Listing<string>> {
  const { names, complete } = await listNames({ client, path, timeout: TIMEOUT }, MOST);
  return { items: [...names].sort(), complete };
}

const plurals: Readonly<Record<KeyedKind, string>> = { Secret: 'secrets', ConfigMap: 'configmaps' };

/** The names of a namespace's Secrets or ConfigMaps. */
export function keyedNames(client: Client, kind: KeyedKind, namespace: string): Promise<Listing<string>> {
  return namesIn(client, core(namespace, plurals[kind]));
}

/** The names of the keys of one Secret or ConfigMap. The values go no further than here. */
export async function keyNames(
  client: Client,
  { kind, namespace, name }: { readonly kind: KeyedKind; readonly namespace: string; readonly name: string },
): Promise<KnownKeys> {
  const path = `${core(namespace, plurals[kind])}/${encodeURIComponent(name)}`;
  const object = await getObject(client, path, undefined, TIMEOUT);
  if (!object) return { exists: false };
  const keys = [object['data'], object['binaryData']].flatMap((part) => Object.keys(part ?? {}));
  return { exists: true, keys: keys.sort() };
}

interface RawService extends RawObject {
  readonly spec?: {
    readonly type?: string;
    readonly clusterIP?: string;
    readonly ports?: readonly { name?: string; port?: number; protocol?: string }[] | null;
  };
}

/** The Services of a namespace. */
export async function services(client: Client, namespace: string): Promise<Listing<KnownService>> {
  const { objects, complete } = await listFirst<KnownService>(
    {
      client,
      path: core(namespace, 'services'),
      timeout: TIMEOUT,
      trim: (raw) => {
        const { metadata, spec } = raw as RawService;
        return {
          name: metadata?.name ?? '',
          headless: spec?.clusterIP === 'None',
          ports: (spec?.ports ?? []).map(({ name, port = 0, protocol = 'TCP' }) => ({
            ...(name ? { name } : {}),
            port,
            protocol,
          })),
        };
      },
    },
    MOST,
  );
  return { items: objects, complete };
}

const DEFAULT_CLASS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

/** The storage classes. Of several that are marked the newest is the default, as the server's own admission has it. */
export async function storageClasses(client: Client): Promise<Listing<KnownStorageClass>> {
  interface Found extends KnownStorageClass {
    readonly created: string;
  }
  const { objects, complete } = await listFirst<Found>(
    {
      client,
      path: '/apis/storage.k8s.io/v1/storageclasses',
      timeout: TIMEOUT,
      trim: (raw) => {
        const { metadata, allowVolumeExpansion } = raw as RawObject;
        const annotations = (metadata?.['annotations'] ?? {}) as Readonly<Record<string, string>>;
        return {
          name: metadata?.name ?? '',
          isDefault: DEFAULT_CLASS.some((key) => annotations[key] === 'true'),
          allowVolumeExpansion: allowVolumeExpansion === true,
          created: String(metadata?.['creationTimestamp']),
        };
      },
    },
    MOST,
  );
  // pkg/volume/util/storageclass.go: the newest, of equally old ones the first by name.
  const [chosen] = objects
    .filter(({ isDefault }) => isDefault)
    .sort((a, b) => (a.created === b.created ? (a.name < b.name ? -1 : 1) : a.created < b.created ? 1 : -1));
  return {
    complete,
    items: objects.map(({ name, allowVolumeExpansion }) => ({
      name,
      isDefault: name === chosen?.name,
      allowVolumeExpansion,
    })),
  };
}

import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { load } from 'js-yaml';
import { knownKind } from '../../src/lint/fields/kinds.ts';
import { parse } from '../../src/manifest/parse.ts';

/** What a real API server says to one document. */
export interface Verdict {
  readonly accepted: boolean;
  readonly message: string;
  /** The fields that it names, in its own words; [] where it names none. */
  readonly fields: readonly string[];
}

interface Status {
  readonly message?: string;
  readonly reason?: string;
  readonly details?: { readonly causes?: readonly { readonly field?: string; readonly reason?: string }[] };
}

interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: Readonly<Record<string, string>> }[];
  readonly users: readonly { readonly user: Readonly<Record<string, string>> }[];
}

/** Asks one API server for its verdict on texts, with strict field validation. Nothing stays behind. */
export class Judge {
  readonly #server: string;
  readonly #agent: Agent;
  readonly #namespace: string;

  /** As the administrator of `kubeconfig`; `namespace` exists and is for the judge alone. */
  constructor(kubeconfig: string, namespace: string) {
    const { clusters, users } = load(readFileSync(kubeconfig, 'utf8')) as Kubeconfig;
    const { cluster } = clusters[0] ?? { cluster: {} };
    const { user } = users[0] ?? { user: {} };
    const file = (from: Readonly<Record<string, string>>, name: string): Buffer =>
      from[`${name}-data`]
        ? Buffer.from(from[`${name}-data`] ?? '', 'base64')
        : readFileSync(from[name] ?? '');
    this.#server = cluster['server'] ?? '';
    this.#namespace = namespace;
    this.#agent = new Agent({
      keepAlive: true,
      maxSockets: 4,
      ca: file(cluster, 'certificate-authority'),
      cert: file(user, 'client-certificate'),
      key: file(user, 'client-key'),
    });
  }

  /**
   * The verdict on one document that names no namespace; undefined where none can be had: a kind without a field table, or one that
   * is refused for what this cluster is, not for what the document says. `really`: the object is created, and deleted again.
   */
  async verdict(text: string, really = false): Promise<Verdict | undefined> {
    const document = parse(text).documents[0];
    const object = document?.objects[0];
    const kind = object && knownKind(object.apiVersion, object.kind);
    if (!kind) return undefined;
    const path = resourcePath(kind, this.#namespace);
    const dry = really ? '' : '&dryRun=All';
    const { status, body } = await this.#send('POST', `${path}?fieldValidation=Strict${dry}`, text);
    if (really && status < 300) {
      const { metadata } = JSON.parse(body) as { metadata: { name: string } };
      await this.#send('DELETE', `${path}/${encodeURIComponent(metadata.name)}?gracePeriodSeconds=0`, '');
    }
    if (status < 300) return { accepted: true, message: '', fields: [] };
    const said = JSON.parse(body) as Status;
    const message = said.message ?? body;
    if (environment.test(message) || status === 404 || status === 409) return undefined;
    return { accepted: false, message, fields: fieldsOf(said, message) };
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(method: string, path: string, text: string): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/yaml' };
      const sent = request(`${this.#server}${path}`, { method, headers, agent: this.#agent }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
        response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
        response.once('error', reject);
      });
      sent.once('error', reject);
      sent.end(text);
    });
  }
}

/** Where the API has the objects of a kind. */
export function resourcePath(
  kind: { readonly apiVersion: string; readonly kind: string; readonly namespaced: boolean },
  namespace: string,
): string {
  const group = kind.apiVersion.includes('/') ? `/apis/${kind.apiVersion}` : `/api/${kind.apiVersion}`;
  const resource = `${kind.kind.toLowerCase()}${/s$/.test(kind.kind) ? 'es' : 's'}`.replace(/ys$/, 'ies');
  return `${group}${kind.namespaced ? `/namespaces/${namespace}` : ''}/${resource}`;
}

/** Faults of a cluster that lacks something, not of the document. */
const environment =
  /namespace of the provided object does not match|not in the valid range|not configured|already allocated|primary ipFamily|no PriorityClass|RuntimeClass|IP families|unable to find|already exists|ensure CRDs|is attempting to grant|not allowed to/i;

function fieldsOf({ details }: Status, message: string): readonly string[] {
  const named = (details?.causes ?? []).flatMap(({ field }) => (field ? [field] : []));
  if (named.length > 0) return named;
  const found: string[] = [];
  for (const match of message.matchAll(/(?:unknown|duplicate) field "((?:[^"\\]|\\.)*)"/g))
    found.push(match[1] ?? '');
  for (const match of message.matchAll(/Go struct field (\S+) of type/g)) {
    found.push((match[1] ?? '').replace(/^[A-Za-z0-9]+\./, ''));
  }
  return found;
}

import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { certificateFiles } from './pki.ts';

/** What the server said when it refused. */
export class ApiError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A plain HTTPS client of one API server, as its administrator: for what would be too slow through kubectl. */
export class Api {
  readonly #server: string;
  readonly #agent: Agent;

  constructor(server: string, agent: Agent) {
    this.#server = server;
    this.#agent = agent;
  }

  static async open(server: string, pki: string): Promise<Api> {
    const admin = certificateFiles(pki, 'admin');
    const files = [certificateFiles(pki, 'ca').cert, admin.cert, admin.key];
    const [ca, cert, key] = await Promise.all(files.map((file) => readFile(file)));
    return new Api(server, new Agent({ keepAlive: true, ca, cert, key }));
  }

  async get<T>(path: string): Promise<T> {
    return JSON.parse(await text(await this.#send('GET', path))) as T;
  }

  /** Creates or changes an object (or its YAML), server-side; `query` begins with `&`. */
  async apply(path: string, object: object | string, query = ''): Promise<void> {
    query = `?fieldManager=test-cluster&force=true${query}`;
    await text(await this.#send('PATCH', path + query, object, 'application/apply-patch+yaml'));
  }

  async mergePatch(path: string, patch: object): Promise<void> {
    await text(await this.#send('PATCH', path, patch, 'application/merge-patch+json'));
  }

  /** Deletes an object; one that is gone is no error. */
  async delete(path: string): Promise<void> {
    try {
      await text(await this.#send('DELETE', path));
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    }
  }

  /** Calls `heard` for every event until the server or the connection ends the watch. */
  async watch<T>(path: string, heard: (type: string, object: T) => void): Promise<void> {
    const response = await this.#send('GET', path);
    if (response.statusCode !== 200) await text(response);
    for await (const line of createInterface({ input: response })) {
      const event = JSON.parse(line) as { type: string; object: T };
      heard(event.type, event.object);
    }
  }

  #send(
    method: string,
    path: string,
    body?: object | string,
    type = 'application/json',
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const headers = body ? { 'content-type': type } : {};
      const sent = request(`${this.#server}${path}`, { method, headers, agent: this.#agent }, resolve);
      sent.once('error', reject);
      sent.end(typeof body === 'object' ? JSON.stringify(body) : body);
    });
  }
}

async function text(response: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) body += chunk as string;
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return body;
  throw new ApiError(status, `the API server answered ${status}: ${body.slice(0, 500)}`);
}

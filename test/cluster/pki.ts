// The certificate library's dependency injection wants this before anything else.
import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
} as const;
const day = 24 * 3600 * 1000;

/** Who a certificate is for: Kubernetes reads the user from the common name and the groups from the organisations. */
export interface Subject {
  readonly name: string;
  readonly groups?: readonly string[];
  readonly dnsNames?: readonly string[];
  readonly addresses?: readonly string[];
}

/** The paths, without ending, of a certificate (`.crt`) and its key (`.key`), both PEM. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

export function certificateFiles(folder: string, file: string): CertificateFiles {
  return { cert: join(folder, `${file}.crt`), key: join(folder, `${file}.key`) };
}

async function writeKey(path: string, key: webcrypto.CryptoKey): Promise<void> {
  const der = await crypto.subtle.exportKey('pkcs8', key);
  await writeFile(path, PemConverter.encode(der, 'PRIVATE KEY'), { mode: 0o600 });
}

function serial(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(8)))
    .toString('hex')
    .replace(/^./, '1');
}

/** Writes `ca.crt` and `ca.key` of a new certificate authority into `folder`. */
export async function createAuthority(folder: string): Promise<void> {
  const keys = await crypto.subtle.generateKey(ecdsa, true, ['sign', 'verify']);
  const now = Date.now();
  const cert = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: 'CN=kube-sets-test-ca',
    notBefore: new Date(now - day),
    notAfter: new Date(now + 365 * day),
    signingAlgorithm: ecdsa,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.digitalSignature, true),
    ],
  });
  const files = certificateFiles(folder, 'ca');
  await writeFile(files.cert, cert.toString('pem'));
  await writeKey(files.key, keys.privateKey);
}

/** Writes `<file>.crt` and `<file>.key`, signed by the authority in the same folder, good for servers and clients. */
export async function issueCertificate(
  folder: string,
  file: string,
  subject: Subject,
): Promise<CertificateFiles> {
  const ca = certificateFiles(folder, 'ca');
  const issuer = new X509Certificate(await readFile(ca.cert, 'utf8'));
  const [caKey] = PemConverter.decode(await readFile(ca.key, 'utf8'));
  const signingKey = await crypto.subtle.importKey('pkcs8', caKey as ArrayBuffer, ecdsa, false, ['sign']);
  const keys = await crypto.subtle.generateKey(ecdsa, true, ['sign', 'verify']);
  const now = Date.now();
  const alternatives = [
    ...(subject.dnsNames ?? []).map((value) => ({ type: 'dns' as const, value })),
    ...(subject.addresses ?? []).map((value) => ({ type: 'ip' as const, value })),
  ];
  const cert = await X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: new Name([...(subject.groups ?? []).map((group) => ({ O: [group] })), { CN: [subject.name] }]),
    issuer: issuer.subjectName,
    notBefore: new Date(now - day),
    notAfter: new Date(now + 365 * day),
    signingAlgorithm: ecdsa,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      ...(alternatives.length > 0 ? [new SubjectAlternativeNameExtension(alternatives)] : []),
    ],
  });
  const files = certificateFiles(folder, file);
  await writeFile(files.cert, cert.toString('pem'));
  await writeKey(files.key, keys.privateKey);
  return files;
}

/** Writes `sa.key`, the RSA key with which service account tokens are signed (the server wants RSA or ECDSA in PKCS #8). */
export async function createServiceAccountKey(folder: string): Promise<string> {
  const keys = await crypto.subtle.generateKey(rsa, true, ['sign', 'verify']);
  const path = join(folder, 'sa.key');
  await writeKey(path, keys.privateKey);
  return path;
}

/** A kubeconfig (JSON, which is YAML) with one cluster, one user and one context, everything by path. */
export function kubeconfigText(options: {
  readonly server: string;
  readonly caFile: string;
  readonly user: string;
  readonly client: CertificateFiles;
  readonly context: string;
  readonly namespace?: string;
}): string {
  const { server, caFile, user, client, context, namespace } = options;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: context, cluster: { server, 'certificate-authority': caFile } }],
    users: [{ name: user, user: { 'client-certificate': client.cert, 'client-key': client.key } }],
    contexts: [{ name: context, context: { cluster: context, user, ...(namespace ? { namespace } : {}) } }],
    'current-context': context,
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}

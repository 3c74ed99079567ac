import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { kwokKinds, simulatedNode } from './kwok.ts';

/** The ports of one run, all of them on 127.0.0.1. */
export interface Ports {
  readonly server: number;
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly controllerManager: number;
  readonly scheduler: number;
  readonly kwok: number;
}

/** One process of the control plane. */
export interface Component {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

export interface ComponentOptions {
  readonly dir: string;
  readonly ports: Ports;
  readonly binaries: Binaries;
  readonly apiServerFlags: readonly string[];
}

/** The certificates' folder of a run. */
export function pkiFolder(dir: string): string {
  return join(dir, 'pki');
}

/** The path of one of a run's kubeconfigs. */
export function kubeconfigFile(dir: string, user: string): string {
  return join(dir, `${user}.kubeconfig`);
}

export function etcd({ dir, ports, binaries }: ComponentOptions): Component {
  const client = `http://127.0.0.1:${ports.etcd}`;
  return {
    name: 'etcd',
    command: binaries.etcd,
    args: [
      ...['--data-dir', join(dir, 'etcd'), '--log-level', 'warn'],
      ...['--listen-client-urls', client, '--advertise-client-urls', client],
      ...['--listen-peer-urls', `http://127.0.0.1:${ports.etcdPeer}`],
      // A run's data outlives nothing, so it need not survive a power cut.
      ...['--unsafe-no-fsync', '--quota-backend-bytes', '8589934592'],
    ],
  };
}

export function apiServer({ dir, ports, binaries, apiServerFlags }: ComponentOptions): Component {
  const pki = pkiFolder(dir);
  return {
    name: 'kube-apiserver',
    command: binaries.apiServer,
    args: [
      ...['--etcd-servers', `http://127.0.0.1:${ports.etcd}`],
      ...['--bind-address', '127.0.0.1', '--secure-port', String(ports.server)],
      // Said, since a machine without a network has no address to guess from; nobody needs the endpoints.
      ...['--advertise-address', '127.0.0.1', '--endpoint-reconciler-type', 'none'],
      ...['--tls-cert-file', join(pki, 'server.crt'), '--tls-private-key-file', join(pki, 'server.key')],
      ...['--client-ca-file', join(pki, 'ca.crt')],
      ...['--service-account-key-file', join(pki, 'sa.key')],
      ...['--service-account-signing-key-file', join(pki, 'sa.key')],
      ...['--service-account-issuer', 'https://kubernetes.default.svc'],
      ...['--authorization-mode', 'Node,RBAC', '--allow-privileged=true'],
      ...['--enable-admission-plugins', 'NodeRestriction'],
      // Else the first pods of a new namespace are refused until its service account is there.
      ...['--disable-admission-plugins', 'ServiceAccount'],
      ...['--service-cluster-ip-range', '10.0.0.0/16'],
      ...[
        '--kubelet-client-certificate',
        join(pki, 'admin.crt'),
        '--kubelet-client-key',
        join(pki, 'admin.key'),
      ],
      ...['--kubelet-preferred-address-types', 'InternalIP'],
      ...apiServerFlags,
    ],
  };
}

export function controllerManager({ dir, ports, binaries }: ComponentOptions): Component {
  const pki = pkiFolder(dir);
  return {
    name: 'kube-controller-manager',
    command: binaries.controllerManager,
    args: [
      ...['--kubeconfig', kubeconfigFile(dir, 'controller-manager'), '--leader-elect=false'],
      ...['--bind-address', '127.0.0.1', '--secure-port', String(ports.controllerManager)],
      ...['--service-account-private-key-file', join(pki, 'sa.key'), '--root-ca-file', join(pki, 'ca.crt')],
      ...['--use-service-account-credentials=true', '--enable-hostpath-provisioner=true'],
      ...['--kube-api-qps', '500', '--kube-api-burst', '1000'],
    ],
  };
}

export function scheduler({ dir, ports, binaries }: ComponentOptions): Component {
  return {
    name: 'kube-scheduler',
    command: binaries.scheduler,
    args: [
      ...['--kubeconfig', kubeconfigFile(dir, 'scheduler'), '--leader-elect=false'],
      ...['--bind-address', '127.0.0.1', '--secure-port', String(ports.scheduler)],
      ...['--kube-api-qps', '500', '--kube-api-burst', '1000'],
    ],
  };
}

export function kwok({ dir, ports, binaries }: ComponentOptions): Component {
  const pki = pkiFolder(dir);
  return {
    name: 'kwok',
    command: binaries.kwok,
    args: [
      ...['--kubeconfig', kubeconfigFile(dir, 'kwok'), '--config', join(dir, 'kwok.yaml')],
      ...['--manage-all-nodes=false'],
      ...['--manage-nodes-with-annotation-selector', `${simulatedNode.key}=${simulatedNode.value}`],
      ...['--enable-crds', kwokKinds.map(({ kind }) => kind).join(',')],
      ...['--node-ip', '127.0.0.1', '--node-name', 'localhost', '--node-port', String(ports.kwok)],
      ...['--server-address', `127.0.0.1:${ports.kwok}`, '--node-lease-duration-seconds', '40'],
      ...['--tls-cert-file', join(pki, 'server.crt'), '--tls-private-key-file', join(pki, 'server.key')],
    ],
  };
}

import { join } from 'node:path';
import { certificateFiles } from '../pki.ts';
import { pauseImage } from './images.ts';
import { kubeletPort, nodeAddress, type Layout } from './layout.ts';
import { networkPlugins } from './support.ts';

export const containerdSocket = '/run/containerd/containerd.sock';

/** containerd's configuration, in the form of its version 1 or of 2 and later. */
export function containerdConfiguration(folder: string, version: number): string {
  const common = `root = "${join(folder, 'containerd')}"
state = "/run/containerd"
[grpc]
  address = "${containerdSocket}"
`;
  if (version < 2) {
    const cri = 'plugins."io.containerd.grpc.v1.cri"';
    return `version = 2
${common}[${cri}]
  sandbox_image = "${pauseImage}"
  restrict_oom_score_adj = true
  disable_apparmor = true
  [${cri}.cni]
    bin_dir = "${networkPlugins}"
    conf_dir = "${join(folder, 'cni')}"
  [${cri}.containerd]
    snapshotter = "overlayfs"
    [${cri}.containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [${cri}.containerd.runtimes.runc.options]
        SystemdCgroup = false
`;
  }
  const [images, runtime] = [
    "plugins.'io.containerd.cri.v1.images'",
    "plugins.'io.containerd.cri.v1.runtime'",
  ];
  return `version = 3
${common}[${images}]
  snapshotter = "overlayfs"
  [${images}.pinned_images]
    sandbox = "${pauseImage}"
[${runtime}]
  restrict_oom_score_adj = true
  disable_apparmor = true
  [${runtime}.cni]
    bin_dirs = ["${networkPlugins}"]
    conf_dir = "${join(folder, 'cni')}"
  [${runtime}.containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [${runtime}.containerd.runtimes.runc.options]
      SystemdCgroup = false
`;
}

/** The pods' network: one bridge, no way out of the machine, so that nothing has to be translated. */
export function networkConfiguration(folder: string, bridge: string): object {
  return {
    cniVersion: '0.4.0',
    name: 'pods',
    plugins: [
      {
        type: 'bridge',
        bridge,
        isGateway: true,
        ipMasq: false,
        hairpinMode: true,
        ipam: {
          type: 'host-local',
          dataDir: join(folder, 'addresses'),
          ranges: [[{ subnet: '10.244.0.0/24' }]],
          routes: [{ dst: '0.0.0.0/0' }],
        },
      },
    ],
  };
}

export function kubeletConfiguration(at: Layout, pki: string): object {
  const own = certificateFiles(pki, 'kubelet');
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: nodeAddress,
    port: kubeletPort,
    readOnlyPort: 0,
    healthzPort: 0,
    containerRuntimeEndpoint: `unix://${containerdSocket}`,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${at.controlGroup}`,
    clusterDomain: 'cluster.local',
    failCgroupV1: false,
    failSwapOn: false,
    oomScoreAdj: 0,
    makeIPTablesUtilChains: false,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: certificateFiles(pki, 'ca').cert },
    },
    authorization: { mode: 'Webhook' },
    tlsCertFile: own.cert,
    tlsPrivateKeyFile: own.key,
    maxPods: 50,
    podLogsDir: '/var/log/pods',
    resolvConf: join(at.folder, 'resolv.conf'),
    // Images that can't be pulled again must not be collected, and a full disk of the host is not the node's affair.
    imageGCHighThresholdPercent: 100,
    evictionHard: {
      'memory.available': '100Mi',
      'nodefs.available': '1%',
      'imagefs.available': '1%',
      'nodefs.inodesFree': '1%',
    },
    nodeStatusUpdateFrequency: '5s',
    syncFrequency: '10s',
  };
}

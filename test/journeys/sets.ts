interface PodTemplate {
  readonly image?: string;
  /** TCP ports that the container declares. */
  readonly ports?: readonly number[];
}

function spec(name: string, { image = 'busybox:1.37', ports = [] }: PodTemplate): object {
  const container = { name: 'main', image, ports: ports.map((containerPort) => ({ containerPort })) };
  return {
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [container] } },
  };
}

/** A StatefulSet as a journey needs one: simulated pods, no volumes. */
export function statefulSet(name: string, replicas: number, pod: PodTemplate = {}): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name },
    spec: { replicas, serviceName: name, ...spec(name, pod) },
  };
}

/** A DaemonSet as a journey needs one. */
export function daemonSet(name: string, pod: PodTemplate = {}): object {
  return { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name }, spec: spec(name, pod) };
}

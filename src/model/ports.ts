import type { PortFacts } from './objects.ts';

/** The port that a person most likely means: the first TCP one of the first container that has one; undefined without any. */
export function defaultPort(ports: readonly PortFacts[]): PortFacts | undefined {
  return ports.find((port) => port.protocol === 'TCP');
}

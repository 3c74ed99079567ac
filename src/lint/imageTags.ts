import { imageOf } from '../manifest/objects.ts';
import { imageFacts } from './images.ts';

// Tags known on the day of images.ts, of images without state that sets and examples often use.
const tags: ReadonlyMap<string, string> = new Map([
  ['docker.io/library/alpine', '3.22'],
  ['docker.io/library/busybox', '1.37'],
  ['docker.io/library/debian', '13-slim'],
  ['docker.io/library/httpd', '2.4'],
  ['docker.io/library/memcached', '1.6'],
  ['docker.io/library/nginx', '1.28'],
  ['docker.io/library/ubuntu', '24.04'],
  ['cr.fluentbit.io/fluent/fluent-bit', '5.1.1'],
  ['docker.io/fluent/fluent-bit', '5.1.1'],
  ['docker.elastic.co/beats/filebeat', '9.5.2'],
  ['docker.elastic.co/beats/filebeat-wolfi', '9.5.2'],
  ['docker.elastic.co/beats/metricbeat', '9.5.2'],
  ['quay.io/prometheus/node-exporter', 'v1.12.1'],
  ['docker.io/prom/node-exporter', 'v1.12.1'],
  ['quay.io/brancz/kube-rbac-proxy', 'v0.22.1'],
]);

/** Tags of the image that are known to be there and maintained, the one to take first; none for an image that is not known. */
export function knownTags(image: string): readonly string[] {
  const facts = imageFacts(image);
  if (facts) return facts.tags;
  const tag = tags.get(imageOf(image).repository);
  return tag === undefined ? [] : [tag];
}

/** Compares versions by the parts that both have: negative where `a` is the older one. */
export function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The reference with another tag, registry and all else as written. */
export function withTag(image: string, tag: string): string {
  const { tag: old } = imageOf(image);
  return `${old === undefined ? image : image.slice(0, -old.length - 1)}:${tag}`;
}

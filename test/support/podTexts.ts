import { setExample } from '../../src/lint/examples.ts';

// Manifests of pods and sets, whole but for the lines that matter.

export const inContainer = (container: string, pod = ''): string =>
  setExample('DaemonSet', { container, pod });
export const inPod = (pod: string, kind: 'StatefulSet' | 'DaemonSet' = 'DaemonSet'): string =>
  setExample(kind, { pod });
export const inSpec = (
  spec: string,
  kind: 'StatefulSet' | 'DaemonSet' = 'StatefulSet',
  container = '',
  pod = '',
): string => setExample(kind, { spec, container, pod });
const indented = (lines: string, by: number): string => lines.replace(/^(?=.)/gm, ' '.repeat(by));
export const volume = (source: string): string => inPod(`volumes:\n- name: a\n${indented(source, 2)}`);
export const nodeTerm = (term: string): string =>
  inPod(
    `affinity:\n  nodeAffinity:\n    requiredDuringSchedulingIgnoredDuringExecution:\n      nodeSelectorTerms:\n      - ${term}`,
  );
export const podTerm = (term: string): string =>
  inPod(`affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [${term}]}}\n`);
export const spread = (...more: string[]): string =>
  inPod(
    `topologySpreadConstraints: [${more
      .map((one) => `{topologyKey: zone, maxSkew: 1, whenUnsatisfiable: DoNotSchedule${one}}`)
      .join(', ')}]\n`,
  );
export const claim = 'spec:\n    accessModes: [ReadWriteOnce]\n    resources: {requests: {storage: 1Gi}}\n';
export const pod = (spec: string, metadata = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n${metadata}spec:\n${indented(spec, 2)}`;
export const job = (spec: string): string =>
  `apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n${indented(spec, 6)}`;
export const containers = 'containers:\n- name: a\n  image: a:1\n';
export const deployment = (spec: string): string =>
  setExample('DaemonSet', { spec }).replace('DaemonSet', 'Deployment');

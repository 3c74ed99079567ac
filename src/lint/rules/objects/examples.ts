const indented = (text: string, by: number): string =>
  text.trimEnd().replace(/^(?=.)/gm, ' '.repeat(by)) + '\n';

/** An object for a rule's page; `rest` is YAML without indentation that follows the metadata. */
export function objectExample(apiVersion: string, kind: string, rest: string, name = 'web'): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${rest.trimEnd()}\n`;
}

/** A Service that selects `app: web`. */
export function serviceExample(spec: string): string {
  return objectExample('v1', 'Service', `spec:\n  selector:\n    app: web\n${indented(spec, 2)}`);
}

export function claimExample(spec: string): string {
  return objectExample('v1', 'PersistentVolumeClaim', `spec:\n${indented(spec, 2)}`);
}

export function volumeExample(spec: string): string {
  return objectExample('v1', 'PersistentVolume', `spec:\n${indented(spec, 2)}`);
}

/** The template of a Job, as it stands in its spec. */
export const jobTemplate = `template:
  spec:
    restartPolicy: Never
    containers:
    - name: web
      image: registry.example/web:1.4.2
`;

export function jobExample(spec: string): string {
  return objectExample('batch/v1', 'Job', `spec:\n${indented(spec, 2)}${indented(jobTemplate, 2)}`);
}

export function cronJobExample(spec: string, job = ''): string {
  const inner = `${job === '' ? '' : indented(job, 4)}${indented(jobTemplate, 4)}`;
  return objectExample(
    'batch/v1',
    'CronJob',
    `spec:\n${indented(spec, 2)}  jobTemplate:\n    spec:\n${indented(inner, 2)}`,
  );
}

export function autoscalerExample(spec: string): string {
  const target = 'scaleTargetRef:\n  apiVersion: apps/v1\n  kind: StatefulSet\n  name: web\n';
  return objectExample('autoscaling/v2', 'HorizontalPodAutoscaler', `spec:\n${indented(target + spec, 2)}`);
}

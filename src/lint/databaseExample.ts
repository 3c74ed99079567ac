import { setExample } from './examples.ts';

interface Parts {
  readonly name: string;
  readonly image: string;
  /** Items of `env`, without indentation. */
  readonly env?: string;
  /** Other fields of the container. */
  readonly container?: string;
  readonly mountPath?: string;
  /** Other fields of the mount. */
  readonly mount?: string;
  readonly pod?: string;
  readonly spec?: string;
  readonly replicas?: number;
}

const indented = (text: string, by: number): string => text.trimEnd().replace(/^(?=.)/gm, ' '.repeat(by));

/** A set of a database with its Secret, headless Service and claim template, as an example of a rule's page. */
export function databaseExample(parts: Parts): string {
  const { name, image, env, container, mountPath, mount, pod, spec, replicas } = parts;
  const fields = [
    env === undefined ? '' : `env:\n${env.trimEnd()}`,
    container?.trimEnd() ?? '',
    mountPath === undefined
      ? ''
      : `volumeMounts:\n- name: data\n  mountPath: ${mountPath}${mount === undefined ? '' : `\n${indented(mount, 2)}`}`,
  ].filter((part) => part !== '');
  return `apiVersion: v1
kind: Secret
metadata:
  name: ${name}
stringData:
  username: app
  password: change-me
---
apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    app: ${name}
---
${setExample('StatefulSet', {
  name,
  image,
  spec: `serviceName: ${name}\n${replicas === undefined ? '' : `replicas: ${replicas}\n`}${spec ?? ''}`,
  ...(pod === undefined ? {} : { pod }),
  container: fields.join('\n'),
})}${
    mountPath === undefined
      ? ''
      : `  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes:
      - ReadWriteOnce
      resources:
        requests:
          storage: 1Gi
`
  }`;
}

/** A variable from the example's Secret. */
export function secretItem(variable: string, name: string, key: string): string {
  return `- name: ${variable}
  valueFrom:
    secretKeyRef:
      name: ${name}
      key: ${key}
`;
}

interface Parts {
  readonly name?: string;
  readonly image?: string;
  /** Lines of YAML without indentation, each put where its name says. */
  readonly metadata?: string;
  readonly spec?: string;
  readonly template?: string;
  readonly pod?: string;
  readonly container?: string;
}

const indented = (text: string | undefined, by: number): string =>
  text === undefined ? '' : text.trimEnd().replace(/^(?=.)/gm, ' '.repeat(by)) + '\n';

/** A small whole set as an example of a rule's page, without findings of its own. */
export function setExample(kind: 'StatefulSet' | 'DaemonSet', parts: Parts = {}): string {
  const { name = 'web', image = 'registry.example/web:1.4.2' } = parts;
  return `apiVersion: apps/v1
kind: ${kind}
metadata:
  name: ${name}
${indented(parts.metadata, 2)}spec:
${indented(parts.spec, 2)}  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
${indented(parts.template, 6)}    spec:
${indented(parts.pod, 6)}      containers:
      - name: ${name}
        image: ${image}
${indented(parts.container, 8)}`;
}

/** A small headless Service as a part of an example; `spec`: further lines of it. */
export function serviceExample(name: string, spec = ''): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  clusterIP: None
  selector:
    app: ${name}
${indented(spec, 2)}`;
}

import { serviceExample, setExample } from './examples.ts';

interface Parts {
  readonly image?: string;
  readonly spec?: string;
  readonly pod?: string;
  /** Further lines of its container, before the mounts. */
  readonly container?: string;
  readonly mount?: string;
  /** Lines of the claim's spec. */
  readonly claim?: string;
  /** Further claim templates, indented as in the file. */
  readonly templates?: string;
}

const usual = `accessModes:
- ReadWriteOnce
resources:
  requests:
    storage: 1Gi`;

/** A set with a claim template `data` and its Service as an example of a rule's page, without findings of its own. */
export function claimExample(parts: Parts = {}): string {
  const {
    image,
    spec = '',
    pod,
    container = '',
    mount = 'mountPath: /data',
    claim = usual,
    templates = '',
  } = parts;
  const set = setExample('StatefulSet', {
    ...(image === undefined ? {} : { image }),
    spec: `serviceName: web${spec === '' ? '' : `\n${spec}`}`,
    ...(pod === undefined ? {} : { pod }),
    container: `${container === '' ? '' : `${container}\n`}volumeMounts:\n- name: data\n${mount.replace(/^/gm, '  ')}`,
  });
  return `${serviceExample('web')}---
${set}  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
${claim.replace(/^/gm, '      ')}
${templates}`;
}

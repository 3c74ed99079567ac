import type { TextRange } from '../base/text.ts';
import { rangeOf } from '../manifest/locate.ts';
import type { KubeObject, Manifest } from '../manifest/parse.ts';
import type { ApplyOutcome } from '../worker/protocol.ts';

/** What the API server said about one token of a manifest. */
export interface ServerFinding {
  readonly range: TextRange;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** The server's field path, '' where it named none. */
  readonly field: string;
}

/**
 * Puts the outcomes of an apply on the text that was applied: one outcome for each object, in the order written. A failure
 * without causes stands on the object's kind.
 */
export function serverFindings(
  manifest: Manifest,
  outcomes: readonly ApplyOutcome[],
): readonly ServerFinding[] {
  const objects = manifest.documents.flatMap((document) => document.objects);
  return outcomes.flatMap((outcome, i) => {
    const object = objects[i];
    return object ? findingsOf(object, outcome) : [];
  });
}

function findingsOf(object: KubeObject, outcome: ApplyOutcome): readonly ServerFinding[] {
  const put = (severity: ServerFinding['severity'], field: string, message: string): ServerFinding => ({
    range: rangeOf(object, field),
    severity,
    message,
    field,
  });
  switch (outcome.is) {
    case 'deferred':
      return [];
    case 'created':
    case 'configured':
    case 'unchanged':
      return outcome.warnings.map((warning) => put('warning', leadingPath(object, warning), warning));
    case 'conflict':
    case 'failed':
      return outcome.causes.length === 0
        ? [put('error', '', outcome.error.message)]
        : outcome.causes.map(({ field, message }) => put('error', field, message));
  }
}

/** Warnings are plain text, but most start with the path of their field: `spec.template.spec.containers[0].env[1]: hides …`. */
function leadingPath(object: KubeObject, warning: string): string {
  const path = /^([\w.[\]"=,/-]+):? /.exec(warning)?.[1] ?? '';
  const [first] = path.split(/[.[]/);
  return first && object.node.byKey.has(first) ? path : '';
}

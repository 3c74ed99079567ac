import { createHmac, randomBytes } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { load, YAML11_SCHEMA, YAMLException } from 'js-yaml';
import { attempt, ownNamespaces, type ApplyOptions, type Attempt } from './apply.ts';
import type { Client } from './client.ts';
import { diffText, type Mask } from './diffText.ts';
import type { RawObject } from './list.ts';
import type { ApplyOutcome, Comparison, ManifestObject } from './types.ts';

/**
 * What applying each document would make of its object: the live one beside what a server-side apply gives in a dry run, which changes
 * nothing. Where other managers own fields, the outcome says so and the comparison shows them taken over. Throws as `applyAll`.
 */
export async function diffAll(
  client: Client,
  objects: readonly ManifestObject[],
  options: Pick<ApplyOptions, 'defaultNamespace' | 'signal'>,
): Promise<readonly Comparison[]> {
  const own = ownNamespaces(objects);
  const mask = secretMask();
  const comparisons: Comparison[] = [];
  for (const object of objects) {
    const tried = await attempt(client, object, { ...options, dryRun: true, force: false }, own);
    const { outcome } = tried;
    if (outcome.is === 'deferred') comparisons.push(unasked(object, mask));
    else if (outcome.is !== 'conflict') comparisons.push(compared(tried, mask));
    else {
      const forced = await attempt(client, object, { ...options, dryRun: true, force: true }, own);
      comparisons.push(forced.after ? { ...compared(forced, mask), outcome } : compared(forced, mask));
    }
  }
  return comparisons;
}

function compared({ outcome, before, after }: Attempt, mask: Mask): Comparison {
  return {
    outcome,
    ...(before ? { live: diffText(before, mask) } : {}),
    ...(after ? { after: diffText(after, mask) } : {}),
  };
}

/** The server can't be asked before the namespace is there: the object as it is written. */
function unasked(object: ManifestObject, mask: Mask): Comparison {
  try {
    const written = load(object.text, { schema: YAML11_SCHEMA, json: true });
    const after = diffText(JSON.parse(JSON.stringify(written)) as RawObject, mask);
    return { outcome: { is: 'deferred' }, after };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const outcome: ApplyOutcome = {
      is: 'failed',
      error: { code: 'invalid', message: error.reason },
      causes: [],
    };
    return { outcome };
  }
}

/**
 * Length and a short mark, e.g. `12 bytes, 9f3c01de`. The mark's key lasts for one comparison, so that a guessed value can't be checked
 * against what was shown.
 */
function secretMask(): Mask {
  const key = randomBytes(32);
  return (value, encoding) => {
    const bytes = Buffer.from(value, encoding);
    const mark = createHmac('sha256', key).update(bytes).digest('hex').slice(0, 8);
    return l10n.t('{0} bytes, {1}', bytes.length, mark);
  };
}

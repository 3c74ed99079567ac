import type { UserError } from '../base/errors.ts';
import { ApiError } from './serverErrors.ts';
import type { FieldCause } from './types.ts';

const TYPED = /^failed to create typed patch object \([^)]*\): /;
const CONVERT = /^failed to convert new object .*?: (?:error decoding from json: )?(?=[^:]*$)/;

/** True where a 500 only means that the document does not fit the kind's schema. */
export function isDecodingFailure(error: ApiError): boolean {
  const said = error.body?.message ?? '';
  return TYPED.test(said) || said.startsWith('failed to convert new object ');
}

/**
 * What the server complains about, field by field. From a Status' causes, else from the texts that it puts field paths into:
 * structured-merge-diff's typed errors and strict decoding errors. Paths without the leading dot.
 */
export function applyCauses(error: UserError): readonly FieldCause[] {
  if (error.reason === 'UnknownKind') return [{ field: 'kind', message: error.message }];
  if (error.reason === 'UnknownVersion') return [{ field: 'apiVersion', message: error.message }];
  if (error.reason === 'NoName') return [{ field: 'metadata.name', message: error.message }];
  if (!(error instanceof ApiError)) return [{ field: '', message: error.message }];
  const said = error.body?.message ?? error.message;
  const listed = (error.body?.details?.causes ?? []).map((cause) => ({
    field: bare(cause.field ?? ''),
    message: cause.message ?? said,
  }));
  if (listed.length > 0) return listed;
  if (TYPED.test(said)) return typedCauses(said.replace(TYPED, ''));
  const strict = [...said.matchAll(/(unknown|duplicate) field "([^"]+)"/g)];
  if (strict.length > 0) return strict.map((m) => ({ field: bare(m[2] ?? ''), message: m[0] }));
  return [{ field: '', message: said.replace(CONVERT, '') }];
}

/** `.spec.foo: field not declared in schema`, alone or as lines below `errors:`. */
function typedCauses(text: string): readonly FieldCause[] {
  return text
    .replace(/^errors:\s*/, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line, i) => line !== '' && (i === 0 || line.startsWith('.')))
    .map((line) => {
      const at = endOfPath(line);
      return { field: bare(line.slice(0, at)), message: readable(line.slice(at).replace(/^:\s*/, '')) };
    });
}

/** Where the path ends that a line starts with: at the first colon outside of brackets and quotes. */
function endOfPath(line: string): number {
  if (!line.startsWith('.')) return 0;
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i];
    if (c === '\\' && quoted) i++;
    else if (c === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (c === '[') depth++;
    else if (c === ']') depth--;
    else if (c === ':' && depth === 0 && line[i + 1] === ' ') return i;
  }
  return 0;
}

const bare = (path: string): string => path.replace(/^\./, '');

/** Without what was got, `got &value.valueUnstructured{Value:true}`: it stands in the manifest, and may be a Secret's. */
const readable = (message: string): string => message.replace(/, got .*$/, '');

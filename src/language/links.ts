import type { TextRange } from '../base/text.ts';
import { isObjectKind } from './mentions/objects.ts';
import type { Names } from './names.ts';
import { placeOf, type Occurrence } from './occurrence.ts';

/** A reference to an object or one of its keys, and where that is defined. */
export interface NameLink {
  readonly range: TextRange;
  readonly target: Occurrence;
}

/** The references of a file to what is written in other objects: those that lead somewhere else than to a line nearby. */
export function linksIn(names: Names, uri: string): readonly NameLink[] {
  const links: NameLink[] = [];
  for (const one of names.in(uri)) {
    const linked = isObjectKind(one.kind) || one.kind === 'SecretKey' || one.kind === 'ConfigMapKey';
    if (!linked || one.role === 'definition') continue;
    const target = names.definitions(one).find(({ object }) => object !== one.object);
    if (target) links.push({ range: placeOf(one), target });
  }
  return links;
}

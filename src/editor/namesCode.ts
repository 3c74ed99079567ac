// The way into the chunk of names, which brings the linter's field tables with it.
export { linksIn } from '../language/links.ts';
export { Names } from '../language/names.ts';
export { placeOf } from '../language/occurrence.ts';
export { rename, renameable } from '../language/rename.ts';

import { join } from 'node:path';

/** The repository's root folder. */
export const root = join(import.meta.dirname, '../..');

/** What a build or a run may leave behind for the next one; ignored by git. */
export const cache = join(root, '.cache');

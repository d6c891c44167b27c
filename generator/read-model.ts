import type { ReadModel } from './read/read-source.js';
import type { Source } from './source.js';

export type { ReadModel } from './read/read-source.js';

/** Reads one source as its kind says. Whatever is wrong stands in `diagnostics`, never thrown. */
export async function readModel(source: Source): Promise<ReadModel> {
  const { readSource } = await import('./read/read-source.js');
  return readSource(source);
}

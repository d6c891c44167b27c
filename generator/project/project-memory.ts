import type { SourceCache } from '../disk/load-sources.js';
import type { TextCache } from '../disk/output-folder.js';
import { createGenerator, type Generator } from '../generate.js';

/** What runs for one project, one after the other, keep of each other. */
export interface ProjectMemory {
  readonly generator: Generator;
  readonly sources: SourceCache;
  readonly texts: TextCache;
}

/** A memory of nothing. */
export function projectMemory(): ProjectMemory {
  return { generator: createGenerator(), sources: new Map(), texts: new Map() };
}

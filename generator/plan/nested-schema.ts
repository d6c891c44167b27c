import type { Json } from '../json.js';
import { objectSchema } from './schema-algebra.js';

/** The schema of one value at a path of names. */
export interface PathSchema {
  readonly path: readonly string[];
  readonly schema: Json;
  readonly required: boolean;
}

/** An object schema from paths: `toolCall.url` and `toolCall.method` share the object `toolCall`. */
export function nestedSchema(entries: readonly PathSchema[]): Json {
  const byName = new Map<string, PathSchema[]>();
  for (const entry of entries) {
    const [name = ''] = entry.path;
    byName.set(name, [...(byName.get(name) ?? []), entry]);
  }
  const properties = [...byName].map(([name, own]) => {
    const inner = own.filter(({ path }) => path.length > 1);
    return {
      name,
      schema:
        inner.length > 0
          ? nestedSchema(inner.map((each) => ({ ...each, path: each.path.slice(1) })))
          : (own.at(-1)?.schema ?? true),
      required: own.some(({ required }) => required),
    };
  });
  return objectSchema(properties, { open: false });
}

import { setEntry } from './values.js';
import type { FeelContext, FeelValue } from './values.js';

/** Up to so many entries a context keeps the order in which it was written. */
const smallContext = 4;

/** Java's hash of a text, stirred the way Scala's hash maps do. */
function hashOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i += 1) {
    hash = (Math.imul(31, hash) + text.charCodeAt(i)) | 0;
  }
  hash = (hash + ~(hash << 9)) | 0;
  hash ^= hash >>> 14;
  hash = (hash + (hash << 4)) | 0;
  return hash ^ (hash >>> 10);
}

interface Hashed {
  readonly key: string;
  readonly hash: number;
}

/** Five bits of the hash a level; keys that are alone in their place come before those that share. */
function ordered(keys: readonly Hashed[], shift: number): readonly string[] {
  const places = new Map<number, Hashed[]>();
  for (const key of keys) {
    const place = shift > 30 ? 0 : (key.hash >>> shift) & 31;
    const others = places.get(place);
    if (others === undefined) {
      places.set(place, [key]);
    } else {
      others.push(key);
    }
  }
  const sorted = [...places].sort(([a], [b]) => a - b).map(([, held]) => held);
  const alone = sorted.filter((held) => held.length === 1).flatMap((held) => held);
  const shared = sorted.filter((held) => held.length > 1);
  return [
    ...alone.map(({ key }) => key),
    ...shared.flatMap((held) =>
      shift > 30 ? held.map(({ key }) => key) : ordered(held, shift + 5),
    ),
  ];
}

/**
 * Puts the entries of a context that FEEL made in the order in which Camunda gives them: as written
 * up to four, beyond that in the order of Scala's immutable hash map.
 */
export function inFeelOrder(context: Readonly<Record<string, FeelValue>>): FeelContext {
  const keys = Object.keys(context);
  if (keys.length <= smallContext) {
    return context;
  }
  const result: Record<string, FeelValue> = {};
  const hashed = keys.map((key) => ({ key, hash: hashOf(key) }));
  for (const key of ordered(hashed, 0)) {
    setEntry(result, key, context[key] ?? null);
  }
  return result;
}

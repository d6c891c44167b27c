import { compareText } from '../json.js';

/** Two lists of things, matched by key. */
export interface Pairs<Item> {
  readonly added: readonly Item[];
  readonly removed: readonly Item[];
  readonly kept: readonly { readonly before: Item; readonly after: Item }[];
}

/** Matches two lists by key, each result sorted by it; the first of equal keys counts. */
export function pairs<Item>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
): Pairs<Item> {
  const old = keyed(before, keyOf);
  const now = keyed(after, keyOf);
  return {
    added: [...now].flatMap(([key, item]) => (old.has(key) ? [] : [item])),
    removed: [...old].flatMap(([key, item]) => (now.has(key) ? [] : [item])),
    kept: [...old].flatMap(([key, item]) => {
      const other = now.get(key);
      return other === undefined ? [] : [{ before: item, after: other }];
    }),
  };
}

function keyed<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, Item> {
  const found = new Map<string, Item>();
  for (const item of items) {
    if (!found.has(keyOf(item))) {
      found.set(keyOf(item), item);
    }
  }
  return new Map([...found].sort(([left], [right]) => compareText(left, right)));
}

/** A found item: plain values by the names that filters and sorting use. */
export type SearchItem = Readonly<Record<string, unknown>>;

/** One kind of thing that can be searched for. */
export interface Searchable {
  /** Path of the search below `/v2`, without `/search`. */
  readonly path: string;
  /** The field that tells items apart: a key. */
  readonly keyField: string;
  /** Fields to filter and sort by; all are fields of the items. */
  readonly fields: readonly string[];
  /** Filters that are no field of an item. */
  readonly filters?: Readonly<Record<string, (item: SearchItem, condition: unknown) => boolean>>;
  /** The items; of one process instance alone if a key is given. */
  readonly items: (instanceKey: number | undefined) => Promise<readonly SearchItem[]>;
}

/** Text of a key; null for one that is not set. */
export function keyOrNull(value: number): string | null {
  return value < 0 ? null : String(value);
}

/** Text of an epoch time in ms as ISO 8601 in UTC; null when there is none. */
export function isoDate(time: number | undefined): string | null {
  return time === undefined || time < 0 ? null : new Date(time).toISOString();
}

/** Text; null when it is empty. */
export function textOrNull(text: string): string | null {
  return text === '' ? null : text;
}

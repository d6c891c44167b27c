/** `T` with each property that may be undefined made optional instead. */
export type Defined<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Without the properties that are undefined, as `exactOptionalPropertyTypes` wants it. */
export function defined<T extends object>(value: T): Defined<T> {
  const entries = Object.entries(value);
  const isWhole = entries.every(([, each]) => each !== undefined);
  // Removing undefined entries is exactly what `Defined` states; TypeScript cannot follow fromEntries.
  return (
    isWhole ? value : Object.fromEntries(entries.filter(([, each]) => each !== undefined))
  ) as Defined<T>;
}

/**
 * Freezes a value and all it reaches; what is frozen already is left alone, whatever it reaches. Works
 * on graphs: an element may point to its parent.
 */
export function deepFreeze<T>(value: T): T {
  const open: unknown[] = [value];
  for (let next = open.pop(); next !== undefined || open.length > 0; next = open.pop()) {
    if (isObject(next) && !Object.isFrozen(next)) {
      Object.freeze(next);
      for (const each of partsOf(next)) {
        if (isObject(each)) {
          open.push(each);
        }
      }
    }
  }
  return value;
}

function partsOf(value: object): Iterable<unknown> {
  return value instanceof Map ? value.values() : Object.values(value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** `T` with each property that may be undefined made optional instead. */
export type Defined<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** A copy without the properties that are undefined, as `exactOptionalPropertyTypes` wants it. */
export function defined<T extends object>(value: T): Defined<T> {
  // Removing undefined entries is exactly what `Defined` states; TypeScript cannot follow fromEntries.
  return Object.fromEntries(
    Object.entries(value).filter(([, each]) => each !== undefined),
  ) as Defined<T>;
}

/** Freezes a value and all it reaches. Works on graphs: an element may point to its parent. */
export function deepFreeze<T>(value: T): T {
  const open: unknown[] = [value];
  const seen = new Set<object>();
  for (let next = open.pop(); next !== undefined || open.length > 0; next = open.pop()) {
    if (typeof next === 'object' && next !== null && !seen.has(next)) {
      seen.add(next);
      for (const each of next instanceof Map ? next.values() : Object.values(next)) {
        if (isObject(each)) {
          open.push(each);
        }
      }
      Object.freeze(next);
    }
  }
  return value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

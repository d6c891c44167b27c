/** A copy of `value` without one of its fields. */
export function without<T extends object, K extends keyof T>(value: T, field: K): Omit<T, K> {
  const copy: Partial<T> = { ...value };
  Reflect.deleteProperty(copy, field);
  // Every other field is there as it was.
  return copy as Omit<T, K>;
}

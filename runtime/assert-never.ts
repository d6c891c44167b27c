/** Ends a switch over a union: a missing case does not compile, an impossible value throws. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected value ${JSON.stringify(value)}`);
}

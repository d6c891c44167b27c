/** Ends a switch over a union: the type checker refuses the call while a case is missing. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected case: ${JSON.stringify(value)}`);
}

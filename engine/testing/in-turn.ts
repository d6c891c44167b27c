/**
 * A handler that does its first call in the first way, its second in the second, and all calls after
 * the last way in that: `inTurn<OrderHandlers['charge-card']>(refuse, accept)`.
 */
export function inTurn<Handler extends (...args: never[]) => unknown>(
  first: Handler,
  ...more: readonly Handler[]
): Handler {
  const left = [first, ...more];
  let way = first;
  const turn = (...args: never[]): unknown => {
    way = left.shift() ?? way;
    return way(...args);
  };
  // It takes and gives what each of the ways does, and they are all of one type.
  return turn as Handler;
}

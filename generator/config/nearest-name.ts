/**
 * The one of `names` that `written` was most likely meant to be, or undefined when none is near: at
 * most a third of its letters are wrong, missing, too many or swapped with their neighbour.
 */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  const wanted = written.toLowerCase();
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  let best: { readonly name: string; readonly cost: number } | undefined;
  for (const name of names) {
    const distance = editDistance(wanted, name.toLowerCase());
    const cost = distance + unlikeness(wanted, name.toLowerCase());
    if (distance <= limit && (best === undefined || cost < best.cost)) {
      best = { name, cost };
    }
  }
  return best?.name ?? names.find((name) => wanted.length >= 3 && name.startsWith(wanted));
}

/**
 * Less than 1: decides between names that are as near. Swapped letters are more likely than lost ones,
 * and the start of a word is more often right than its end.
 */
function unlikeness(wanted: string, name: string): number {
  let common = 0;
  while (common < wanted.length && wanted[common] === name[common]) {
    common += 1;
  }
  return (wanted.length === name.length ? 0 : 0.5) + 0.4 / (common + 1);
}

/** Letters to change, add, drop or swap with a neighbour to get from one text to the other. */
function editDistance(from: string, to: string): number {
  let older: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const next: number[] = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      const swapped =
        row > 1 &&
        column > 1 &&
        from[row - 1] === to[column - 2] &&
        from[row - 2] === to[column - 1];
      next.push(
        Math.min(
          at(last, column) + 1,
          at(next, column - 1) + 1,
          at(last, column - 1) + (same ? 0 : 1),
          swapped ? at(older, column - 2) + 1 : Infinity,
        ),
      );
    }
    older = last;
    last = next;
  }
  return at(last, to.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}

import { isDeepStrictEqual } from 'node:util';
import type { Difference, Level } from '../compare.js';
import { clientView } from '../client-view.js';
import { compare, compareViews } from '../compare.js';
import { normalizeJson } from '../normalize.js';
import { comparable } from './comparable.js';
import type { Played } from './play.js';

/**
 * Compares what a scenario did on two engines. L1 holds every answer as it came over the wire, besides
 * what the records show to a client; L2 and L3 are those of `compare`.
 */
export function comparePlayed(
  level: Level,
  expected: Played,
  actual: Played,
): Difference | undefined {
  const [theirs, ours] = [comparable(expected), comparable(actual)];
  return level === 'L1'
    ? (compareExchanges(theirs, ours) ?? compareViews(viewOf(theirs), viewOf(ours)))
    : compare(level, theirs.records, ours.records);
}

/** The answers came over the wire: those that the records show are not needed. */
function viewOf({ records }: Played): Readonly<Record<string, readonly unknown[]>> {
  const { incident = [], instance = [] } = clientView(records);
  return { incident, instance };
}

function compareExchanges(expected: Played, actual: Played): Difference | undefined {
  const theirs = normalizeJson(expected.exchanges);
  const ours = normalizeJson(actual.exchanges);
  // Both are what `normalizeJson` makes of a list.
  const [a, b] = [theirs as readonly unknown[], ours as readonly unknown[]];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    if (!isDeepStrictEqual(a[i], b[i])) {
      return { at: `exchange ${String(i + 1)}`, expected: a[i], actual: b[i] };
    }
  }
  return undefined;
}

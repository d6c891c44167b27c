import { feelOrder, isInRange } from '../compare.js';
import type { FeelValue } from '../values.js';
import { FeelRangeValue } from '../values.js';
import type { Builtin, Overloads } from './builtin.js';

/** Relations of ranges and points, DMN 1.3 section 10.3.4.7 (Allen's interval algebra). */
export const rangeFunctions: Readonly<Record<string, Overloads>> = {
  before: [relation((a, b) => endsBefore(a, b))],
  after: [relation((a, b) => endsBefore(b, a))],
  meets: [relation((a, b) => a.endIncluded && b.startIncluded && order(a.end, b.start) === 0)],
  'met by': [relation((a, b) => b.endIncluded && a.startIncluded && order(b.end, a.start) === 0)],
  overlaps: [relation((a, b) => !endsBefore(a, b) && !endsBefore(b, a))],
  'overlaps before': [
    relation((a, b) => startOrder(a, b) < 0 && endOrder(a, b) < 0 && !endsBefore(a, b)),
  ],
  'overlaps after': [
    relation((a, b) => startOrder(b, a) < 0 && endOrder(b, a) < 0 && !endsBefore(b, a)),
  ],
  finishes: [relation((a, b) => endOrder(a, b) === 0 && startOrder(a, b) >= 0)],
  'finished by': [relation((a, b) => endOrder(a, b) === 0 && startOrder(b, a) >= 0)],
  starts: [relation((a, b) => startOrder(a, b) === 0 && endOrder(a, b) <= 0)],
  'started by': [relation((a, b) => startOrder(a, b) === 0 && endOrder(b, a) <= 0)],
  includes: [relation((a, b) => contains(a, b))],
  during: [relation((a, b) => contains(b, a))],
  coincides: [relation((a, b) => startOrder(a, b) === 0 && endOrder(a, b) === 0)],
};

/** Thrown inside a relation when bounds have different types; becomes a warning. */
class NotOrdered extends Error {}

function relation(holds: (a: FeelRangeValue, b: FeelRangeValue) => boolean): Builtin {
  return {
    parameters: ['a', 'b'],
    variadic: false,
    invoke: ([a = null, b = null]) => {
      try {
        return holds(asRange(a), asRange(b));
      } catch (error) {
        if (error instanceof NotOrdered) {
          return undefined;
        }
        throw error;
      }
    },
  };
}

/** A point is the range that holds only it. */
function asRange(value: FeelValue): FeelRangeValue {
  return value instanceof FeelRangeValue
    ? value
    : new FeelRangeValue({ start: value, end: value, startIncluded: true, endIncluded: true });
}

function order(a: FeelValue, b: FeelValue): number {
  const result = feelOrder(a, b);
  if (result === null) {
    throw new NotOrdered();
  }
  return result;
}

function endsBefore(a: FeelRangeValue, b: FeelRangeValue): boolean {
  const gap = order(a.end, b.start);
  return gap < 0 || (gap === 0 && !(a.endIncluded && b.startIncluded));
}

function startOrder(a: FeelRangeValue, b: FeelRangeValue): number {
  const byValue = order(a.start, b.start);
  return byValue !== 0 ? byValue : Number(b.startIncluded) - Number(a.startIncluded);
}

function endOrder(a: FeelRangeValue, b: FeelRangeValue): number {
  const byValue = order(a.end, b.end);
  return byValue !== 0 ? byValue : Number(a.endIncluded) - Number(b.endIncluded);
}

function contains(outer: FeelRangeValue, inner: FeelRangeValue): boolean {
  if (inner.start === inner.end) {
    return isInRange(inner.start, outer) === true;
  }
  return startOrder(outer, inner) <= 0 && endOrder(inner, outer) <= 0;
}

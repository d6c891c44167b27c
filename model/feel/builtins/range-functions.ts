import { feelOrder, isInRange } from '../compare.js';
import type { FeelValue } from '../values.js';
import { isNumber } from '../decimal.js';
import { FeelFailure } from '../evaluation.js';
import { FeelRangeValue, isTemporal, renderValue } from '../values.js';
import type { Builtin, Overloads } from './builtin.js';

/** Whether each of the two may be a point, a range or either. */
type Shapes = readonly (readonly [Shape, Shape])[];
type Shape = 'point' | 'range';
const any: Shapes = [
  ['point', 'point'],
  ['point', 'range'],
  ['range', 'point'],
  ['range', 'range'],
];
const ranges: Shapes = [['range', 'range']];
const pointFirst: Shapes = [['point', 'range'], ...ranges];
const pointLast: Shapes = [['range', 'point'], ...ranges];
const alike: Shapes = [['point', 'point'], ...ranges];

/** Relations of ranges and points, DMN 1.3 section 10.3.4.7 (Allen's interval algebra). */
export const rangeFunctions: Readonly<Record<string, Overloads>> = {
  before: [relation(any, (a, b) => endsBefore(a, b))],
  after: [relation(any, (a, b) => endsBefore(b, a))],
  meets: [
    relation(ranges, (a, b) => a.endIncluded && b.startIncluded && order(a.end, b.start) === 0),
  ],
  'met by': [
    relation(ranges, (a, b) => b.endIncluded && a.startIncluded && order(b.end, a.start) === 0),
  ],
  overlaps: [relation(ranges, (a, b) => !endsBefore(a, b) && !endsBefore(b, a))],
  'overlaps before': [
    relation(ranges, (a, b) => startOrder(a, b) < 0 && endOrder(a, b) < 0 && !endsBefore(a, b)),
  ],
  'overlaps after': [
    relation(ranges, (a, b) => startOrder(b, a) < 0 && endOrder(b, a) < 0 && !endsBefore(b, a)),
  ],
  finishes: [relation(pointFirst, (a, b) => endOrder(a, b) === 0 && startOrder(a, b) >= 0)],
  'finished by': [relation(pointLast, (a, b) => endOrder(a, b) === 0 && startOrder(b, a) >= 0)],
  starts: [relation(pointFirst, (a, b) => startOrder(a, b) === 0 && endOrder(a, b) <= 0)],
  'started by': [relation(pointLast, (a, b) => startOrder(a, b) === 0 && endOrder(b, a) <= 0)],
  includes: [relation(pointLast, (a, b) => contains(a, b))],
  during: [relation(pointFirst, (a, b) => contains(b, a))],
  coincides: [relation(alike, (a, b) => startOrder(a, b) === 0 && endOrder(a, b) === 0)],
};

/** Thrown inside a relation when bounds have different types; becomes a warning. */
class NotOrdered extends Error {}

function relation(
  shapes: Shapes,
  holds: (a: FeelRangeValue, b: FeelRangeValue) => boolean,
): Builtin {
  return {
    parameters: ['a', 'b'],
    variadic: false,
    invoke: ([a = null, b = null]) => {
      try {
        const [first, second] = [asRange(a), asRange(b)];
        if (!shapes.some(([x, y]) => x === shapeOf(a) && y === shapeOf(b))) {
          const given = `(${renderValue(a)},${renderValue(b)})`;
          throw new FeelFailure(`scala.MatchError: ${given} (of class scala.Tuple2)`, 'exception');
        }
        return holds(first, second);
      } catch (error) {
        if (error instanceof NotOrdered) {
          return undefined;
        }
        throw error;
      }
    },
  };
}

function shapeOf(value: FeelValue): Shape {
  return value instanceof FeelRangeValue ? 'range' : 'point';
}

/** A point is the range that holds only it. */
function asRange(value: FeelValue): FeelRangeValue {
  if (!isNumber(value) && !isTemporal(value) && !(value instanceof FeelRangeValue)) {
    throw new NotOrdered();
  }
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

import { compareNumbers, isNumber } from './decimal.js';
import { compareTemporals } from './temporal.js';
import { FeelRangeValue, isContext, isList, isTemporal } from './values.js';
import type { FeelContext, FeelValue } from './values.js';

/** FEEL equality: null for values of different types; comparing with null is never null. */
export function feelEquals(a: FeelValue, b: FeelValue): boolean | null {
  if (a === null || b === null) {
    return a === b;
  }
  if (isTemporal(a) && isTemporal(b)) {
    const order = compareTemporals(a, b);
    return order === null ? null : order === 0;
  }
  if (isList(a) && isList(b)) {
    return a.length === b.length && a.every((item, i) => feelEquals(item, b[i] ?? null) === true);
  }
  if (isContext(a) && isContext(b)) {
    return contextEquals(a, b);
  }
  if (a instanceof FeelRangeValue && b instanceof FeelRangeValue) {
    return (
      a.startIncluded === b.startIncluded &&
      a.endIncluded === b.endIncluded &&
      feelEquals(a.start, b.start) === true &&
      feelEquals(a.end, b.end) === true
    );
  }
  if (isNumber(a) && isNumber(b)) {
    return compareNumbers(a, b) === 0;
  }
  return typeof a === typeof b && typeof a !== 'object' ? a === b : null;
}

function contextEquals(a: FeelContext, b: FeelContext): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(
      (key) => Object.hasOwn(b, key) && feelEquals(a[key] ?? null, b[key] ?? null) === true,
    )
  );
}

/** Negative, zero or positive; null when the two have no order (different types, null, contexts). */
export function feelOrder(a: FeelValue, b: FeelValue): number | null {
  if (isNumber(a) && isNumber(b)) {
    return compareNumbers(a, b);
  }
  if (typeof a === 'string' && typeof b === 'string') {
    return a < b ? -1 : a > b ? 1 : 0;
  }
  return compareTemporals(a, b);
}

/** Whether a value lies in a range; null when they cannot be compared. */
export function isInRange(value: FeelValue, range: FeelRangeValue): boolean | null {
  const low = feelOrder(value, range.start);
  const high = feelOrder(value, range.end);
  if (low === null || high === null) {
    return null;
  }
  return (range.startIncluded ? low >= 0 : low > 0) && (range.endIncluded ? high <= 0 : high < 0);
}

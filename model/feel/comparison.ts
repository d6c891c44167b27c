import { assertNever } from './assert-never.js';
import type { ComparisonOperator } from './ast.js';
import { feelEquals, feelOrder, isInRange } from './compare.js';
import { FeelFailure } from './evaluation.js';
import type { Evaluation } from './evaluation.js';
import type { FeelRangeValue, FeelValue } from './values.js';
import { isList, renderValue } from './values.js';

/** Compares two values; a warning and null when FEEL defines no such comparison. */
export function compareValues(
  operator: ComparisonOperator,
  operands: readonly [FeelValue, FeelValue],
  evaluation: Evaluation,
): boolean | null {
  const [a, b] = operands;
  if (operator === '=' || operator === '!=') {
    const equal = feelEquals(a, b);
    if (equal === null) {
      notComparable(a, b, evaluation);
      // `!=` is the negation of `=`, which tells that there is nothing to negate.
      return operator === '='
        ? null
        : evaluation.warn('INVALID_TYPE', "Expected boolean but found 'null'");
    }
    return operator === '=' ? equal : !equal;
  }
  const order = feelOrder(a, b);
  if (isList(a) && isList(b)) {
    throw new FeelFailure(
      `java.lang.IllegalArgumentException: ${renderValue(a)} can not be compared to ${renderValue(b)}`,
      'exception',
    );
  }
  if (order === null) {
    return notComparable(a, b, evaluation);
  }
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return assertNever(operator);
  }
}

function notComparable(a: FeelValue, b: FeelValue, evaluation: Evaluation): null {
  return evaluation.warn(
    'NOT_COMPARABLE',
    `Can't compare '${renderValue(a)}' with '${renderValue(b)}'`,
  );
}

/** Whether a value lies in a range; a warning and null when they cannot be compared. */
export function checkRange(
  input: FeelValue,
  range: FeelRangeValue,
  evaluation: Evaluation,
): boolean | null {
  const result = isInRange(input, range);
  if (result === null) {
    const [start, end] = [renderValue(range.start), renderValue(range.end)];
    return evaluation.warn(
      'NOT_COMPARABLE',
      `Can't compare '${renderValue(input)}' with '${start}' and '${end}'`,
    );
  }
  return result;
}

import { assertNever } from './assert-never.js';
import type { ComparisonOperator } from './ast.js';
import { feelEquals, feelOrder, isInRange } from './compare.js';
import type { Evaluation } from './evaluation.js';
import type { FeelRangeValue, FeelValue } from './values.js';
import { renderValue } from './values.js';

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
      return notComparable(a, b, evaluation);
    }
    return operator === '=' ? equal : !equal;
  }
  const order = feelOrder(a, b);
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

import { FeelDuration } from 'feelin';
import type { ArithmeticOperator } from './ast.js';
import {
  addTemporals,
  daysAndTime,
  durationAmount,
  subtractTemporals,
  yearsAndMonths,
} from './temporal.js';
import type { FeelValue } from './values.js';
import { isTemporal } from './values.js';

/** Applies an operator; undefined when FEEL does not define it for the operands. */
export function applyArithmetic(
  operator: ArithmeticOperator,
  a: FeelValue,
  b: FeelValue,
): FeelValue | undefined {
  if (typeof a === 'number' && typeof b === 'number') {
    return numeric(operator, a, b);
  }
  if (operator === '+' && typeof a === 'string' && typeof b === 'string') {
    return a + b;
  }
  if (isTemporal(a) && isTemporal(b)) {
    switch (operator) {
      case '+':
        return addTemporals(a, b) ?? undefined;
      case '-':
        return subtractTemporals(a, b) ?? undefined;
      case '/':
        return divideDurations(a, b);
      default:
        return undefined;
    }
  }
  return scaleDuration(operator, a, b);
}

function numeric(operator: ArithmeticOperator, a: number, b: number): number | undefined {
  switch (operator) {
    case '+':
      return roundDecimal(a + b);
    case '-':
      return roundDecimal(a - b);
    case '*':
      return roundDecimal(a * b);
    case '/':
      return b === 0 ? undefined : roundDecimal(a / b);
    case '**':
      return roundDecimal(a ** b);
    default:
      return undefined;
  }
}

/**
 * FEEL numbers are decimals. Fifteen significant digits of a binary result are the decimal one, so
 * `0.1 + 0.2` is `0.3`. Whole numbers are kept exact.
 */
export function roundDecimal(value: number): number | undefined {
  if (!Number.isFinite(value)) {
    return undefined;
  }
  return Number.isInteger(value) ? value + 0 : Number(value.toPrecision(15));
}

function divideDurations(a: FeelValue, b: FeelValue): number | undefined {
  if (!(a instanceof FeelDuration) || !(b instanceof FeelDuration)) {
    return undefined;
  }
  const divisor = durationAmount(b);
  return a.yearsMonths !== b.yearsMonths || divisor === 0
    ? undefined
    : roundDecimal(durationAmount(a) / divisor);
}

function scaleDuration(
  operator: ArithmeticOperator,
  a: FeelValue,
  b: FeelValue,
): FeelDuration | undefined {
  if (operator === '*' && typeof a === 'number' && b instanceof FeelDuration) {
    return scaleDuration(operator, b, a);
  }
  if (!(a instanceof FeelDuration) || typeof b !== 'number') {
    return undefined;
  }
  if (operator !== '*' && !(operator === '/' && b !== 0)) {
    return undefined;
  }
  // Camunda multiplies durations by the whole part of the number.
  const factor = operator === '*' ? Math.trunc(b) : 1 / b;
  const amount = Math.trunc(durationAmount(a) * factor);
  return (a.yearsMonths ? yearsAndMonths(amount) : daysAndTime(amount)) ?? undefined;
}

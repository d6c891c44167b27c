import type { ArithmeticOperator } from './ast.js';
import type { FeelNumber } from './decimal.js';
import {
  add,
  compareNumbers,
  divide,
  isNumber,
  isWhole,
  multiply,
  ofDouble,
  power,
  subtract,
  toDouble,
  toWhole,
} from './decimal.js';
import { FeelFailure } from './evaluation.js';
import { addTemporals, subtractTemporals } from './temporal.js';
import { FeelDuration } from './temporal-values.js';
import type { FeelValue } from './values.js';
import { isTemporal } from './values.js';

/** Applies an operator; undefined when FEEL does not define it for the operands. */
export function applyArithmetic(
  operator: ArithmeticOperator,
  a: FeelValue,
  b: FeelValue,
): FeelValue | undefined {
  if (isNumber(a) && isNumber(b)) {
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

function numeric(
  operator: ArithmeticOperator,
  a: FeelNumber,
  b: FeelNumber,
): FeelNumber | undefined {
  switch (operator) {
    case '+':
      return add(a, b);
    case '-':
      return subtract(a, b);
    case '*':
      return multiply(a, b);
    case '/':
      return compareNumbers(b, 0) === 0 ? undefined : divide(a, b);
    case '**':
      return raise(a, b);
  }
}

function raise(a: FeelNumber, b: FeelNumber): FeelNumber | undefined {
  if (!isWhole(b)) {
    return ofJavaDouble(Math.pow(toDouble(a), toDouble(b)));
  }
  if (compareNumbers(b, 0) < 0 && compareNumbers(a, 0) === 0) {
    throw new FeelFailure('java.lang.ArithmeticException: Division by zero', 'exception');
  }
  return power(a, toWhole(b));
}

/**
 * The number that a computation with doubles gave.
 * @throws FeelFailure with the text of Java's error when it is none
 */
export function ofJavaDouble(value: number): FeelNumber {
  if (!Number.isFinite(value)) {
    const letter = Number.isNaN(value) ? 'N' : 'I';
    throw new FeelFailure(
      `java.lang.NumberFormatException: Character ${letter} is neither a decimal digit number, decimal point, nor "e" notation exponential mark.`,
      'exception',
    );
  }
  return ofDouble(value);
}

/** Durations divide to the whole part. */
function divideDurations(a: FeelValue, b: FeelValue): number | undefined {
  if (!(a instanceof FeelDuration) || !(b instanceof FeelDuration) || b.amount === 0) {
    return undefined;
  }
  return (a.months === undefined) === (b.months === undefined)
    ? Math.trunc(a.amount / b.amount) + 0
    : undefined;
}

function scaleDuration(
  operator: ArithmeticOperator,
  a: FeelValue,
  b: FeelValue,
): FeelDuration | undefined {
  if (operator === '*' && isNumber(a) && b instanceof FeelDuration) {
    return scaleDuration(operator, b, a);
  }
  if (!(a instanceof FeelDuration) || !isNumber(b)) {
    return undefined;
  }
  if (operator === '*') {
    // Camunda multiplies durations by the whole part of the number.
    const factor = toWhole(b);
    return a.months === undefined
      ? FeelDuration.ofNanos(a.nanos * BigInt(factor))
      : FeelDuration.ofMonths(a.months * factor);
  }
  const by = toDouble(b);
  if (operator !== '/' || by === 0) {
    return undefined;
  }
  return a.months === undefined
    ? FeelDuration.ofNanos(BigInt(Math.trunc(Number(a.nanos / 1_000_000n) / by)) * 1_000_000n)
    : FeelDuration.ofMonths(Math.trunc(a.months / by));
}

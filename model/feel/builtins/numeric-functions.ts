import { ofJavaDouble } from '../arithmetic.js';
import type { FeelNumber, Rounding } from '../decimal.js';
import {
  compareNumbers,
  divide,
  isNumber,
  multiply,
  negate,
  subtract,
  toDouble,
  toScale,
  toWhole,
} from '../decimal.js';
import { FeelFailure } from '../evaluation.js';
import { negateDuration } from '../temporal.js';
import { FeelDuration } from '../temporal-values.js';
import type { FeelValue } from '../values.js';
import type { Builtin, Overloads } from './builtin.js';
import { overload } from './builtin.js';

/** Functions over numbers. */
export const numericFunctions: Readonly<Record<string, Overloads>> = {
  decimal: [scaled('halfEven')],
  floor: [whole('floor'), scaled('floor')],
  ceiling: [whole('ceiling'), scaled('ceiling')],
  'round up': [scaled('up')],
  'round down': [scaled('down')],
  'round half up': [scaled('halfUp')],
  'round half down': [scaled('halfDown')],
  abs: [
    overload(['number'], ([n = null]) => absolute(n)),
    overload(['n'], ([n = null]) => absolute(n)),
  ],
  modulo: [
    overload(['dividend', 'divisor'], ([a = null, b = null]) =>
      isNumber(a) && isNumber(b) ? modulo(a, b) : undefined,
    ),
  ],
  sqrt: [overNumber((n) => (toDouble(n) < 0 ? null : ofJavaDouble(Math.sqrt(toDouble(n)))))],
  log: [overNumber((n) => ofJavaDouble(Math.log(toDouble(n))))],
  exp: [overNumber((n) => ofJavaDouble(Math.exp(toDouble(n))))],
  odd: [overNumber((n) => Math.abs(toDouble(n) % 2) === 1)],
  even: [overNumber((n) => toDouble(n) % 2 === 0)],
  'random number': [overload([], () => Math.random())],
};

function overNumber(compute: (n: FeelNumber) => FeelValue): Builtin {
  return overload(['number'], ([n = null]) => (isNumber(n) ? compute(n) : undefined));
}

function whole(rounding: Rounding): Builtin {
  return overload(['n'], ([n = null]) => (isNumber(n) ? toScale(n, 0, rounding) : undefined));
}

function scaled(rounding: Rounding): Builtin {
  return overload(['n', 'scale'], ([n = null, scale = null]) =>
    isNumber(n) && isNumber(scale) ? toScale(n, toWhole(scale), rounding) : undefined,
  );
}

function modulo(a: FeelNumber, b: FeelNumber): FeelNumber {
  if (compareNumbers(b, 0) === 0) {
    throw new FeelFailure('java.lang.ArithmeticException: Division by zero', 'exception');
  }
  return subtract(a, multiply(b, toScale(divide(a, b), 0, 'floor')));
}

function absolute(n: FeelValue): FeelValue | undefined {
  if (isNumber(n)) {
    return compareNumbers(n, 0) < 0 ? negate(n) : n;
  }
  if (!(n instanceof FeelDuration)) {
    return undefined;
  }
  return n.amount < 0 ? negateDuration(n) : n;
}

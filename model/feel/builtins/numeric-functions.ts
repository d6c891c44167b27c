import { FeelDuration } from 'feelin';
import { roundDecimal } from '../arithmetic.js';
import { daysAndTime, durationAmount, yearsAndMonths } from '../temporal.js';
import type { FeelValue } from '../values.js';
import type { Builtin, Overloads } from './builtin.js';
import { overload } from './builtin.js';

type Rounding = (scaled: number) => number;

/** Halves to the even neighbour, as FEEL's `decimal` and Java's HALF_EVEN do. */
const halfEven: Rounding = (n) => {
  const floor = Math.floor(n);
  if (n - floor !== 0.5) {
    return Math.round(n);
  }
  return floor % 2 === 0 ? floor : floor + 1;
};
const awayFromZero: Rounding = (n) => (n < 0 ? Math.floor(n) : Math.ceil(n));
const towardsZero: Rounding = (n) => Math.trunc(n);
const halfUp: Rounding = (n) => Math.sign(n) * Math.round(Math.abs(n));
const halfDown: Rounding = (n) => Math.sign(n) * Math.ceil(Math.abs(n) - 0.5);

/** Functions over numbers. */
export const numericFunctions: Readonly<Record<string, Overloads>> = {
  decimal: [overload(['n', 'scale'], ([n = null, scale = null]) => atScale(n, scale, halfEven))],
  floor: [...wholeOrScaled(Math.floor)],
  ceiling: [...wholeOrScaled(Math.ceil)],
  'round up': [overload(['n', 'scale'], ([n = null, s = null]) => atScale(n, s, awayFromZero))],
  'round down': [overload(['n', 'scale'], ([n = null, s = null]) => atScale(n, s, towardsZero))],
  'round half up': [overload(['n', 'scale'], ([n = null, s = null]) => atScale(n, s, halfUp))],
  'round half down': [overload(['n', 'scale'], ([n = null, s = null]) => atScale(n, s, halfDown))],
  abs: [
    overload(['number'], ([n = null]) => absolute(n)),
    overload(['n'], ([n = null]) => absolute(n)),
  ],
  modulo: [
    overload(['dividend', 'divisor'], ([a = null, b = null]) =>
      typeof a === 'number' && typeof b === 'number' && b !== 0
        ? roundDecimal(a - b * Math.floor(a / b))
        : undefined,
    ),
  ],
  sqrt: [numeric((n) => (n < 0 ? null : Math.sqrt(n)))],
  log: [numeric((n) => (n <= 0 ? null : Math.log(n)))],
  exp: [numeric(Math.exp)],
  odd: [numeric((n) => Math.abs(n % 2) === 1)],
  even: [numeric((n) => n % 2 === 0)],
  'random number': [overload([], () => Math.random())],
};

function numeric(compute: (n: number) => FeelValue): Builtin {
  return overload(['number'], ([n = null]) => {
    const result = typeof n === 'number' ? compute(n) : undefined;
    return typeof result === 'number' ? roundDecimal(result) : result;
  });
}

function wholeOrScaled(rounding: Rounding): Overloads {
  return [
    overload(['n'], ([n = null]) => atScale(n, 0, rounding)),
    overload(['n', 'scale'], ([n = null, scale = null]) => atScale(n, scale, rounding)),
  ];
}

function atScale(n: FeelValue, scale: FeelValue, rounding: Rounding): number | undefined {
  if (typeof n !== 'number' || typeof scale !== 'number' || Math.abs(scale) > 300) {
    return undefined;
  }
  // Shifting the decimal point in the text keeps 1.005 a 1.005.
  const shifted = rounding(shift(n, scale));
  return roundDecimal(shift(shifted, -scale));
}

function shift(n: number, places: number): number {
  const [digits = '0', exponent = '0'] = n.toExponential().split('e');
  return Number(`${digits}e${Number(exponent) + places}`);
}

function absolute(n: FeelValue): FeelValue | undefined {
  if (typeof n === 'number') {
    return Math.abs(n);
  }
  if (!(n instanceof FeelDuration)) {
    return undefined;
  }
  const amount = Math.abs(durationAmount(n));
  return n.yearsMonths ? yearsAndMonths(amount) : daysAndTime(amount);
}

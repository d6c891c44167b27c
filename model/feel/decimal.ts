/** Significant digits that results of arithmetic keep, as Java's DECIMAL128 does. */
const precision = 34;
/** Largest power of ten that is built: beyond it a number has no use and costs memory. */
const largestScale = 10_000;

/** How a digit that falls away is treated. */
export type Rounding = 'floor' | 'ceiling' | 'up' | 'down' | 'halfUp' | 'halfDown' | 'halfEven';

/**
 * A decimal number that a JavaScript number cannot carry: more digits than 15, a whole number beyond
 * 2^53, or zeros at the end (`1.50`), which FEEL's texts show. All others are JavaScript numbers.
 */
export class FeelDecimal {
  /** All digits, without point. */
  readonly digits: bigint;
  /** How many of the digits stand after the point; negative for zeros left out before it. */
  readonly scale: number;

  constructor(digits: bigint, scale: number) {
    this.digits = digits;
    this.scale = scale;
  }

  /** The text that Java's BigDecimal has: plain, or with an exponent when it is very small. */
  toString(): string {
    const sign = this.digits < 0n ? '-' : '';
    const text = (this.digits < 0n ? -this.digits : this.digits).toString();
    const exponent = text.length - 1 - this.scale;
    if (this.scale >= 0 && exponent >= -6) {
      const padded = text.padStart(this.scale + 1, '0');
      const point = padded.length - this.scale;
      return `${sign}${padded.slice(0, point)}${this.scale === 0 ? '' : `.${padded.slice(point)}`}`;
    }
    const fraction = text.length > 1 ? `.${text.slice(1)}` : '';
    return `${sign}${text.slice(0, 1)}${fraction}E${exponent < 0 ? '' : '+'}${exponent}`;
  }
}

/** A FEEL number: a JavaScript number wherever that says it all. */
export type FeelNumber = number | FeelDecimal;

/** Whether a value is a FEEL number. */
export function isNumber(value: unknown): value is FeelNumber {
  return typeof value === 'number' || value instanceof FeelDecimal;
}

const tens: bigint[] = [1n];

function ten(power: number): bigint {
  if (power > largestScale) {
    throw new RangeError('the number has too many digits');
  }
  for (let last = tens.length; last <= power; last += 1) {
    tens.push((tens[last - 1] ?? 1n) * 10n);
  }
  return tens[power] ?? 1n;
}

/** The decimal of a text such as `-1.50` or `1e3`; undefined when it is no number. */
export function parseDecimal(text: string): FeelNumber | undefined {
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,5}))?$/.exec(text);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts ?? [];
  if (parts === null || whole.length + fraction.length === 0) {
    return undefined;
  }
  const digits = BigInt(`${whole}${fraction}`);
  const scale = fraction.length - Number(exponent);
  return settle(new FeelDecimal(sign === '-' ? -digits : digits, scale));
}

/** A JavaScript number where that loses nothing, else the decimal. */
export function settle(value: FeelDecimal): FeelNumber {
  const { digits, scale } = value;
  if (scale === 0) {
    const number = Number(digits);
    return Number.isSafeInteger(number) ? number : value;
  }
  if (
    scale > 0 &&
    scale < 20 &&
    digits % 10n !== 0n &&
    !isPaddedByJava(digits, scale) &&
    digits < 10n ** 15n &&
    digits > -(10n ** 15n)
  ) {
    return Number(`${digits}e-${scale}`);
  }
  return value;
}

function exact(value: FeelNumber): FeelDecimal {
  if (value instanceof FeelDecimal) {
    return value;
  }
  if (Number.isSafeInteger(value)) {
    return new FeelDecimal(BigInt(value), 0);
  }
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(value)) ?? [];
  const digits = BigInt(`${sign}${whole}${fraction}`);
  const scale = fraction.length - Number(exponent);
  if (isPaddedByJava(digits, scale)) {
    return new FeelDecimal(digits * 10n, scale + 1);
  }
  // Java has no digits left out for a whole number that came as one.
  return scale < 0 ? new FeelDecimal(digits * ten(-scale), 0) : new FeelDecimal(digits, scale);
}

/** Java writes a double below a thousandth with an exponent, and one digit as two: `1.0E-7`. */
function isPaddedByJava(digits: bigint, scale: number): boolean {
  return scale > 3 && digits < 10n && digits > -10n;
}

function lengthOf(digits: bigint): number {
  return digits.toString().length - (digits < 0n ? 1 : 0);
}

/** Divides and rounds; `by` is positive. */
function divideRounded(digits: bigint, by: bigint, rounding: Rounding): bigint {
  const quotient = digits / by;
  const rest = digits % by;
  if (rest === 0n) {
    return quotient;
  }
  const isNegative = digits < 0n;
  const twice = (isNegative ? -rest : rest) * 2n;
  const away = isNegative ? quotient - 1n : quotient + 1n;
  switch (rounding) {
    case 'floor':
      return isNegative ? away : quotient;
    case 'ceiling':
      return isNegative ? quotient : away;
    case 'up':
      return away;
    case 'down':
      return quotient;
    case 'halfUp':
      return twice >= by ? away : quotient;
    case 'halfDown':
      return twice > by ? away : quotient;
    case 'halfEven':
      return twice > by || (twice === by && quotient % 2n !== 0n) ? away : quotient;
  }
}

/** Cuts to the precision of DECIMAL128, or to that of the first operand when it has more. */
function rounded(value: FeelDecimal, digitsOfFirst = 0): FeelNumber {
  const excess = lengthOf(value.digits) - Math.max(precision, digitsOfFirst);
  if (excess <= 0) {
    return settle(value);
  }
  const digits = divideRounded(value.digits, ten(excess), 'halfEven');
  return rounded(new FeelDecimal(digits, value.scale - excess), digitsOfFirst);
}

function aligned(a: FeelDecimal, b: FeelDecimal): readonly [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [a.digits * ten(scale - a.scale), b.digits * ten(scale - b.scale), scale];
}

/** Sum of two numbers. */
export function add(a: FeelNumber, b: FeelNumber): FeelNumber {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(sum)) {
      return sum;
    }
  }
  const first = exact(a);
  const [x, y, scale] = aligned(first, exact(b));
  return rounded(new FeelDecimal(x + y, scale), lengthOf(first.digits));
}

/** Sum of any number of numbers. */
export function sumOf(numbers: readonly FeelNumber[]): FeelNumber {
  return numbers.reduce(add, 0);
}

/** The number with the other sign. */
export function negate(value: FeelNumber): FeelNumber {
  return typeof value === 'number' ? 0 - value : new FeelDecimal(-value.digits, value.scale);
}

/** Difference of two numbers. */
export function subtract(a: FeelNumber, b: FeelNumber): FeelNumber {
  return add(a, negate(b));
}

/** Product of two numbers. */
export function multiply(a: FeelNumber, b: FeelNumber): FeelNumber {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(product)) {
      return product + 0;
    }
  }
  const [x, y] = [exact(a), exact(b)];
  return rounded(new FeelDecimal(x.digits * y.digits, x.scale + y.scale));
}

/** Quotient of two numbers; `b` is not zero. */
export function divide(a: FeelNumber, b: FeelNumber): FeelNumber {
  const [x, y] = [exact(a), exact(b)];
  const preferred = x.scale - y.scale;
  if (x.digits === 0n) {
    return settle(new FeelDecimal(0n, Math.max(0, preferred)));
  }
  // Enough digits that the quotient has more of them than the precision.
  const shift = Math.max(0, precision + 3 + lengthOf(y.digits) - lengthOf(x.digits));
  const top = x.digits * ten(shift) * (y.digits < 0n ? -1n : 1n);
  const bottom = y.digits < 0n ? -y.digits : y.digits;
  let digits = top / bottom;
  let scale = preferred + shift;
  if (top % bottom !== 0n) {
    // One digit more than any rounding looks at says that something follows.
    digits = digits * 10n + (digits < 0n ? -1n : 1n);
    return rounded(new FeelDecimal(digits, scale + 1));
  }
  while (scale > preferred && digits % 10n === 0n) {
    digits /= 10n;
    scale -= 1;
  }
  return rounded(new FeelDecimal(digits, scale));
}

/** A whole power of a number; undefined when it is too large. */
export function power(base: FeelNumber, exponent: number): FeelNumber | undefined {
  if (Math.abs(exponent) > 999_999_999 || (exponent < 0 && compareNumbers(base, 0) === 0)) {
    return undefined;
  }
  let result: FeelNumber = 1;
  let factor = base;
  for (let left = Math.abs(exponent); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) {
      result = multiply(result, factor);
    }
    factor = left > 1 ? multiply(factor, factor) : factor;
    if (factor instanceof FeelDecimal && Math.abs(factor.scale) > largestScale) {
      return undefined;
    }
  }
  return exponent < 0 ? divide(1, result) : result;
}

/** Negative, zero or positive. */
export function compareNumbers(a: FeelNumber, b: FeelNumber): number {
  if (typeof a === 'number' && typeof b === 'number') {
    return a - b;
  }
  const [x, y] = aligned(exact(a), exact(b));
  return x < y ? -1 : x > y ? 1 : 0;
}

/** The number with so many digits after the point; a negative scale rounds before it. */
export function toScale(value: FeelNumber, scale: number, rounding: Rounding): FeelNumber {
  const { digits, scale: own } = exact(value);
  if (Math.abs(scale) > largestScale) {
    throw new RangeError('the number has too many digits');
  }
  return own <= scale
    ? settle(new FeelDecimal(digits * ten(scale - own), scale))
    : settle(new FeelDecimal(divideRounded(digits, ten(own - scale), rounding), scale));
}

/** The nearest JavaScript number. */
export function toDouble(value: FeelNumber): number {
  return typeof value === 'number' ? value : Number(value.toString());
}

/** The part before the point as a JavaScript number. */
export function toWhole(value: FeelNumber): number {
  return Math.trunc(toDouble(value));
}

/** Whether nothing but zeros stands after the point. */
export function isWhole(value: FeelNumber): boolean {
  return typeof value === 'number'
    ? Number.isInteger(value)
    : value.scale <= 0 || value.digits % ten(value.scale) === 0n;
}

/** The number that a computation with doubles gave, with Java's `.0` when it is whole. */
export function ofDouble(value: number): FeelNumber {
  return Number.isSafeInteger(value) ? new FeelDecimal(BigInt(value) * 10n, 1) : value;
}

/** The text of a number as FEEL's `string` and Camunda's messages have it. */
export function numberText(value: FeelNumber): string {
  return typeof value === 'number' ? exact(value).toString() : value.toString();
}

/**
 * A number as process variable. Camunda writes whole numbers as 64-bit integers, and a larger one
 * loses the digits before them.
 */
export function jsonNumber(value: FeelNumber): number {
  if (typeof value === 'number' && !(Number.isInteger(value) && !Number.isSafeInteger(value))) {
    return value + 0;
  }
  const { digits, scale } = exact(value);
  if (!isWhole(value)) {
    return toDouble(value);
  }
  const whole = scale >= 0 ? digits / ten(scale) : digits * ten(-scale);
  return Number(BigInt.asIntN(64, whole));
}
